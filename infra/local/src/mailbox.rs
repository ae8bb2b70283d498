//! Where outgoing mail ends on one machine: a folder of `.eml` files, behind the one operation of SES that Docket uses.
//!
//! Each mail is kept under the name that `notify` gives it, so that a mail sent twice, by a crash between sending and
//! noting it, is there once.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{MessageParser, MimeHeaders};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// The folder of mails. Copies are the same mailbox.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    folder: PathBuf,
}

/// A mail, as a person's mail program would show it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    /// All headers, by their name; the values are decoded.
    pub(crate) headers: BTreeMap<String, String>,
    /// When it was sent, by the stack's clock.
    pub(crate) at: String,
    /// The types of its parts.
    pub(crate) parts: Vec<String>,
}

/// The part of SES's `SendEmail` that Docket uses.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendEmail {
    content: Content,
    destination: Destination,
    #[serde(default)]
    email_tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    raw: Raw,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Raw {
    data: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Destination {
    to_addresses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    name: String,
    value: String,
}

impl Mailbox {
    /// The mailbox in that folder, which is made if it is not there.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// The routes that stand in for SES.
    pub(crate) fn ses(self) -> Router {
        Router::new()
            .route("/v2/email/outbound-emails", post(send))
            .with_state(self)
    }

    fn keep(&self, mail: &SendEmail) -> io::Result<String> {
        let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
        let name = mail
            .email_tags
            .iter()
            .find(|tag| tag.name == "notice")
            .map(|tag| tag.value.as_str())
            .filter(|name| {
                name.chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            })
            .ok_or_else(|| wrong("the mail has no usable tag `notice`"))?;
        if mail.destination.to_addresses.is_empty() {
            return Err(wrong("the mail goes to nobody"));
        }
        let message = STANDARD
            .decode(&mail.content.raw.data)
            .map_err(|_| wrong("the mail is not base64"))?;
        let path = self.folder.join(format!("{name}.eml"));
        if !path.exists() {
            // Whoever is killed in the middle leaves no half a mail under its name.
            let unfinished = self.folder.join(format!("{name}.part"));
            std::fs::write(&unfinished, message)?;
            std::fs::rename(&unfinished, &path)?;
        }
        Ok(name.to_owned())
    }

    /// All mails, the oldest first.
    pub(crate) fn mails(&self) -> io::Result<Vec<Mail>> {
        let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                files.push((path.metadata()?.modified()?, path));
            }
        }
        files.sort();
        files
            .into_iter()
            .map(|(_, path)| Ok(read(&std::fs::read(path)?)))
            .collect()
    }
}

async fn send(State(mailbox): State<Mailbox>, body: String) -> (StatusCode, String) {
    let kept = serde_json::from_str(&body)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
        .and_then(|mail| mailbox.keep(&mail));
    match kept {
        Ok(name) => (
            StatusCode::OK,
            serde_json::json!({ "MessageId": name }).to_string(),
        ),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => (
            StatusCode::BAD_REQUEST,
            serde_json::json!({ "message": error.to_string() }).to_string(),
        ),
        Err(error) => {
            tracing::error!(%error, "a mail could not be kept");
            (StatusCode::INTERNAL_SERVER_ERROR, "{}".to_owned())
        }
    }
}

fn read(raw: &[u8]) -> Mail {
    let message = MessageParser::default().parse(raw).unwrap_or_default();
    let header = |name: &str| {
        let value = message.header_raw(name).unwrap_or_default();
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let address = |of: Option<&mail_parser::Address<'_>>| {
        let first = of.and_then(|addresses| addresses.first());
        first
            .and_then(|address| address.address())
            .unwrap_or_default()
            .to_owned()
    };
    let kind = |part: &mail_parser::MessagePart<'_>| {
        let kind = part.content_type()?;
        Some(format!(
            "{}/{}",
            kind.ctype(),
            kind.subtype().unwrap_or_default()
        ))
    };
    let from = message.from().and_then(|addresses| addresses.first());
    let from_name = from.and_then(|address| address.name());
    Mail {
        to: address(message.to()),
        from: match from_name {
            Some(name) => format!("{name} <{}>", address(message.from())),
            None => address(message.from()),
        },
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
        headers: message
            .headers()
            .iter()
            .map(|known| (known.name().to_owned(), header(known.name())))
            .collect(),
        at: message
            .date()
            .map(mail_parser::DateTime::to_rfc3339)
            .unwrap_or_default(),
        parts: message.parts.iter().filter_map(kind).collect(),
    }
}

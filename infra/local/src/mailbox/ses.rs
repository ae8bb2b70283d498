//! The stand-in for SES.

use super::folder::Mailbox;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use std::io;

/// Tells that a request with this address goes to SES.
#[must_use]
pub fn is_mail(uri: &str) -> bool {
    uri.contains("/v2/email/")
}

/// The routes that stand in for SES.
pub(crate) fn routes(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/v2/email/outbound-emails", post(send))
        .with_state(mailbox)
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

impl SendEmail {
    /// The name of the mail, by its tag `notice`, and its message.
    fn named_message(&self) -> io::Result<(&str, Vec<u8>)> {
        let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
        let name = self
            .email_tags
            .iter()
            .find(|tag| tag.name == "notice")
            .map(|tag| tag.value.as_str())
            .filter(|name| {
                name.chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            })
            .ok_or_else(|| wrong("the mail has no usable tag `notice`"))?;
        if self.destination.to_addresses.is_empty() {
            return Err(wrong("the mail goes to nobody"));
        }
        let message = STANDARD
            .decode(&self.content.raw.data)
            .map_err(|_| wrong("the mail is not base64"))?;
        Ok((name, message))
    }
}

async fn send(State(mailbox): State<Mailbox>, body: String) -> (StatusCode, String) {
    match keep(&mailbox, &body) {
        Ok(name) => (StatusCode::OK, json!({ "MessageId": name }).to_string()),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => (
            StatusCode::BAD_REQUEST,
            json!({ "message": error.to_string() }).to_string(),
        ),
        Err(error) => {
            tracing::error!(%error, "a mail could not be kept");
            (StatusCode::INTERNAL_SERVER_ERROR, "{}".to_owned())
        }
    }
}

fn keep(mailbox: &Mailbox, body: &str) -> io::Result<String> {
    let mail: SendEmail = serde_json::from_str(body)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let (name, message) = mail.named_message()?;
    mailbox.keep(name, &message)?;
    Ok(name.to_owned())
}

//! The stand-in for SES. It supports the one action that Docket uses, in the query protocol.

use super::folder::Mailbox;
use aws_sdk_dynamodb::config::http::HttpRequest;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::io;

/// The SES action that functions use.
pub const SEND: &str = "SendRawEmail";

/// Returns `true` when a request goes to SES. No other service takes forms.
#[must_use]
pub fn is_mail(request: &HttpRequest) -> bool {
    request.headers().get("content-type") == Some("application/x-www-form-urlencoded")
}

/// Returns the routes of the stand-in.
pub(crate) fn routes(mailbox: Mailbox) -> Router {
    Router::new().route("/", post(send)).with_state(mailbox)
}

/// A request in the query protocol: the names of its members, such as `Tags.member.1.Name`, with
/// their values.
struct Query(BTreeMap<String, String>);

impl Query {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Returns the value of the tag with this name.
    fn tag(&self, name: &str) -> Option<&str> {
        let place =
            (1..=50).find(|place| self.get(&format!("Tags.member.{place}.Name")) == name)?;
        Some(self.get(&format!("Tags.member.{place}.Value")))
    }

    /// Returns the mail's name from its tag `notice`, and its message.
    fn named_message(&self) -> io::Result<(&str, Vec<u8>)> {
        let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
        if self.get("Action") != SEND {
            return Err(wrong(
                "this stand-in for SES sends raw mails, and does nothing else",
            ));
        }
        if self.get("ConfigurationSetName").is_empty() {
            return Err(wrong("the mail names no configuration set"));
        }
        let name = self
            .tag("notice")
            .filter(|name| {
                let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                !name.is_empty() && name.chars().all(plain)
            })
            .ok_or_else(|| wrong("the mail has no usable tag `notice`"))?;
        if self.get("Destinations.member.1").is_empty() {
            return Err(wrong("the mail goes to nobody"));
        }
        let message = STANDARD
            .decode(self.get("RawMessage.Data"))
            .map_err(|_| wrong("the mail is not base64"))?;
        Ok((name, message))
    }
}

async fn send(
    State(mailbox): State<Mailbox>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    // A form of a page that is open in a browser on this machine has no signature.
    let signature = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    if !signature.is_some_and(|value| value.starts_with(b"AWS4-HMAC-SHA256")) {
        let body = failed("MissingAuthenticationToken", "the request is not signed");
        return (StatusCode::FORBIDDEN, body);
    }
    let query = Query(form_urlencoded::parse(&body).into_owned().collect());
    match keep(&mailbox, &query) {
        Ok(name) => (StatusCode::OK, sent(name)),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => (
            StatusCode::BAD_REQUEST,
            failed("InvalidParameterValue", &error.to_string()),
        ),
        Err(error) => {
            tracing::error!(%error, "a mail could not be kept");
            let body = failed("InternalFailure", "the mail could not be kept");
            (StatusCode::INTERNAL_SERVER_ERROR, body)
        }
    }
}

fn keep<'q>(mailbox: &Mailbox, query: &'q Query) -> io::Result<&'q str> {
    let (name, message) = query.named_message()?;
    mailbox.keep(name, &message)?;
    Ok(name)
}

fn sent(name: &str) -> String {
    format!(
        "<SendRawEmailResponse><SendRawEmailResult><MessageId>{name}</MessageId></SendRawEmailResult></SendRawEmailResponse>"
    )
}

/// Writes an error as in the query protocol. No message here holds a character that XML must
/// escape.
fn failed(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )
}

//! The way to a real mail server, for a stack on one machine whose mails are to arrive.

use docket_domain::notice::is_about_address;
use lettre::address::{Address, Envelope};
use lettre::transport::smtp::Error;
use lettre::{SmtpTransport, Transport};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The time for each answer of the server. `notify` gives up after 20 seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mail server that takes mails for everybody. Copies are the same.
#[derive(Clone)]
pub struct MailServer {
    transport: Arc<SmtpTransport>,
    host: String,
}

/// An address that is none of a mail server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailServerError {
    /// It is no address of a mail server.
    #[error(
        "write the mail server as smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required"
    )]
    NotAnAddress,
    /// Words and passwords would cross a network in clear text.
    #[error(
        "the way to {0} would be open to everybody: write smtp://…?tls=required or smtps://…; only a server on this machine is reached without TLS"
    )]
    Open(String),
}

/// What a mail server did with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handed {
    /// It takes care of the mail from now on.
    Taken,
    /// The address takes no mail, now or ever.
    NoSuchAddress(String),
    /// It does not take this mail, now or ever.
    Refused,
    /// It does not take it now, or could not be reached.
    NotNow,
    /// Nobody knows: the connection broke before the last answer.
    Unknown,
}

impl MailServer {
    /// Reads the address of a mail server, with the name and the password of an account there.
    ///
    /// # Errors
    /// See [`MailServerError`]. Its text holds no password.
    pub fn at(url: &str) -> Result<Self, MailServerError> {
        let (scheme, rest) = url.split_once("://").ok_or(MailServerError::NotAnAddress)?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let place = authority.rsplit_once('@').map_or(authority, |(_, at)| at);
        let host = match place.strip_prefix('[') {
            Some(address) => address.split(']').next().unwrap_or_default(),
            None => place.split(':').next().unwrap_or_default(),
        };
        let address = host.parse::<std::net::IpAddr>();
        let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        let is_closed = match scheme {
            "smtps" => true,
            "smtp" => rest.split(['?', '&']).any(|part| part == "tls=required"),
            _ => return Err(MailServerError::NotAnAddress),
        };
        if host.is_empty() {
            return Err(MailServerError::NotAnAddress);
        }
        if !is_closed && !is_here {
            return Err(MailServerError::Open(host.to_owned()));
        }
        let transport = SmtpTransport::from_url(url).map_err(|_| MailServerError::NotAnAddress)?;
        Ok(Self {
            transport: Arc::new(transport.timeout(Some(PATIENCE)).build()),
            host: host.to_owned(),
        })
    }

    /// Returns the name of its machine.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Hands a mail over, and waits until it has it.
    pub(super) fn hand_over(&self, from: &str, to: &str, message: &[u8]) -> Handed {
        let envelope = match (from.parse::<Address>(), to.parse::<Address>()) {
            (Ok(from), Ok(to)) => Envelope::new(Some(from), vec![to]),
            _ => return Handed::Refused,
        };
        let sent = match envelope {
            Ok(envelope) => self.transport.send_raw(&envelope, message),
            Err(_) => return Handed::Refused,
        };
        sent.map_or_else(|error| outcome(&error), |_| Handed::Taken)
    }
}

/// Returns what an error says of the mail.
fn outcome(error: &Error) -> Handed {
    if error.is_permanent() {
        // The code of a login that is refused, or that is missing: whoever runs the stack has to mend it.
        let code = error
            .status()
            .map(|code| code.to_string())
            .unwrap_or_default();
        if ["530", "534", "535", "538"].contains(&code.as_str()) {
            return Handed::NotNow;
        }
        let said = said(error);
        return match is_no_mailbox(&said) {
            true => Handed::NoSuchAddress(said),
            false => Handed::Refused,
        };
    }
    // An answer, or none of a connection that was never made, means that it has not the mail.
    let is_known = error.is_transient() || error.is_client() || is_unreached(error);
    match is_known {
        true => Handed::NotNow,
        false => Handed::Unknown,
    }
}

/// Returns `true` if no connection was made. The library names that in its text alone.
fn is_unreached(error: &Error) -> bool {
    error.to_string().starts_with("Connection error") || error.is_tls()
}

/// Returns `true` for the answers that say that the mailbox is not there, by the enhanced codes of RFC 3463. Without one, 550 may be about the
/// sender or the words as well: then nobody is marked.
fn is_no_mailbox(said: &str) -> bool {
    said.contains(" 5.") && is_about_address(said)
}

/// Returns what the server said.
fn said(error: &Error) -> String {
    let source = std::error::Error::source(error);
    match source {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MailServer").field(&self.host).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_passwords_do_not_cross_a_network_in_the_open() {
        for url in [
            "smtps://user:secret@mail.example.com",
            "smtps://user:secret@mail.example.com:465",
            "smtp://user:secret@mail.example.com:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost:2525",
        ] {
            assert!(MailServer::at(url).is_ok(), "{url}");
        }
        for url in [
            "smtp://user:secret@mail.example.com:587",
            "smtp://user:secret@mail.example.com:587?tls=opportunistic",
            "smtp://127.0.0.1.example.com",
        ] {
            let error = MailServer::at(url);
            let is_open = matches!(error, Err(MailServerError::Open(_)));
            assert!(is_open, "{url}: {error:?}");
        }
        for url in [
            "",
            "mail.example.com",
            "http://mail.example.com",
            "smtps://",
            "smtp://:secret@",
        ] {
            let error = MailServer::at(url).map(|_| ()).unwrap_err();
            assert_eq!(error, MailServerError::NotAnAddress, "{url}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn an_answer_without_a_code_marks_nobody() {
        for (said, is_it) in [
            ("permanent error (550): 5.1.1 no such user", true),
            ("permanent error (550): no such user", false),
            ("permanent error (550): relay not permitted", false),
            ("permanent error (554): 5.7.1 blocked", false),
        ] {
            assert_eq!(is_no_mailbox(said), is_it, "{said}");
        }
    }
}

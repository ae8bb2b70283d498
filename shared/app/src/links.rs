//! Every address of Docket, and every key that is signed for one. Nothing else spells either.
//!
//! Ticket keys, sign-in links and message IDs are each signed apart, so that one is never good for another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_domain::attachment::FileId;
use docket_domain::desk::Phase;
use docket_domain::{DeskId, EmailAddress, TicketId, TopicId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The front page, which lists the desks.
pub const FRONT: &str = "/";
/// The one script of the pages. No desk can be called so.
pub const SCRIPT: &str = "/upload.js";

/// The addresses of one desk, as paths. In mails and API answers the stack's own address stands before them.
#[derive(Debug, Clone, Copy)]
pub struct Links<'d>(&'d DeskId);

/// How a person reaches a ticket: what the address of its page is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'k> {
    /// By the key of the ticket.
    Key(&'k str),
    /// Signed in, as one of the desk's people.
    Staff,
    /// By neither: whoever comes is asked to sign in.
    Open,
}

impl<'d> Links<'d> {
    /// The addresses of that desk.
    #[must_use]
    pub fn new(desk: &'d DeskId) -> Self {
        Self(desk)
    }

    /// The desk's page, where a topic is chosen.
    #[must_use]
    pub fn desk(&self) -> String {
        format!("/{}", self.0)
    }

    /// The form of a topic.
    #[must_use]
    pub fn form(&self, topic: &TopicId) -> String {
        format!("{}/new?topic={topic}", self.desk())
    }

    /// The page that asks for a sign-in link.
    #[must_use]
    pub fn sign_in(&self) -> String {
        format!("{}/sign-in", self.desk())
    }

    /// The page that uses a sign-in link.
    #[must_use]
    pub fn use_sign_in_link(&self, secret: &str, link: &str) -> String {
        format!("{}?token={}", self.sign_in(), sign_in_token(secret, link))
    }

    /// The agents' pages, beginning with the queue.
    #[must_use]
    pub fn console(&self) -> String {
        format!("{}/console", self.desk())
    }

    /// The queue of a phase.
    #[must_use]
    pub fn queue(&self, phase: &Phase) -> String {
        format!("{}?phase={phase}", self.console())
    }

    /// The page of a ticket.
    #[must_use]
    pub fn ticket(&self, id: &TicketId, access: Access<'_>) -> String {
        match access {
            Access::Staff => format!("{}/tickets/{id}", self.console()),
            Access::Key(_) | Access::Open => {
                format!("{}/tickets/{id}{}", self.desk(), access.query())
            }
        }
    }

    /// The desk in the API.
    #[must_use]
    pub fn api(&self) -> String {
        format!("/api/desks/{}", self.0)
    }

    /// The tickets of the desk in the API.
    #[must_use]
    pub fn api_tickets(&self) -> String {
        format!("{}/tickets", self.api())
    }

    /// A ticket in the API.
    #[must_use]
    pub fn api_ticket(&self, id: &TicketId) -> String {
        format!("{}/{id}", self.api_tickets())
    }

    /// The files of a ticket in the API.
    #[must_use]
    pub fn api_attachments(&self, id: &TicketId) -> String {
        format!("{}/attachments", self.api_ticket(id))
    }

    /// A file in the API, from where it is downloaded by whoever may see the ticket.
    #[must_use]
    pub fn api_attachment(&self, id: &TicketId, file: FileId) -> String {
        format!("{}/{file}", self.api_attachments(id))
    }
}

impl Access<'_> {
    /// The end of every address of a ticket for whoever comes with its key: `?key=…`; nothing for all others.
    #[must_use]
    pub fn query(&self) -> String {
        match self {
            Self::Key(key) => {
                let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
                format!("?key={key}")
            }
            Self::Staff | Self::Open => String::new(),
        }
    }
}

/// The key with which a person acts on one ticket. Nobody can make it who does not know the stack's secret, and it
/// says nothing about the person.
#[must_use]
pub fn ticket_key(secret: &str, ticket: &TicketId, person: &EmailAddress) -> String {
    sign(secret, &["ticket", &ticket.to_string(), person.as_str()])
}

/// Whether it is that person's key for that ticket.
#[must_use]
pub fn is_ticket_key(secret: &str, ticket: &TicketId, person: &EmailAddress, key: &str) -> bool {
    same(&ticket_key(secret, ticket, person), key)
}

/// The token of a sign-in link: the link's ID, signed.
#[must_use]
pub fn sign_in_token(secret: &str, link: &str) -> String {
    format!("{link}.{}", sign(secret, &["sign-in", link]))
}

/// The ID of the sign-in link that the token is for, if the token is genuine.
#[must_use]
pub fn sign_in_link_of<'t>(secret: &str, token: &'t str) -> Option<&'t str> {
    let (link, _) = token.split_once('.')?;
    same(&sign_in_token(secret, link), token).then_some(link)
}

/// The signature that ties a mail's IDs to a ticket and a person, so that a guessed ticket number joins no thread.
#[must_use]
pub fn mail_signature(secret: &str, ticket: &TicketId, person: &EmailAddress) -> String {
    // Mail systems compare IDs and addresses without regard to case, so it is spelled in lower case only.
    mac(secret, &["mail", &ticket.to_string(), person.as_str()])
        .get(..10)
        .map(hex)
        .unwrap_or_default()
}

/// The name of a mail about something to somebody, which says nothing about that person.
#[must_use]
pub fn notice_name(secret: &str, cause: &str, person: &EmailAddress) -> String {
    format!(
        "{cause}-{}",
        sign(secret, &["notice", cause, person.as_str()])
    )
}

fn sign(secret: &str, parts: &[&str]) -> String {
    let bytes = mac(secret, parts);
    URL_SAFE_NO_PAD.encode(bytes.get(..16).unwrap_or(&bytes))
}

fn mac(secret: &str, parts: &[&str]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        // HMAC takes keys of any length; were it otherwise, nothing would be signed with nothing.
        return uuid::Uuid::new_v4().into_bytes().to_vec();
    };
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac.finalize().into_bytes().to_vec()
}

/// Compares in a time that does not tell how much of it was right.
fn same(right: &str, given: &str) -> bool {
    right.len() == given.len()
        && right
            .bytes()
            .zip(given.bytes())
            .fold(0, |differences, (a, b)| differences | (a ^ b))
            == 0
}

/// Writes bytes in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_good_for_one_person_on_one_ticket() {
        let ticket: TicketId = "SPSUP-1".parse().unwrap();
        let person: EmailAddress = "a@example.com".parse().unwrap();
        let key = ticket_key("secret", &ticket, &person);
        assert!(is_ticket_key("secret", &ticket, &person, &key));
        assert!(!is_ticket_key("other", &ticket, &person, &key));
        assert!(!is_ticket_key(
            "secret",
            &"SPSUP-2".parse().unwrap(),
            &person,
            &key
        ));
        assert!(!is_ticket_key(
            "secret",
            &ticket,
            &"b@example.com".parse().unwrap(),
            &key
        ));
        assert!(!is_ticket_key("secret", &ticket, &person, ""));
    }

    #[test]
    fn a_token_is_good_for_its_own_link() {
        let token = sign_in_token("secret", "one");
        assert_eq!(sign_in_link_of("secret", &token), Some("one"));
        assert_eq!(
            sign_in_link_of("secret", &token.replace("one", "two")),
            None
        );
        assert_eq!(sign_in_link_of("secret", "one"), None);
    }
}

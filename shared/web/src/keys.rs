//! What Docket signs: ticket keys, sign-in links and message IDs. Each kind is signed apart, so that one is
//! never good for another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_domain::{EmailAddress, TicketId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

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

/// The token of a sign-in link: the grant's ID, signed.
#[must_use]
pub fn grant_token(secret: &str, grant: &str) -> String {
    format!("{grant}.{}", sign(secret, &["grant", grant]))
}

/// The ID of the grant that the token is for, if the token is genuine.
#[must_use]
pub fn grant_of_token<'t>(secret: &str, token: &'t str) -> Option<&'t str> {
    let (grant, _) = token.split_once('.')?;
    same(&grant_token(secret, grant), token).then_some(grant)
}

/// The signature that ties a mail's IDs to a ticket and a person, so that a guessed ticket number joins no thread.
#[must_use]
pub fn mail_signature(secret: &str, ticket: &TicketId, person: &EmailAddress) -> String {
    // Mail systems compare IDs and addresses without regard to case, so it is spelled in lower case only.
    mac(secret, &["mail", &ticket.to_string(), person.as_str()])
        .iter()
        .take(10)
        .map(|byte| format!("{byte:02x}"))
        .collect()
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
    fn a_link_is_good_for_its_own_grant() {
        let token = grant_token("secret", "one");
        assert_eq!(grant_of_token("secret", &token), Some("one"));
        assert_eq!(grant_of_token("secret", &token.replace("one", "two")), None);
        assert_eq!(grant_of_token("secret", "one"), None);
    }
}

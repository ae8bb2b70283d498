//! The keys and tokens signed for addresses, and the names signed for mails.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_cloud::store::{Keyring, SigningKey};
use docket_domain::actor::Actor;
use docket_domain::desk::{Desk, Person};
use docket_domain::incident::IncidentId;
use docket_domain::oncall::PageId;
use docket_domain::ticket::Ticket;
use docket_domain::{DeskId, EmailAddress, TicketId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// The keys of the stack, at one time.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'k> {
    /// The keys.
    pub keys: &'k Keyring,
    /// The time, which decides which of them signs and which are accepted.
    pub now: Timestamp,
}

impl Signer<'_> {
    /// Signs. The signature begins with the ID of the key.
    fn sign(&self, parts: &[&str]) -> String {
        let key = self.keys.current(self.now);
        key.map(|key| format!("{}{}", key.id, signature(&key.secret, parts)))
            .unwrap_or_default()
    }

    /// Returns `true` if an accepted key signed that.
    fn is_signed(&self, parts: &[&str], given: &str) -> bool {
        let Some((id, rest)) = given.split_at_checked(SigningKey::ID_LENGTH) else {
            return false;
        };
        let key = self.keys.accepted(id, self.now);
        key.is_some_and(|key| same(&signature(&key.secret, parts), rest))
    }
}

/// Returns the key with which a person reads and answers one ticket. It is in mails alone, so its holder
/// reads the mails of that address. It can be made only with the stack's keys, and says nothing about
/// the person.
#[must_use]
pub fn mailbox_key(signer: &Signer<'_>, ticket: &Ticket, person: &EmailAddress) -> String {
    let (id, epoch) = (ticket.id.to_string(), ticket.key_epoch.to_string());
    signer.sign(&["mailbox", &id, &epoch, person.as_str()])
}

/// Returns the key of whoever opened the ticket. It shows what came by it, and the status.
#[must_use]
pub fn opener_key(signer: &Signer<'_>, ticket: &Ticket) -> String {
    let (id, epoch) = (ticket.id.to_string(), ticket.key_epoch.to_string());
    signer.sign(&["opener", &id, &epoch])
}

/// Returns the person on the ticket to whom the key belongs: its opener, its requester or a watcher.
#[must_use]
pub fn holder(signer: &Signer<'_>, ticket: &Ticket, key: &str) -> Option<Actor> {
    let (id, epoch) = (ticket.id.to_string(), ticket.key_epoch.to_string());
    let holds =
        |person: &EmailAddress| signer.is_signed(&["mailbox", &id, &epoch, person.as_str()], key);
    if !ticket.disowned && signer.is_signed(&["opener", &id, &epoch], key) {
        return Some(Actor::Opener(ticket.requester.clone()));
    }
    if holds(&ticket.requester.email) {
        return Some(Actor::Requester(ticket.requester.clone()));
    }
    let watcher = ticket.watchers.iter().find(|email| holds(email))?;
    Some(Actor::Watcher {
        email: watcher.clone(),
    })
}

/// Returns the key with which somebody whom a page calls acts on it. It is in what calls them alone.
#[must_use]
pub fn page_key(signer: &Signer<'_>, page: PageId, person: &EmailAddress) -> String {
    signer.sign(&["page", &page.to_string(), person.as_str()])
}

/// Returns the one of the desk's people to whom the key of a page belongs.
#[must_use]
pub fn holder_of_page(signer: &Signer<'_>, desk: &Desk, page: PageId, key: &str) -> Option<Actor> {
    let page = page.to_string();
    let holds = |person: &&Person| {
        let parts = ["page", &page, person.email.as_str()];
        signer.is_signed(&parts, key)
    };
    let person = desk.people.iter().find(holds)?;
    Some(Actor::Agent {
        email: (*person.email).clone(),
        name: person.name.clone(),
        rank: person.role,
    })
}

/// Returns the name of one of the slots for the sign-in links of an address. It says nothing about the person.
#[must_use]
pub fn sign_in_slot(keys: &Keyring, desk: &DeskId, person: &EmailAddress, slot: u8) -> String {
    let name = mac(
        keys.stable(),
        &["sign-in-slot", desk.as_str(), person.as_str()],
    );
    format!("{}-{slot}", hex(name.get(..16).unwrap_or(&name)))
}

/// Returns the token of a sign-in link: the link's ID with a signature.
#[must_use]
pub fn sign_in_token(signer: &Signer<'_>, link: &str) -> String {
    format!("{link}.{}", signer.sign(&["sign-in", link]))
}

/// Returns the ID of the sign-in link in a token. Returns `None` when the signature is wrong.
#[must_use]
pub fn sign_in_link_of<'t>(signer: &Signer<'_>, token: &'t str) -> Option<&'t str> {
    let (link, signature) = token.split_once('.')?;
    signer
        .is_signed(&["sign-in", link], signature)
        .then_some(link)
}

/// Returns the token of a form that is kept: its ID with a signature. It is mailed to the requester alone.
#[must_use]
pub fn draft_token(signer: &Signer<'_>, draft: &str) -> String {
    format!("{draft}.{}", signer.sign(&["draft", draft]))
}

/// Returns the ID of the form in a token. Returns `None` when the signature is wrong.
#[must_use]
pub fn draft_of<'t>(signer: &Signer<'_>, token: &'t str) -> Option<&'t str> {
    let (draft, signature) = token.split_once('.')?;
    let is_signed = signer.is_signed(&["draft", draft], signature);
    is_signed.then_some(draft)
}

/// Returns the name under which stands what somebody said about the mails of an incident. It says nothing about the person.
#[must_use]
pub fn follower_name(keys: &Keyring, incident: IncidentId, person: &EmailAddress) -> String {
    let incident = incident.to_string();
    let name = mac(keys.stable(), &["follower", &incident, person.as_str()]);
    hex(name.get(..16).unwrap_or(&name))
}

/// Returns the token with which somebody says that they want to be told of an incident, or not: their name with a signature. It is in mails alone.
#[must_use]
pub fn follower_token(signer: &Signer<'_>, incident: IncidentId, name: &str) -> String {
    let parts = ["follower", &incident.to_string(), name];
    format!("{name}.{}", signer.sign(&parts))
}

/// Returns the name in such a token. Returns `None` when the signature is wrong.
#[must_use]
pub fn follower_in<'t>(
    signer: &Signer<'_>,
    incident: IncidentId,
    token: &'t str,
) -> Option<&'t str> {
    let (name, signature) = token.split_once('.')?;
    let parts = ["follower", &incident.to_string(), name];
    signer.is_signed(&parts, signature).then_some(name)
}

/// Returns the token of a form that is held until its sender has signed in: its ID with a signature. It proves nothing about an address.
#[must_use]
pub fn held_token(signer: &Signer<'_>, form: &str) -> String {
    format!("{form}.{}", signer.sign(&["held", form]))
}

/// Returns the ID of the form in such a token. Returns `None` when the signature is wrong.
#[must_use]
pub fn held_of<'t>(signer: &Signer<'_>, token: &'t str) -> Option<&'t str> {
    let (form, signature) = token.split_once('.')?;
    let is_signed = signer.is_signed(&["held", form], signature);
    is_signed.then_some(form)
}

/// Returns the signature in a mail's IDs, which ties the mail to a ticket and a person. Without it,
/// a guessed ticket number would be enough to join a thread. It stays the same, since all mails of a
/// thread refer to it.
#[must_use]
pub fn mail_signature(keys: &Keyring, ticket: &TicketId, person: &EmailAddress) -> String {
    // Mail systems compare IDs and addresses without regard to case, so only lower case is used.
    mac(
        keys.stable(),
        &["mail", &ticket.to_string(), person.as_str()],
    )
    .get(..10)
    .map(hex)
    .unwrap_or_default()
}

/// Returns the unique name of a mail with this cause to this person. It says nothing about the
/// person.
#[must_use]
pub fn notice_name(keys: &Keyring, cause: &str, person: &EmailAddress) -> String {
    let parts = ["notice", cause, person.as_str()];
    format!("{cause}-{}", signature(keys.stable(), &parts))
}

/// Returns what a mail with that name is about. Returns `None` if it is none of this stack's to that person.
#[must_use]
pub fn cause_of_notice<'n>(
    keys: &Keyring,
    name: &'n str,
    person: &EmailAddress,
) -> Option<&'n str> {
    let end = name.len().checked_sub(SIGNATURE + 1)?;
    let cause = name.get(..end)?;
    same(&notice_name(keys, cause, person), name).then_some(cause)
}

/// The characters of a signature: 16 bytes in Base64.
const SIGNATURE: usize = 22;

fn signature(secret: &str, parts: &[&str]) -> String {
    let bytes = mac(secret, parts);
    URL_SAFE_NO_PAD.encode(bytes.get(..16).unwrap_or(&bytes))
}

fn mac(secret: &str, parts: &[&str]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        // HMAC takes keys of any length, so this does not happen. A random value makes every
        // signature wrong.
        return uuid::Uuid::new_v4().into_bytes().to_vec();
    };
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(b"\n");
    }
    mac.finalize().into_bytes().to_vec()
}

/// Compares two texts in constant time, so that the time does not show how much was right.
pub(crate) fn same(right: &str, given: &str) -> bool {
    right.len() == given.len()
        && right
            .bytes()
            .zip(given.bytes())
            .fold(0, |differences, (a, b)| differences | (a ^ b))
            == 0
}

/// Writes bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(id: &str) -> Ticket {
        let event = serde_json::json!({
            "ticket": id, "desk": "d", "sequence": 1, "at": "2026-11-25T10:00:00Z",
            "actor": { "role": "opener", "email": "a@example.com" },
            "change": {
                "kind": "opened", "topic": "t", "status": "new", "subject": "s", "description": "d", "language": "en",
                "requester": { "email": "a@example.com" }, "cc": ["c@example.com"],
            },
        });
        Ticket::opened(&serde_json::from_value(event).unwrap()).unwrap()
    }

    fn signer(keys: &Keyring) -> Signer<'_> {
        let now = "2026-11-28T10:00:00Z".parse().unwrap();
        Signer { keys, now }
    }

    fn keyring(secret: &str) -> Keyring {
        Keyring::new(secret.to_owned(), Vec::new())
    }

    #[test]
    fn a_key_is_good_for_one_person_on_one_ticket() {
        let (first, second) = (ticket("SPSUP-1"), ticket("SPSUP-2"));
        let (own, other) = (keyring("secret"), keyring("other"));
        let email = |text: &str| text.parse::<EmailAddress>().unwrap();
        let mailed = |person: &str| mailbox_key(&signer(&own), &first, &email(person));
        let role = |keys: &Keyring, ticket: &Ticket, key: &str| {
            holder(&signer(keys), ticket, key).map(|actor| actor.role().to_string())
        };
        let (opener, requester) = (opener_key(&signer(&own), &first), mailed("a@example.com"));
        for (key, wanted) in [
            (&opener, "opener"),
            (&requester, "requester"),
            (&mailed("c@example.com"), "watcher"),
        ] {
            assert_eq!(role(&own, &first, key).as_deref(), Some(wanted));
            assert_eq!(role(&other, &first, key), None);
            assert_eq!(role(&own, &second, key), None);
        }
        for key in [mailed("b@example.com").as_str(), "", "0000", "000é"] {
            assert_eq!(role(&own, &first, key), None);
        }
        let later = Ticket {
            key_epoch: 1,
            ..first
        };
        assert_eq!(role(&own, &later, &requester), None);
        assert_eq!(role(&own, &later, &opener), None);
    }

    #[test]
    fn a_token_is_good_for_its_own_link() {
        let keys = keyring("secret");
        let token = sign_in_token(&signer(&keys), "one");
        assert_eq!(sign_in_link_of(&signer(&keys), &token), Some("one"));
        let wrong = token.replace("one", "two");
        assert_eq!(sign_in_link_of(&signer(&keys), &wrong), None);
        assert_eq!(sign_in_link_of(&signer(&keys), "one"), None);
    }
}

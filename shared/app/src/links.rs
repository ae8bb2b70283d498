//! Every address of Docket, and the keys and tokens signed for them. No other module makes them.
//!
//! Ticket keys, sign-in tokens and message IDs are signed for separate purposes. So none can be
//! used in place of another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_cloud::store::{Keyring, SigningKey};
use docket_domain::account::GrantId;
use docket_domain::actor::Actor;
use docket_domain::attachment::FileId;
use docket_domain::ticket::Ticket;
use docket_domain::{CompanyId, DeskId, DomainName, EmailAddress, TicketId, TopicId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// The front page, which lists the desks.
pub const FRONT: &str = "/";
/// The address of the script that uploads files. No desk can have this name.
pub const SCRIPT: &str = "/upload.js";
/// The address of the script of pages that people write on. No desk can have this name.
pub const PAGE_SCRIPT: &str = "/page.js";
/// The address of the pages' style sheet. No desk can have this name.
pub const STYLE: &str = "/style.css";

/// The addresses of one desk, as paths. In mails and API answers, the address of the site stands
/// before them.
#[derive(Debug, Clone, Copy)]
pub struct Links<'d>(&'d DeskId);

/// The way in which a person reaches a ticket. It decides the address of the ticket's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'k> {
    /// With the key of the ticket.
    Key(&'k str),
    /// Signed in, as a person of the desk.
    Staff,
    /// Without a key in the address: with a session, or else the page asks the person to sign in.
    NoKey,
}

/// Returns a path that somebody is to be led to, if it is one of the desk's own pages: a link to
/// another site would look like the desk's.
#[must_use]
pub fn own_path(desk: &DeskId, path: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?.strip_prefix(desk.as_str())?;
    let is_own = rest.is_empty() || rest.starts_with(['/', '?']);
    let is_plain = path.bytes().all(|c| c.is_ascii_graphic() && c != b'\\');
    let (pages, _) = path.split_once('?').unwrap_or((path, ""));
    // No page of a desk has an escape in its path, and some readers would read a slash in one.
    let leads_up = |part: &str| part.starts_with('.');
    let stays = !pages.contains("//") && !pages.contains('%') && !pages.split('/').any(leads_up);
    // A link that signs somebody in, or a key, is for whom it was mailed to, and never for the next reader.
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    let is_open = !parameters.any(|(name, _)| ["key", "token", "draft"].contains(&&*name));
    let is_page = pages != Links::new(desk).sign_in();
    (is_own && is_plain && stays && is_open && is_page && path.len() <= MAX_PATH)
        .then(|| path.to_owned())
}

/// The longest path that somebody is led back to, in bytes.
const MAX_PATH: usize = 1_000;

impl<'d> Links<'d> {
    /// Returns the addresses of a desk.
    #[must_use]
    pub fn new(desk: &'d DeskId) -> Self {
        Self(desk)
    }

    /// Returns the address of the desk's page, where a topic is chosen.
    #[must_use]
    pub fn desk(&self) -> String {
        format!("/{}", self.0)
    }

    /// Returns the address of the style sheet in the desk's colour.
    #[must_use]
    pub fn style(&self) -> String {
        format!("{}/style.css", self.desk())
    }

    /// Returns the address of the desk's logo.
    #[must_use]
    pub fn logo(&self) -> String {
        format!("{}/logo.svg", self.desk())
    }

    /// Returns the address of the desk's picture in tabs and bookmarks.
    #[must_use]
    pub fn icon(&self) -> String {
        format!("{}/icon.svg", self.desk())
    }

    /// Returns the address of a topic's form.
    #[must_use]
    pub fn form(&self, topic: &TopicId) -> String {
        format!("{}/new?topic={topic}", self.desk())
    }

    /// Returns the address of a form that is kept, with what was typed into it. The token is made by
    /// [`draft_token`].
    #[must_use]
    pub fn kept_form(&self, token: &str) -> String {
        format!("{}/new?draft={token}", self.desk())
    }

    /// Returns the address of a form that is held until its sender has signed in. The token is made by [`held_token`].
    #[must_use]
    pub fn held_form(&self, token: &str) -> String {
        format!("{}/new?kept={token}", self.desk())
    }

    /// Returns the address of one's own profile.
    #[must_use]
    pub fn profile(&self) -> String {
        format!("{}/profile", self.desk())
    }

    /// Returns the address of the page of support access, for those who grant it.
    #[must_use]
    pub fn support_access(&self) -> String {
        format!("{}/support-access", self.desk())
    }

    /// Returns the address of the support access of a company, for the desk's people. After a use of a grant, the page leads to its portal.
    #[must_use]
    pub fn company_support_access(&self, company: &CompanyId, used: Option<GrantId>) -> String {
        let page = format!("{}/support-access?company={company}", self.console());
        match used {
            Some(grant) => format!("{page}&used={grant}"),
            None => page,
        }
    }

    /// Returns the address of support access in the API.
    #[must_use]
    pub fn api_support_access(&self) -> String {
        format!("{}/support-access", self.api())
    }

    /// Returns the address of a grant of support access in the API.
    #[must_use]
    pub fn api_grant(&self, grant: GrantId) -> String {
        format!("{}/{grant}", self.api_support_access())
    }

    /// Returns the address of the accounts, for an admin.
    #[must_use]
    pub fn accounts(&self) -> String {
        format!("{}/accounts", self.console())
    }

    /// Returns the address of an account, for an admin.
    #[must_use]
    pub fn account(&self, email: &EmailAddress) -> String {
        let email: String = form_urlencoded::byte_serialize(email.as_str().as_bytes()).collect();
        format!("{}/account?email={email}", self.console())
    }

    /// Returns the address of the companies, for an admin.
    #[must_use]
    pub fn companies(&self) -> String {
        format!("{}/companies", self.console())
    }

    /// Returns the address of a company, for an admin.
    #[must_use]
    pub fn company(&self, id: &CompanyId) -> String {
        format!("{}/company?id={id}", self.console())
    }

    /// Returns the address of the page that asks for a sign-in link.
    #[must_use]
    pub fn sign_in(&self) -> String {
        format!("{}/sign-in", self.desk())
    }

    /// Returns the address of that page, with the path of the page to go on to.
    #[must_use]
    pub fn sign_in_for(&self, path: &str) -> String {
        let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        format!("{}?return_to={path}", self.sign_in())
    }

    /// Returns the sign-in link itself. `link` is the ID of the link.
    #[must_use]
    pub fn sign_in_link_page(&self, signer: &Signer<'_>, link: &str) -> String {
        format!("{}?token={}", self.sign_in(), sign_in_token(signer, link))
    }

    /// Returns the address of the list of one's own tickets. It leads those who work at the desk to the queue.
    #[must_use]
    pub fn own_tickets(&self) -> String {
        format!("{}/tickets", self.desk())
    }

    /// Returns the address of the agents' pages. It shows the queue.
    #[must_use]
    pub fn console(&self) -> String {
        format!("{}/console", self.desk())
    }

    /// Returns the address of the queue at the place where an agent was. `place` is its query.
    #[must_use]
    pub fn queue_at(&self, place: &str) -> String {
        with_query(&self.console(), place)
    }

    /// Returns the address that leads to the ticket after this one in the queue that an agent came from, or back to the queue.
    #[must_use]
    pub fn next_ticket(&self, place: &str, after: &TicketId) -> String {
        with_query(&format!("{}/next?after={after}", self.console()), place)
    }

    /// Returns the address of a ticket's page.
    #[must_use]
    pub fn ticket(&self, id: &TicketId, access: Access<'_>) -> String {
        match access {
            Access::Staff => format!("{}/tickets/{id}", self.console()),
            Access::Key(_) | Access::NoKey => {
                format!("{}/tickets/{id}{}", self.desk(), access.query())
            }
        }
    }

    /// Returns the address of a ticket's page after a change that led to that version. The page is at
    /// least that new. `place` is the query of the place that an agent came from, if they came from one.
    #[must_use]
    pub fn ticket_after(
        &self,
        id: &TicketId,
        access: Access<'_>,
        place: &str,
        version: u64,
    ) -> String {
        let page = with_query(&self.ticket(id, access), place);
        with_query(&page, &format!("version={version}"))
    }

    /// Returns the address of the desk in the API.
    #[must_use]
    pub fn api(&self) -> String {
        format!("/api/desks/{}", self.0)
    }

    /// Returns the address of the desk's tickets in the API.
    #[must_use]
    pub fn api_tickets(&self) -> String {
        format!("{}/tickets", self.api())
    }

    /// Returns the address of a ticket in the API.
    #[must_use]
    pub fn api_ticket(&self, id: &TicketId) -> String {
        format!("{}/{id}", self.api_tickets())
    }

    /// Returns the address of a ticket's files in the API.
    #[must_use]
    pub fn api_attachments(&self, id: &TicketId) -> String {
        format!("{}/attachments", self.api_ticket(id))
    }

    /// Returns the address of a file in the API. Everyone who may see the ticket can download the
    /// file there.
    #[must_use]
    pub fn api_attachment(&self, id: &TicketId, file: FileId) -> String {
        format!("{}/{file}", self.api_attachments(id))
    }
}

/// Returns the address of a portal that support access leads to. It is another site's.
#[must_use]
pub fn portal(portal: &DomainName) -> String {
    format!("https://{portal}")
}

/// Returns parameters as a query, without a question mark.
#[must_use]
pub fn query_of<'q>(parameters: impl IntoIterator<Item = (&'q str, &'q str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

/// Returns an address with these parameters added to its query. Returns it as it is if there are none.
#[must_use]
pub fn with_query(address: &str, parameters: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    match parameters.is_empty() {
        true => address.to_owned(),
        false => format!("{address}{joint}{parameters}"),
    }
}

impl Access<'_> {
    /// Returns the query of a ticket's addresses: `?key=…` with a key, and nothing otherwise.
    #[must_use]
    pub fn query(&self) -> String {
        match self {
            Self::Key(key) => {
                let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
                format!("?key={key}")
            }
            Self::Staff | Self::NoKey => String::new(),
        }
    }
}

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
fn same(right: &str, given: &str) -> bool {
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

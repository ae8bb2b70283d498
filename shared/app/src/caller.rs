//! The person who makes a request, known by the key of one ticket or by a session.

use crate::{links, sign_in};
use docket_cloud::{Cloud, StoreError};
use docket_domain::EmailAddress;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::Ticket;
use jiff::Timestamp;
use tokio::sync::OnceCell;

/// The person who makes one request to one desk, as far as the request tells. The session is read
/// at most once.
#[derive(Debug, Default)]
pub struct Caller {
    key: Option<String>,
    token: Option<String>,
    staff: OnceCell<Option<Actor>>,
}

impl Caller {
    /// Makes a caller with the key of a ticket, the token of a session, both or neither.
    #[must_use]
    pub fn new(key: Option<String>, token: Option<String>) -> Self {
        Self {
            key,
            token,
            staff: OnceCell::new(),
        }
    }

    /// Returns the ticket key in the request.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the session token in the request, valid or not.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Returns the agent or lead who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn staff(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Option<&Actor>, StoreError> {
        let staff = self.staff.get_or_try_init(|| async {
            let Some(token) = &self.token else {
                return Ok(None);
            };
            let digest = sign_in::session_digest(token);
            let session = cloud.store.session(&digest, now).await?;
            Ok(session
                .filter(|session| session.desk == *desk.id)
                // A person who was removed from the desk file has no access any more.
                .and_then(|session| desk.person(&session.email))
                .map(|person| Actor::Agent {
                    email: person.email.clone(),
                    name: person.name.clone(),
                    rank: person.role,
                }))
        });
        staff.await.map(Option::as_ref)
    }

    /// Returns the caller's role on this ticket. Returns `None` when the caller may not see it.
    ///
    /// The key takes precedence over the session: an agent who follows the link of their own
    /// request is its requester.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn actor_on(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        if ticket.desk != *desk.id {
            return Ok(None);
        }
        if let Some(key) = &self.key {
            let secret = cloud.store.signing_secret().await?;
            if let Some(actor) = holder_of(&secret, ticket, key) {
                return Ok(Some(actor));
            }
        }
        Ok(self.staff(cloud, desk, now).await?.cloned())
    }
}

/// Returns the person on the ticket to whom the key belongs: its requester or a watcher.
fn holder_of(secret: &str, ticket: &Ticket, key: &str) -> Option<Actor> {
    let holds = |person: &EmailAddress| links::is_ticket_key(secret, &ticket.id, person, key);
    if holds(&ticket.requester.email) {
        return Some(Actor::Requester(ticket.requester.clone()));
    }
    let watcher = ticket.watchers.iter().find(|email| holds(email))?;
    Some(Actor::Watcher {
        email: watcher.clone(),
    })
}

//! Who asks: by the key of one ticket, or by a session.

use crate::{links, sign_in};
use docket_cloud::{Cloud, StoreError};
use docket_domain::EmailAddress;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::Ticket;
use jiff::Timestamp;
use tokio::sync::OnceCell;

/// Who makes one request to one desk, by what came with it. The session is read at most once.
#[derive(Debug, Default)]
pub struct Caller {
    key: Option<String>,
    token: Option<String>,
    staff: OnceCell<Option<Actor>>,
}

impl Caller {
    /// A caller with the key of a ticket, the token of a session at the desk, both, or neither.
    #[must_use]
    pub fn new(key: Option<String>, token: Option<String>) -> Self {
        Self {
            key,
            token,
            staff: OnceCell::new(),
        }
    }

    /// The key of a ticket that came with the request.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The token of the session that came with the request, whether or not it still holds.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Returns the agent or lead who is signed in at the desk, if anybody is.
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
                // Whoever has left the desk file has left the desk.
                .and_then(|session| desk.person(&session.email))
                .map(|person| Actor::Agent {
                    email: person.email.clone(),
                    name: person.name.clone(),
                    rank: person.role,
                }))
        });
        staff.await.map(Option::as_ref)
    }

    /// Returns who the caller is to this ticket; `None` when it is not open to them.
    ///
    /// The key says more than the session: an agent who follows the link of their own request is its requester.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn on(
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

/// The person on the ticket whose key it is.
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

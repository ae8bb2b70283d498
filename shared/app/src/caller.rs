//! The person who makes a request, known by the key of one ticket or by a session.

use crate::error::AppError;
use crate::links::Signer;
use crate::{links, sign_in};
use docket_cloud::{Cloud, StoreError};
use docket_domain::access::{Role, Visitor};
use docket_domain::account::Account;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::oncall::PageId;
use docket_domain::ticket::Ticket;
use docket_domain::{CompanyId, EmailAddress, Network};
use jiff::Timestamp;
use tokio::sync::OnceCell;

/// The person who makes one request to one desk, as far as the request tells. The session is read
/// at most once.
#[derive(Debug, Default)]
pub struct Caller {
    key: Option<String>,
    tokens: Vec<String>,
    network: Option<Network>,
    signed_in: OnceCell<Option<SignedIn>>,
}

/// A person who is signed in at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Their address, which they have proven to read the mails of.
    pub email: EmailAddress,
    /// The person as one who works at the desk. `None` for anybody else.
    pub staff: Option<Actor>,
    /// Their account at the desk, if they have one.
    pub account: Option<Account>,
    /// The digest of their session's token, by which it is found among theirs.
    pub session: String,
    /// The time at which the session ends.
    pub ends_at: Timestamp,
}

impl SignedIn {
    /// Returns the role in which the person uses the desk.
    #[must_use]
    pub fn role(&self) -> Role {
        let account = || self.account.as_ref().map(|account| account.role.into());
        let staff = self.staff.as_ref().map(Actor::role);
        staff.or_else(account).unwrap_or(Role::Account)
    }

    /// Returns the person as one who may open tickets or not.
    #[must_use]
    pub fn visitor(&self) -> Visitor<'_> {
        match (&self.staff, &self.account) {
            (Some(_), _) => Visitor::Staff,
            (None, Some(account)) => Visitor::Account(account),
            (None, None) => Visitor::Mailbox,
        }
    }

    /// Returns the company of the person's account.
    #[must_use]
    pub fn company(&self) -> Option<&CompanyId> {
        self.account.as_ref()?.company.as_ref()
    }
}

impl Caller {
    /// Makes a caller with the key of a ticket, the tokens of sessions, both or neither. The first token
    /// of a session at the desk counts. `network` is where the request comes from, if that is known.
    #[must_use]
    pub fn new(key: Option<String>, tokens: Vec<String>, network: Option<Network>) -> Self {
        Self {
            key,
            tokens,
            network,
            signed_in: OnceCell::new(),
        }
    }

    /// Returns the ticket key in the request.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the one of the desk's people who has the key of a page, or is signed in.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn actor_on_page(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        page: PageId,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        if let Some(key) = &self.key {
            let keys = cloud.store.keyring().await?;
            let signer = Signer { keys: &keys, now };
            if let Some(actor) = links::holder_of_page(&signer, desk, page, key) {
                return Ok(Some(actor));
            }
        }
        Ok(self.staff(cloud, desk, now).await?.cloned())
    }

    /// Returns the network that the request comes from, if it is known.
    #[must_use]
    pub fn network(&self) -> Option<&Network> {
        self.network.as_ref()
    }

    /// Returns the person who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn signed_in(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Option<&SignedIn>, StoreError> {
        let signed_in = self.signed_in.get_or_try_init(|| async {
            for token in &self.tokens {
                let digest = sign_in::session_digest(token);
                let session = cloud.store.session(&digest, now).await?;
                let session = session.filter(|session| {
                    session.desk == *desk.id && desk.keeps_session(sign_in::begun(session))
                });
                if let Some(session) = session {
                    // A person who was removed from the desk file works there no more.
                    let staff = desk.person(&session.email).map(|person| Actor::Agent {
                        email: person.email.clone(),
                        name: person.name.clone(),
                        rank: person.role,
                    });
                    let ends_at = Timestamp::from_second(session.expires_at);
                    let email = session.email;
                    // An account that was removed lets nobody in any more.
                    let account = match desk.has_accounts() {
                        true => cloud.store.account(&desk.id, &email).await?,
                        false => None,
                    };
                    return Ok(Some(SignedIn {
                        email,
                        staff,
                        account,
                        session: digest,
                        ends_at: ends_at.unwrap_or(Timestamp::MAX),
                    }));
                }
            }
            Ok(None)
        });
        signed_in.await.map(Option::as_ref)
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
        let signed_in = self.signed_in(cloud, desk, now).await?;
        Ok(signed_in.and_then(|person| person.staff.as_ref()))
    }

    /// Returns the caller as somebody who may open tickets or not.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn visitor(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Visitor<'_>, StoreError> {
        let signed_in = self.signed_in(cloud, desk, now).await?;
        Ok(signed_in.map_or(Visitor::Nobody, SignedIn::visitor))
    }

    /// Returns the person who is signed in, if that was asked for before.
    #[must_use]
    pub fn known_signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.get().and_then(Option::as_ref)
    }

    /// Returns the caller's role on this ticket. Returns `None` when the caller may not see it.
    ///
    /// The key takes precedence over the session: an agent who follows the link of their own
    /// request is its requester.
    ///
    /// # Errors
    /// [`AppError::KeyEnded`] when the ticket was done so long ago that its keys have ended. When the
    /// table fails.
    pub async fn actor_on(
        &self,
        cloud: &Cloud,
        desk: &Desk,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<Option<Actor>, AppError> {
        if ticket.desk != *desk.id {
            return Ok(None);
        }
        if let Some(actor) = self.holder(cloud, ticket, now).await?
            && keeps(cloud, desk, &actor).await?
        {
            return match ticket.has_live_keys(desk, now) {
                true => Ok(Some(actor)),
                false => Err(AppError::KeyEnded),
            };
        }
        let signed_in = self.signed_in(cloud, desk, now).await?;
        Ok(signed_in.and_then(|person| {
            let account = person.account.as_ref();
            let on_ticket = || ticket.actor_with(desk, &person.email, account);
            person.staff.clone().or_else(on_ticket)
        }))
    }

    /// Returns `true` if the caller came with a key of the ticket, and not by a session alone.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn holds_key(
        &self,
        cloud: &Cloud,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.holder(cloud, ticket, now).await?.is_some())
    }

    /// Returns whose key of the ticket the caller came with.
    async fn holder(
        &self,
        cloud: &Cloud,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let keys = cloud.store.keyring().await?;
        let signer = Signer { keys: &keys, now };
        Ok(links::holder(&signer, ticket, key))
    }
}

/// Returns `true` if the desk still has the holder of a mailed key on the ticket: whoever is copied may have lost what they were
/// copied for since.
async fn keeps(cloud: &Cloud, desk: &Desk, holder: &Actor) -> Result<bool, StoreError> {
    match holder {
        Actor::Watcher { email } if !desk.keeps_copied(None) => {
            let account = cloud.store.account(&desk.id, email).await?;
            Ok(desk.keeps_copied(account.as_ref()))
        }
        _ => Ok(true),
    }
}

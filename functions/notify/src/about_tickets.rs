//! Mails about the events of tickets.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::mails::{About, Composer};
use crate::pace::Turn;
use docket_app::events;
use docket_cloud::StoreError;
use docket_cloud::store::MailCause;
use docket_domain::Language;
use docket_domain::desk::{Desk, Occasion};
use docket_domain::limit::Limit;
use docket_domain::notice::{DeliveryState, Notice, NoticeKind, notices};
use docket_domain::ticket::{Change, Event, Ticket};
use jiff::Timestamp;

impl Notify {
    /// Tells everybody of an event who is to be told.
    pub(crate) async fn event(&self, event: Event, turn: Turn) -> Result<(), DeliveryError> {
        let store = &self.outbox.cloud.store;
        // The first event holds the whole ticket. For any other event, the ticket is read.
        let ticket = match Ticket::opened(&event) {
            Ok(ticket) => Some(ticket),
            Err(_) => store.ticket(&event.ticket).await?,
        };
        let (Some(ticket), Some(desk)) = (ticket, store.desk(&event.desk).await?) else {
            return Ok(());
        };
        if matches!(event.change, Change::Unknown { .. }) {
            return Err(DeliveryError::UnknownEvent);
        }
        let audience = self.audience(&event, &ticket, &desk).await?;
        let (id, now) = (event.id(), self.outbox.cloud.clock.now());
        let mut told = Vec::new();
        for notice in notices(&event, &ticket, &desk, &audience) {
            // What the receiver wants counts when the mail is made.
            let until = desk.end_of_digest(event.at);
            let until = until.filter(|_| notice.kind.can_wait());
            let held = match until {
                Some(_) => Some(DeliveryState::Waiting),
                None => self.held_back(&notice, &ticket, &desk).await?,
            };
            match held {
                Some(state) => store.hold_back(&id, &notice.to, state, until, now).await?,
                None => {
                    let limits = self.limits(&notice, &event, &desk);
                    told.push((notice, limits));
                }
            }
        }
        let at = event.at;
        self.tell(&event, &ticket, &desk, told, at, turn).await
    }

    /// Sends the mails about an event to these people. They were to leave at `at`.
    pub(crate) async fn tell(
        &self,
        event: &Event,
        ticket: &Ticket,
        desk: &Desk,
        told: Vec<(Notice, Vec<Limit>)>,
        at: Timestamp,
        turn: Turn,
    ) -> Result<(), DeliveryError> {
        let keys = self.outbox.cloud.store.keyring().await?;
        let composer = self.composer(&keys, desk);
        let kinds = told.iter().map(|(notice, _)| notice.kind);
        let earlier = match kinds.clone().any(NoticeKind::shows_earlier) {
            true => events::said_before(&self.outbox.cloud, event).await?,
            false => Vec::new(),
        };
        let about = About {
            event,
            ticket,
            earlier: &earlier,
            is_confirmed: self.is_confirmed(event, ticket, kinds).await?,
        };
        let mut refused = None;
        for (notice, limits) in told {
            let language = language_of(&composer, ticket, &notice);
            let dispatch = Dispatch {
                cause: cause(event, &notice),
                logged: event.id().to_string(),
                at,
                to: notice.to.clone(),
                also: Vec::new(),
                limits,
                turn,
            };
            let compose = || {
                composer
                    .notice(&about, &notice, &language)
                    .to_mime(&composer)
            };
            match self.outbox.send_once(&dispatch, &keys, compose).await {
                // An address that is refused keeps nobody else from being told.
                Err(error) if error.is_for_good() => refused = refused.or(Some(error)),
                outcome => outcome?,
            }
        }
        refused.map_or(Ok(()), Err)
    }

    /// Returns `true` once the requester has proven the address. A ticket that is opened by somebody who is signed in is confirmed by the
    /// event that follows.
    async fn is_confirmed(
        &self,
        event: &Event,
        ticket: &Ticket,
        mut kinds: impl Iterator<Item = NoticeKind>,
    ) -> Result<bool, StoreError> {
        let confirmed_at = match kinds.any(|kind| kind == NoticeKind::ForStaff(Occasion::Opened)) {
            true => {
                let now = self.outbox.cloud.store.ticket(&event.ticket).await?;
                now.and_then(|now| now.confirmed_at)
            }
            false => ticket.confirmed_at,
        };
        Ok(confirmed_at.is_some())
    }
}

/// Returns the language of a mail: the requester's, or for the desk's people the desk's own.
pub(crate) fn language_of(composer: &Composer<'_>, ticket: &Ticket, notice: &Notice) -> Language {
    let desk = composer.desk;
    match notice.kind.is_for_staff() {
        true => desk.default_language(),
        false => desk.choose_language([&ticket.language]),
    }
}

/// Returns what a mail about an event is sent once for. Of a page or an incident with many tickets of a customer, their project manager is told once.
fn cause(event: &Event, notice: &Notice) -> MailCause {
    let of = match (notice.kind, &event.change) {
        (NoticeKind::ProjectManager, Change::Paged { page, .. }) => page.to_string(),
        (NoticeKind::ProjectManager, Change::IncidentLinked { incident, .. }) => {
            incident.to_string()
        }
        _ => return MailCause::Event(event.id()),
    };
    MailCause::Other(format!("{of}-manager"))
}

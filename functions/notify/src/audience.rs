//! Who is told of an event, and whether now, later or not at all.

use crate::Notify;
use crate::deliver::DeliveryError;
use docket_cloud::StoreError;
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;
use docket_domain::limit::{CountedAct, Limit};
use docket_domain::notice::{Audience, DeliveryState, Notice, NoticeKind};
use docket_domain::ticket::{Event, Ticket};
use jiff::Timestamp;

/// What is to be done with a notice.
#[derive(Debug)]
pub(crate) enum Fate {
    /// It is sent, unless one of these limits is reached.
    Send(Vec<Limit>),
    /// It waits until then for what else happens to the ticket.
    Wait(Timestamp),
    /// It is not sent.
    HoldBack(DeliveryState),
}

impl Notify {
    /// Loads whom the desk's rules name, and neither the ticket nor the desk file tells.
    pub(crate) async fn audience(
        &self,
        event: &Event,
        ticket: &Ticket,
        desk: &Desk,
    ) -> Result<Audience, StoreError> {
        let company = ticket.company.as_ref();
        let Some(id) = company.filter(|_| Audience::needs_company(event, ticket, desk)) else {
            return Ok(Audience::default());
        };
        let company = self.outbox.cloud.store.company(&desk.id, id).await?;
        Ok(Audience {
            project_manager: company.and_then(|company| company.project_manager),
        })
    }

    /// Returns what is to be done with a notice when its event has happened.
    pub(crate) async fn fate(
        &self,
        notice: &Notice,
        event: &Event,
        ticket: &Ticket,
        desk: &Desk,
    ) -> Result<Fate, DeliveryError> {
        // What the receiver wants counts when the mail is made.
        match desk.has_digest() && notice.kind.can_wait() {
            true => Ok(Fate::Wait(desk.end_of_digest(event.at))),
            false => self.fate_now(notice, event, ticket, desk).await,
        }
    }

    /// Returns what is to be done with a notice that waits no longer.
    pub(crate) async fn fate_now(
        &self,
        notice: &Notice,
        event: &Event,
        ticket: &Ticket,
        desk: &Desk,
    ) -> Result<Fate, DeliveryError> {
        if let Some(state) = self.is_unwanted(desk, ticket, notice).await? {
            return Ok(Fate::HoldBack(state));
        }
        let mark = self.outbox.cloud.store.address_mark(&notice.to).await?;
        if let Some(mark) = mark {
            return Ok(Fate::HoldBack(match mark.state {
                DeliveryState::Complained => DeliveryState::Complained,
                _ => DeliveryState::Undeliverable,
            }));
        }
        let now = self.outbox.cloud.clock.now();
        Ok(Fate::Send(match notice.is_automatic(event) {
            true => desk.limits_of(CountedAct::MailAutomatically(&notice.to), None, now),
            false => Vec::new(),
        }))
    }

    /// Returns `false` for an address from which mails came back for good, or whose owner calls them spam.
    pub(crate) async fn takes_mail(&self, email: &EmailAddress) -> Result<bool, StoreError> {
        let mark = self.outbox.cloud.store.address_mark(email).await?;
        Ok(mark.is_none())
    }

    /// Returns why somebody is not told: they want no such mails, and may choose, or are copied and may no longer be.
    async fn is_unwanted(
        &self,
        desk: &Desk,
        ticket: &Ticket,
        notice: &Notice,
    ) -> Result<Option<DeliveryState>, DeliveryError> {
        let store = &self.outbox.cloud.store;
        if let (NoticeKind::ForStaff(occasion), Some(_)) = (notice.kind, desk.person(&notice.to)) {
            let muted = store.muted_occasions(&desk.id, &notice.to).await?;
            let is_muted = muted.contains(&occasion);
            return Ok(is_muted.then_some(DeliveryState::Unwanted));
        }
        let is_copied = !notice.kind.is_for_staff() && ticket.requester.email != notice.to;
        let topic = notice.kind.topic().filter(|_| desk.chooses_notices());
        let is_checked = is_copied && desk.checks_copies();
        if topic.is_none() && !is_checked {
            return Ok(None);
        }
        let account = store.account(&desk.id, &notice.to).await?;
        if is_checked && !desk.keeps_copied(account.as_ref()) {
            return Ok(Some(DeliveryState::NotTold));
        }
        let is_muted = |topic| account.as_ref().is_some_and(|it| it.muted.contains(&topic));
        Ok(topic
            .filter(|topic| is_muted(*topic))
            .map(|_| DeliveryState::Unwanted))
    }
}

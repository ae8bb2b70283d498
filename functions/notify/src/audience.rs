//! Who is told of an event, and who is not after all.

use crate::Notify;
use docket_cloud::StoreError;
use docket_domain::desk::Desk;
use docket_domain::limit::{CountedAct, Limit};
use docket_domain::notice::{Audience, DeliveryState, Notice, NoticeKind};
use docket_domain::ticket::{Event, Ticket};

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
        Ok(Audience { company })
    }

    /// Returns why a notice is not sent now. `None` if it is.
    pub(crate) async fn held_back(
        &self,
        notice: &Notice,
        ticket: &Ticket,
        desk: &Desk,
    ) -> Result<Option<DeliveryState>, StoreError> {
        if let Some(state) = self.is_unwanted(notice, ticket, desk).await? {
            return Ok(Some(state));
        }
        let mark = self.outbox.cloud.store.address_mark(&notice.to).await?;
        Ok(mark.map(|mark| match mark.state {
            DeliveryState::Complained => DeliveryState::Complained,
            _ => DeliveryState::Undeliverable,
        }))
    }

    /// Returns the limits that a mail about an event counts for: those of automatic mails, if it is one.
    pub(crate) fn limits(&self, notice: &Notice, event: &Event, desk: &Desk) -> Vec<Limit> {
        let now = self.outbox.cloud.clock.now();
        match notice.is_automatic(event) {
            true => desk.limits_of(CountedAct::MailAutomatically(&notice.to), None, now),
            false => Vec::new(),
        }
    }

    /// Returns why somebody is not told: they want no such mails, and may choose, or are copied and may no longer be.
    async fn is_unwanted(
        &self,
        notice: &Notice,
        ticket: &Ticket,
        desk: &Desk,
    ) -> Result<Option<DeliveryState>, StoreError> {
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

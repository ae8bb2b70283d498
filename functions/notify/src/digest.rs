//! Notices that were not sent at once: those whose time to wait is over, and those that one of the desk has sent again.

use crate::Notify;
use crate::about_tickets::language_of;
use crate::deliver::{DeliveryError, Dispatch};
use crate::pace::Turn;
use docket_app::events;
use docket_cloud::store::{MailCause, PAGE, Ripe};
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;
use docket_domain::notice::{DeliveryState, Notice, notices};
use docket_domain::ticket::{Event, EventId, Ticket};
use std::collections::BTreeSet;

impl Notify {
    /// Sends somebody the notice about an event, with those about what happened to the ticket since and that wait too.
    pub(crate) async fn ripe(
        &self,
        id: &EventId,
        to: &EmailAddress,
        ripe: Ripe,
        turn: Turn,
    ) -> Result<(), DeliveryError> {
        let store = &self.outbox.cloud.store;
        let Some(ticket) = store.ticket(&id.ticket).await? else {
            return Ok(());
        };
        let Some(desk) = store.desk(&ticket.desk).await? else {
            return Ok(());
        };
        let now = self.outbox.cloud.clock.now();
        let mut told: Vec<(Event, Notice)> = Vec::new();
        for event in self.waiting(id, to, ripe).await? {
            let audience = self.audience(&event, &ticket, &desk).await?;
            let all = notices(&event, &ticket, &desk, &audience);
            let notice = all.into_iter().find(|notice| notice.to == *to);
            let held = match &notice {
                Some(notice) => self.held_back(notice, &ticket, &desk).await?,
                None => Some(DeliveryState::NotTold),
            };
            if let Some(state) = held {
                let is_settled = store.settle(&event.id(), to, state, now).await?;
                if !is_settled && event.sequence == id.sequence {
                    // It was sent before: its record came again.
                    return Ok(());
                }
                continue;
            }
            told.extend(notice.map(|notice| (event, notice)));
        }
        let Some((first, notice)) = told.first() else {
            return Ok(());
        };
        if first.sequence != id.sequence {
            // Nobody is told of the one that was to be sent. The next one takes its place.
            store.ripen(&first.id(), to).await?;
            return Ok(());
        }
        let is_loop = told
            .iter()
            .all(|(event, notice)| notice.is_automatic(event));
        let (at, limits) = match ripe {
            Ripe::Again => (now, Vec::new()),
            Ripe::Due => {
                let limits = match is_loop {
                    true => self.limits(notice, first, &desk),
                    false => Vec::new(),
                };
                (desk.end_of_digest(first.at).unwrap_or(first.at), limits)
            }
        };
        if told.len() == 1 {
            let one = vec![(notice.clone(), limits)];
            return self.tell(first, &ticket, &desk, one, at, turn).await;
        }
        let dispatch = Dispatch {
            cause: MailCause::Event(first.id()),
            logged: first.id().to_string(),
            at,
            to: to.clone(),
            also: told.iter().skip(1).map(|(event, _)| event.id()).collect(),
            limits,
            turn,
        };
        self.tell_together(&ticket, &desk, &told, &dispatch).await
    }

    /// Returns the event of a notice, and of those to the same person that wait as well, in order.
    async fn waiting(
        &self,
        id: &EventId,
        to: &EmailAddress,
        ripe: Ripe,
    ) -> Result<Vec<Event>, DeliveryError> {
        let store = &self.outbox.cloud.store;
        let mut wanted = BTreeSet::from([id.sequence]);
        if ripe == Ripe::Due {
            let waiting = store.waiting_deliveries(id, to).await?;
            let end = id.sequence + PAGE as u64;
            let sequences = waiting.iter().map(|it| it.event.sequence);
            // What comes after so many events makes a mail of its own.
            wanted.extend(sequences.filter(|sequence| *sequence < end));
        }
        let last = wanted.last().copied().unwrap_or(id.sequence);
        let mut events = store.events(&id.ticket, &(id.sequence..=last)).await?;
        events.retain(|event| wanted.contains(&event.sequence));
        Ok(events)
    }

    /// Sends one mail about several events.
    async fn tell_together(
        &self,
        ticket: &Ticket,
        desk: &Desk,
        told: &[(Event, Notice)],
        dispatch: &Dispatch,
    ) -> Result<(), DeliveryError> {
        let Some((first, notice)) = told.first() else {
            return Ok(());
        };
        let keys = self.outbox.cloud.store.keyring().await?;
        let composer = self.composer(&keys, desk);
        let language = language_of(&composer, ticket, notice);
        let earlier = events::said_before(&self.outbox.cloud, first).await?;
        let compose = || {
            let mail = composer.digest(ticket, told, &earlier, &language);
            let mail = mail.ok_or_else(|| DeliveryError::Compose("no event".to_owned()))?;
            mail.to_mime(&composer)
        };
        self.outbox.send_once(dispatch, &keys, compose).await
    }
}

//! What calls the people on call.

use crate::Notify;
use crate::deliver::{DeliveryError, Dispatch};
use crate::pace::Turn;
use docket_app::oncall::{any_open, ticket_of};
use docket_cloud::store::{CallOutcome, MailCause};
use docket_domain::EmailAddress;
use docket_domain::oncall::{Contact, PageEvent, PageState, Way};
use futures_util::future::join_all;

impl Notify {
    /// Contacts those whom a step of a page calls. A page that somebody has acknowledged meanwhile, or whose tickets are done, calls nobody.
    pub(crate) async fn page(&self, event: PageEvent, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        if event.contacted().next().is_none() {
            return Ok(());
        }
        let (page, desk) = (
            cloud.store.page(event.page).await?,
            cloud.store.desk(&event.desk).await?,
        );
        let (Some(page), Some(desk)) = (page, desk) else {
            return Ok(());
        };
        let is_needed = page.state == PageState::Open && any_open(cloud, &desk, &page).await?;
        let about = ticket_of(cloud, &page).await?;
        let Some((ticket, opening)) = about.filter(|_| is_needed) else {
            tracing::info!(page = %event.page, event = event.sequence, "a call is not needed any more");
            return Ok(());
        };
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        let language = desk.default_language();
        let mail = async |to: &EmailAddress| {
            let dispatch = Dispatch {
                cause: MailCause::Other(format!("{}-{}", event.page, event.sequence)),
                logged: format!("page {}", event.page),
                at: event.at,
                to: to.clone(),
                also: Vec::new(),
                limits: Vec::new(),
                turn,
            };
            let compose = || {
                let mail = composer.page(&event, &page, &ticket, &opening, to, &language);
                mail.to_mime(&composer)
            };
            self.outbox.send_once(&dispatch, &keys, compose).await
        };
        let call = async |contact: &Contact| match (&contact.way, &contact.to) {
            (Way::Channel(id), to) => match desk.channel(id.as_str()) {
                Some(channel) => {
                    let cause = format!("{}-{}-{id}", event.page, event.sequence);
                    let whose = to.as_ref().unwrap_or(&cloud.settings.sender);
                    let of = (&MailCause::Other(cause), whose);
                    let call = composer.call(&page, &ticket, to.as_ref(), &language);
                    self.channels.call_once(cloud, channel, of, &call).await
                }
                // The desk has it no more.
                None => match to {
                    Some(to) => mail(to).await,
                    None => Ok(()),
                },
            },
            (Way::Mail, Some(to)) => mail(to).await,
            (Way::Mail, None) => Ok(()),
        };
        let call = async |contact: &Contact| {
            let called = call(contact).await;
            self.note(&event, contact, &called).await;
            called
        };
        // All at once: a channel that hangs keeps nobody else from being called.
        let called = join_all(event.contacted().map(call)).await;
        let mut failed: Option<DeliveryError> = None;
        for error in called.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, page = %event.page, "a call was not sent");
            // What may succeed later counts more: all are tried again, and those that were called are not called twice.
            failed = match failed {
                Some(before) if error.is_for_good() || !before.is_for_good() => Some(before),
                _ => Some(error),
            };
        }
        failed.map_or(Ok(()), Err)
    }

    /// Notes what became of a call, for those who look at the page.
    async fn note(&self, event: &PageEvent, contact: &Contact, called: &Result<(), DeliveryError>) {
        if matches!(called, Err(DeliveryError::UnderWay)) {
            return;
        }
        let cloud = &self.outbox.cloud;
        let outcome = CallOutcome {
            sequence: event.sequence,
            contact: contact.clone(),
            at: cloud.clock.now(),
            why: called.as_ref().err().map(ToString::to_string),
        };
        if let Err(error) = cloud.store.put_call_outcome(event.page, &outcome).await {
            tracing::warn!(%error, page = %event.page, "what became of a call is not noted");
        }
    }
}

//! What calls the people on call.

use crate::Notify;
use crate::channels::{Call, End, Told};
use crate::deliver::{DeliveryError, Dispatch};
use crate::mails::{Composer, Mail};
use crate::pace::Turn;
use docket_app::oncall::{any_open, ticket_of};
use docket_cloud::store::{CallOutcome, MailCause};
use docket_domain::EmailAddress;
use docket_domain::oncall::{
    Channel, Contact, PageChange, PageEvent, PageId, PageState, TestCall, Way,
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

/// What calls somebody, whichever way it goes.
struct Calling {
    /// What tells it apart from other calls.
    cause: String,
    /// The same for logs.
    logged: String,
    /// The time.
    at: Timestamp,
    turn: Turn,
}

impl Notify {
    /// Contacts those whom a step of a page calls. A page that somebody has acknowledged meanwhile, or whose tickets are done, calls nobody.
    pub(crate) async fn page(&self, event: PageEvent, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        if let Some(end) = end_of_calls(&event) {
            return self.end_of_calls(&event, end).await;
        }
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
        let calling = Calling {
            cause: format!("{}-{}", event.page, event.sequence),
            logged: format!("page {}", event.page),
            at: event.at,
            turn,
        };
        let mail = async |to: &EmailAddress| {
            let mail = composer.page(&event, &page, &ticket, &opening, to, &language);
            self.by_mail(&calling, &composer, to, &mail).await
        };
        let call = async |contact: &Contact| match (&contact.way, &contact.to) {
            (Way::Channel(id), to) => match desk.channel(id.as_str()) {
                Some(channel) => {
                    let call = composer.call(&page, &ticket, to.as_ref(), &language);
                    self.by_channel(&calling, channel, to.as_ref(), &call).await
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
            self.note((event.page, event.sequence), contact, &called, None)
                .await;
            called
        };
        // All at once: a channel that hangs keeps nobody else from being called.
        let called = join_all(event.contacted().map(call)).await;
        for error in called.iter().filter_map(|it| it.as_ref().err()) {
            tracing::warn!(%error, page = %event.page, "a call was not sent");
        }
        weightiest(called)
    }

    /// Tells the services that follow a page, and were called for it, that it calls nobody any more.
    async fn end_of_calls(&self, event: &PageEvent, end: End) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&event.desk).await? else {
            return Ok(());
        };
        if !desk.channels.iter().any(|channel| channel.kind.follows()) {
            return Ok(());
        }
        let course = cloud.store.page_events(event.page).await?;
        let page = event.page.to_string();
        let mut told = Vec::new();
        for channel in &desk.channels {
            let mut contacts = course.iter().flat_map(PageEvent::contacted);
            let was_called =
                contacts.any(|it| matches!(&it.way, Way::Channel(id) if *id == *channel.id));
            if !(channel.kind.follows() && was_called) {
                continue;
            }
            let cause = format!("{page}-{}-{}", event.sequence, channel.id.as_str());
            let cause = MailCause::Other(cause);
            let of = (&cause, &cloud.settings.sender);
            let end = Told::Ended(end, &page);
            // One that refuses keeps no other from hearing it.
            told.push(self.channels.call_once(cloud, channel, of, end).await);
        }
        weightiest(told)
    }

    /// Tries all the ways in which somebody is contacted. What became of each is noted for whoever waits for it.
    pub(crate) async fn test_call(&self, test: TestCall, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let desk = cloud.store.desk(&test.desk).await?;
        let Some(desk) = desk.filter(|desk| !desk.is_removed()) else {
            return Ok(());
        };
        let keys = cloud.store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        let language = desk.default_language();
        let calling = Calling {
            cause: format!("{}-test", test.id),
            logged: format!("test {}", test.id),
            at: test.at,
            turn,
        };
        let mail = composer.test_call(&test, &language);
        let told = composer.test_of_channel(&test, &language);
        let (mail, told, calling, composer) = (&mail, &told, &calling, &composer);
        let (test, desk) = (&test, &desk);
        let call = async |contact: &Contact| {
            let channel = match &contact.way {
                Way::Channel(id) => desk.channel(id.as_str()),
                Way::Mail => None,
            };
            let Some(channel) = channel else {
                return self.by_mail(calling, composer, &test.person, mail).await;
            };
            let called = self.by_channel(calling, channel, contact.to.as_ref(), told);
            called.await?;
            // A test is nothing that goes on.
            let cause = format!("{}-{}-end", calling.cause, channel.id.as_str());
            let cause = MailCause::Other(cause);
            let of = (&cause, &test.person);
            let end = Told::Ended(End::Resolved, &told.about);
            self.channels.call_once(cloud, channel, of, end).await
        };
        let call = async |contact: &Contact| {
            let called = call(contact).await;
            // Whoever waits reads it, and tries again if they like.
            self.note((test.id, 1), contact, &called, Some(TestCall::KEPT))
                .await;
        };
        join_all(test.contacts.iter().map(call)).await;
        Ok(())
    }

    /// Mails somebody a call, unless that was done before.
    async fn by_mail(
        &self,
        calling: &Calling,
        composer: &Composer<'_>,
        to: &EmailAddress,
        mail: &Mail<'_>,
    ) -> Result<(), DeliveryError> {
        let dispatch = Dispatch {
            cause: MailCause::Other(calling.cause.clone()),
            logged: calling.logged.clone(),
            at: calling.at,
            to: to.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn: calling.turn,
        };
        let compose = || mail.to_mime(composer);
        self.outbox
            .send_once(&dispatch, composer.keys, compose)
            .await
    }

    /// Calls by a channel, unless that was done before.
    async fn by_channel(
        &self,
        calling: &Calling,
        channel: &Channel,
        to: Option<&EmailAddress>,
        call: &Call,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let cause = MailCause::Other(format!("{}-{}", calling.cause, channel.id.as_str()));
        let whose = to.unwrap_or(&cloud.settings.sender);
        let told = Told::Call(call);
        self.channels
            .call_once(cloud, channel, (&cause, whose), told)
            .await
    }

    /// Notes what became of a call, for those who look at the page. It is `kept` for ever, or for a while.
    async fn note(
        &self,
        (page, sequence): (PageId, u64),
        contact: &Contact,
        called: &Result<(), DeliveryError>,
        kept: Option<SignedDuration>,
    ) {
        if matches!(called, Err(DeliveryError::UnderWay)) {
            return;
        }
        let cloud = &self.outbox.cloud;
        let outcome = CallOutcome {
            sequence,
            contact: contact.clone(),
            at: cloud.clock.now(),
            why: called.as_ref().err().map(ToString::to_string),
        };
        if let Err(error) = cloud.store.put_call_outcome(page, &outcome, kept).await {
            tracing::warn!(%error, %page, "what became of a call is not noted");
        }
    }
}

/// Returns how a page ends to call with an event. `None` for any other event.
fn end_of_calls(event: &PageEvent) -> Option<End> {
    match event.change {
        PageChange::Acknowledged | PageChange::Verified | PageChange::Deferred { .. } => {
            Some(End::Acknowledged)
        }
        PageChange::Resolved { .. } => Some(End::Resolved),
        PageChange::Started { .. } | PageChange::Called { .. } | PageChange::Ending => None,
    }
}

/// Returns the error that counts most, if one of several calls failed. What may succeed later counts more: all are tried again, and those that were
/// called are not called twice.
fn weightiest(called: Vec<Result<(), DeliveryError>>) -> Result<(), DeliveryError> {
    let mut failed: Option<DeliveryError> = None;
    for error in called.into_iter().filter_map(Result::err) {
        failed = match failed {
            Some(before) if error.is_for_good() || !before.is_for_good() => Some(before),
            _ => Some(error),
        };
    }
    failed.map_or(Ok(()), Err)
}

//! What calls the people on call.

use crate::Notify;
use crate::channels::{End, Told};
use crate::deliver::{DeliveryError, Dispatch};
use crate::mails::{Composer, Mail};
use crate::pace::Turn;
use docket_app::oncall::{any_open, ticket_of};
use docket_cloud::store::{CallAgain, CallOutcome, MailCause};
use docket_domain::EmailAddress;
use docket_domain::oncall::{
    Channel, Contact, PageChange, PageEvent, PageId, PageState, TestCall, Way,
};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

/// For how long calls are made again that a service does not take. After that they are set aside, as what cannot be mailed is.
const PATIENCE: SignedDuration = SignedDuration::from_hours(3);

/// What became of the calls of an event.
struct Made {
    /// The error that counts most, if one of them failed.
    outcome: Result<(), DeliveryError>,
    /// `true` if a service did not take one, and may later.
    is_busy: bool,
}

/// What calls somebody, whichever way it goes.
#[derive(Debug, Clone)]
struct Calling {
    /// What tells it apart from other calls.
    cause: String,
    /// The same for logs.
    logged: String,
    /// The time.
    at: Timestamp,
    turn: Turn,
}

impl Calling {
    /// Returns how it goes to somebody, in the way that the cause ends with.
    fn dispatch(&self, way: String, to: &EmailAddress) -> Dispatch {
        Dispatch {
            cause: MailCause::Other(self.cause.clone() + &way),
            logged: self.logged.clone(),
            at: self.at,
            to: to.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn: self.turn,
        }
    }
}

impl Notify {
    /// Makes the calls of an event of a page. Those that a service does not take are made again a minute later: nothing else waits for it.
    pub(crate) async fn page(&self, event: PageEvent, turn: Turn) -> Result<(), DeliveryError> {
        let made = self.calls_of(&event, turn, &[]).await?;
        if made.is_busy {
            let cloud = &self.outbox.cloud;
            let again = CallAgain {
                page: event.page,
                sequence: event.sequence,
                since: cloud.clock.now(),
            };
            cloud.store.put_call_again(&again).await?;
        }
        match made.outcome {
            Err(error) if error.is_of_a_channel() => Ok(()),
            outcome => outcome,
        }
    }

    /// Makes the calls of an event again. While one is not taken, the sweep brings them here again each minute.
    pub(crate) async fn call_again(
        &self,
        again: CallAgain,
        turn: Turn,
    ) -> Result<(), DeliveryError> {
        let made = self.made_again(&again, turn).await;
        let made = made.and_then(|made| match made.is_busy {
            // Others may have been refused for good: that is told once this has come to its end.
            true => Err(made.outcome.err().unwrap_or(DeliveryError::Apart)),
            false => made.outcome,
        });
        let waited = self.outbox.cloud.clock.now().duration_since(again.since);
        let made = match made {
            Err(error) if !error.is_for_good() && waited < PATIENCE => {
                tracing::warn!(%error, page = %again.page, "a call is made again in a minute");
                return Ok(());
            }
            Err(error) if !error.is_for_good() => Err(DeliveryError::Channel(error.to_string())),
            made => made,
        };
        self.outbox.cloud.store.end_call_again(&again).await?;
        made
    }

    async fn made_again(&self, again: &CallAgain, turn: Turn) -> Result<Made, DeliveryError> {
        let course = self.outbox.cloud.store.page_events(again.page).await?;
        let (later, own): (Vec<&PageEvent>, Vec<&PageEvent>) = (course.iter())
            .filter(|event| event.sequence >= again.sequence)
            .partition(|event| event.sequence > again.sequence);
        // Whom a later step has called by the same way need not hear of this one as well, once the service is back.
        let later: Vec<&Contact> = later.into_iter().flat_map(PageEvent::contacted).collect();
        match own.first() {
            Some(event) => self.calls_of(event, turn, &later).await,
            None => Ok(Made::of(Vec::new())),
        }
    }

    /// Contacts those whom a step of a page calls, but for those whom a `later` one has called. A page that somebody has acknowledged meanwhile, or
    /// whose tickets are done, calls nobody.
    async fn calls_of(
        &self,
        event: &PageEvent,
        turn: Turn,
        later: &[&Contact],
    ) -> Result<Made, DeliveryError> {
        let cloud = &self.outbox.cloud;
        if let Some(end) = end_of_calls(event) {
            return self.end_of_calls(event, end, turn).await;
        }
        if event.contacted().next().is_none() {
            return Ok(Made::of(Vec::new()));
        }
        let (page, desk) = (
            cloud.store.page(event.page).await?,
            cloud.store.desk(&event.desk).await?,
        );
        let (Some(page), Some(desk)) = (page, desk) else {
            return Ok(Made::of(Vec::new()));
        };
        let is_needed = page.state == PageState::Open && any_open(cloud, &desk, &page).await?;
        let about = ticket_of(cloud, &page).await?;
        let Some((ticket, opening)) = about.filter(|_| is_needed) else {
            tracing::info!(page = %event.page, event = event.sequence, "a call is not needed any more");
            return Ok(Made::of(Vec::new()));
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
            let mail = composer.page(event, &page, &ticket, &opening, to, &language);
            self.by_mail(&calling, &composer, to, &mail).await
        };
        let call = async |contact: &Contact| match (&contact.way, &contact.to) {
            (Way::Channel(id), to) => match desk.channel(id.as_str()) {
                Some(channel) => {
                    let call = composer.call(event, &page, &ticket, to.as_ref(), &language);
                    let told = Told::Call(&call);
                    self.by_channel(&calling, channel, to.as_ref(), told).await
                }
                None => match to {
                    Some(to) => mail(to).await,
                    None => Err(DeliveryError::Channel(
                        "the desk has this channel no more".to_owned(),
                    )),
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
        let is_later = |contact: &&Contact| {
            let mut later = later.iter();
            later.any(|it| it.to == contact.to && it.way == contact.way)
        };
        let contacts = event.contacted().filter(|contact| !is_later(contact));
        let called = join_all(contacts.map(call)).await;
        let errors = called.iter().filter_map(|it| it.as_ref().err());
        for error in errors.filter(|error| !matches!(error, DeliveryError::Apart)) {
            tracing::warn!(%error, page = %event.page, "a call was not sent");
        }
        Ok(Made::of(called))
    }

    /// Tells the services that follow a page, and were called for it, that it calls nobody any more.
    async fn end_of_calls(
        &self,
        event: &PageEvent,
        end: End,
        turn: Turn,
    ) -> Result<Made, DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&event.desk).await? else {
            return Ok(Made::of(Vec::new()));
        };
        if !desk.channels.iter().any(|channel| channel.kind.follows()) {
            return Ok(Made::of(Vec::new()));
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
            let calling = Calling {
                cause: format!("{page}-{}", event.sequence),
                logged: format!("page {page}"),
                at: event.at,
                turn,
            };
            let end = Told::Ended(end, &page);
            // One that refuses keeps no other from hearing it.
            told.push(self.by_channel(&calling, channel, None, end).await);
        }
        Ok(Made::of(told))
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
        let ended = Calling {
            cause: format!("{}-end", calling.cause),
            ..calling.clone()
        };
        let (mail, told, composer) = (&mail, &told, &composer);
        let (calling, ended) = (&calling, &ended);
        let (test, desk) = (&test, &desk);
        let call = async |contact: &Contact| {
            let channel = match &contact.way {
                Way::Channel(id) => desk.channel(id.as_str()),
                Way::Mail => None,
            };
            let Some(channel) = channel else {
                return self.by_mail(calling, composer, &test.person, mail).await;
            };
            let to = contact.to.as_ref();
            let call = Told::Call(told);
            self.by_channel(calling, channel, to, call).await?;
            // A test is nothing that goes on.
            let end = Told::Ended(End::Resolved, &told.about);
            self.by_channel(ended, channel, to, end).await
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
        let dispatch = calling.dispatch(String::new(), to);
        let compose = || mail.to_mime(composer);
        self.outbox
            .send_once(&dispatch, composer.keys, compose)
            .await
    }

    /// Tells a channel something, unless that was done before.
    async fn by_channel(
        &self,
        calling: &Calling,
        channel: &Channel,
        to: Option<&EmailAddress>,
        told: Told<'_>,
    ) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let whose = to.unwrap_or(&cloud.settings.sender);
        let dispatch = calling.dispatch(format!("-{}", channel.id.as_str()), whose);
        if !matches!(calling.turn, Turn::Urgent) {
            // Mails wait for what comes here. Most often, it was taken or is on its way.
            let is_settled = cloud
                .store
                .is_settled(&dispatch.cause, &dispatch.to)
                .await?;
            return is_settled.then_some(()).ok_or(DeliveryError::Apart);
        }
        let send = self.channels.send(cloud, channel, told);
        let told = self.outbox.once(&dispatch, Box::pin(send)).await;
        // Whoever tells it now makes the note if it comes to nothing.
        told.map_err(|error| match error {
            DeliveryError::UnderWay => DeliveryError::Apart,
            error => error,
        })
    }

    /// Notes what became of a call, for those who look at the page. It is `kept` for ever, or for a while.
    async fn note(
        &self,
        (page, sequence): (PageId, u64),
        contact: &Contact,
        called: &Result<(), DeliveryError>,
        kept: Option<SignedDuration>,
    ) {
        if matches!(called, Err(DeliveryError::UnderWay | DeliveryError::Apart)) {
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

impl Made {
    /// Reads what became of several calls. Of their errors, one of what may succeed later counts more than a refusal for good, and most of all one of what
    /// only the record itself brings again: all are tried again, and those that were called are not called twice.
    fn of(called: Vec<Result<(), DeliveryError>>) -> Self {
        let weight = |error: &DeliveryError| match error {
            error if error.is_for_good() => 0,
            error if error.is_of_a_channel() => 1,
            _ => 2,
        };
        let errors: Vec<DeliveryError> = called.into_iter().filter_map(Result::err).collect();
        Self {
            is_busy: errors.iter().any(DeliveryError::is_of_a_channel),
            outcome: errors.into_iter().max_by_key(weight).map_or(Ok(()), Err),
        }
    }
}

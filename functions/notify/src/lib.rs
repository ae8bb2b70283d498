//! Sends mails about the events in the table's stream. No other function sends mail.
//!
//! What is urgent comes from `relay`, in events of their own, and waits for no other mail.
//!
//! A record that no later attempt can handle is set aside at once, whole, in the table, and so is one that has failed for
//! hours. It holds up nobody, and `docket set-aside retry` hands it over again.
//!
//! A mail is sent if and only if its event was committed. The stream delivers each event at least
//! once. Receipts make sure that each person gets one mail about it.

mod deliver;
mod failing;
mod mails;
mod pace;
mod stream_record;

use deliver::{Delivery, DeliveryError, Outbox};
use docket_app::{accounts, events};
use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::store::{Invitation, KeptDraft, Keyring, SetAside, SignInLink};
use docket_cloud::stream::{AGAIN, partition, records, sequence_number};
use docket_cloud::{Cloud, Mail, Metric, SettingsError, StoreError};
use docket_domain::EmailAddress;
use docket_domain::desk::{Desk, MayOpen, Occasion};
use docket_domain::limit::CountedAct;
use docket_domain::notice::{Audience, Notice, NoticeKind, notices};
use docket_domain::ticket::{Change, Event, Ticket};
use failing::Failing;
use mails::{About, Composer};
use pace::Turn;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use stream_record::StreamRecord;

/// The number of tickets that may fail before the rest of the batch waits for the next delivery. A
/// mail that SES does not answer takes 20 seconds to fail.
const MAX_FAILED: usize = 2;

/// Docket's name of this function.
const NAME: &str = "notify";

/// The attempts for something urgent, and the pause after the first; each is twice as long as the one before.
/// Lambda itself tries again only after a minute.
const URGENT_ATTEMPTS: u32 = 5;
const URGENT_PAUSE: Duration = Duration::from_millis(200);

/// An event was not handled. Lambda delivers it again.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The event is neither of the table's stream nor of `relay`.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// A mail of an event of its own was not sent: an urgent one, or one that was set aside. The text holds no address.
    #[error("a mail was not sent: {0}")]
    NotSent(String),
}

/// The function with its services. Copies share everything.
#[derive(Debug, Clone)]
pub struct Notify {
    outbox: Outbox,
    failing: Arc<Mutex<Failing>>,
}

impl Notify {
    /// Makes the function with these services.
    #[must_use]
    pub fn new(cloud: Cloud, mail: Mail) -> Self {
        Self {
            outbox: Outbox::new(cloud, mail),
            failing: Arc::default(),
        }
    }

    /// Makes the function from the environment of Lambda.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` or Lambda sets.
    pub fn from_env() -> Result<Self, SettingsError> {
        let (cloud, aws) = Cloud::from_env()?;
        let mail = Mail::new(aws.ses(), &cloud.settings);
        Ok(Self::new(cloud, mail))
    }

    /// Opens the connection to the table while the function starts.
    pub async fn warm(&self) {
        self.outbox.cloud.store.warm().await;
    }

    /// Handles an event: a batch of stream records, what is urgent, or what was set aside.
    ///
    /// # Errors
    /// See [`NotifyError`].
    pub async fn handle(&self, mut event: Value) -> Result<Value, NotifyError> {
        for (name, turn) in [("urgent", Turn::Urgent), (AGAIN, Turn::of_batch())] {
            if let Some(Value::Array(records)) = event.get_mut(name).map(Value::take) {
                return self.at_once(records, turn).await;
            }
        }
        Ok(self.batch(records(event)?).await)
    }

    /// Handles records of an event that no stream repeats. If one fails, all are delivered again; receipts make sure
    /// that no mail is sent twice.
    async fn at_once(&self, records: Vec<Value>, turn: Turn) -> Result<Value, NotifyError> {
        let mut outcome = Ok(Value::Null);
        for record in records {
            let mut pause = URGENT_PAUSE;
            for attempt in 1..=URGENT_ATTEMPTS {
                match self.record(&record, turn).await {
                    Ok(()) => break,
                    Err(error) if attempt == URGENT_ATTEMPTS => {
                        outcome = Err(NotifyError::NotSent(error.to_string()));
                    }
                    Err(error) => {
                        tracing::warn!(%error, attempt, "a mail was not sent");
                        tokio::time::sleep(pause).await;
                        pause *= 2;
                    }
                }
            }
        }
        outcome
    }

    /// Handles a batch of stream records, those of each ticket in order.
    ///
    /// Returns the first record that failed for now. Lambda delivers this record and all after it again. So the records of
    /// other tickets are handled first, and their receipts are written.
    async fn batch(&self, records: Vec<Value>) -> Value {
        let turn = Turn::of_batch();
        let mut failures = Vec::new();
        let mut failed = HashSet::new();
        for record in records {
            let of = partition(&record).map(str::to_owned);
            if failed.contains(&of) {
                continue;
            }
            let sequence = sequence_number(&record).unwrap_or_default().to_owned();
            if let Err(error) = self.record(&record, turn).await {
                let too_long = self.failing().too_long(&sequence, Instant::now());
                if too_long && self.put_aside(&record, &error).await.is_ok() {
                    continue;
                }
                tracing::warn!(%error, sequence, "a stream record could not be handled");
                failures.push(json!({ "itemIdentifier": sequence }));
                failed.insert(of);
                if failed.len() == MAX_FAILED {
                    break;
                }
            }
        }
        failures.truncate(1);
        json!({ "batchItemFailures": failures })
    }

    /// Handles a record, or sets it aside when that can never succeed.
    async fn record(&self, record: &Value, turn: Turn) -> Result<(), DeliveryError> {
        match self.mails_about(record, turn).await {
            Err(error) if error.is_for_good() => Ok(self.put_aside(record, &error).await?),
            outcome => outcome,
        }
    }

    async fn put_aside(&self, record: &Value, why: &DeliveryError) -> Result<(), StoreError> {
        let cloud = &self.outbox.cloud;
        let names = [NAME, &cloud.settings.function];
        let aside = SetAside::new(names, record, &why.to_string(), cloud.clock.now());
        cloud.store.put_aside(&aside).await?;
        cloud.metrics.note(Metric::RecordsSetAside, 1);
        tracing::error!(%why, record = aside.record, "a record is set aside: see `docket set-aside`");
        Ok(())
    }

    fn failing(&self) -> MutexGuard<'_, Failing> {
        self.failing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn mails_about(&self, record: &Value, turn: Turn) -> Result<(), DeliveryError> {
        match stream_record::read(record)? {
            StreamRecord::Event(event) => self.event(event, turn).await,
            StreamRecord::Draft(kept) => self.draft(kept, turn).await,
            StreamRecord::Invitation(invitation) => self.invitation(invitation, turn).await,
            StreamRecord::SignInLink(link) => self.sign_in_link(link, turn).await,
            StreamRecord::Nothing => Ok(()),
        }
    }

    async fn event(&self, event: Event, turn: Turn) -> Result<(), DeliveryError> {
        let store = &self.outbox.cloud.store;
        // The first event holds the whole ticket. For any other event, the ticket is read.
        let ticket = match Ticket::opened(&event) {
            Ok(ticket) => Some(ticket),
            Err(_) => store.ticket(&event.ticket).await?,
        };
        let (Some(ticket), Some(desk)) = (ticket, store.desk(&event.desk).await?) else {
            return Ok(());
        };
        let keys = store.keyring().await?;
        let composer = self.composer(&keys, &desk);
        if matches!(event.change, Change::Unknown { .. }) {
            return Err(DeliveryError::UnknownEvent);
        }
        let theirs = desk.choose_language([&ticket.language]);
        let audience = self.audience(&event, &ticket, &desk).await?;
        let notices = notices(&event, &ticket, &desk, &audience);
        let earlier = match notices.iter().any(|it| it.kind.shows_earlier()) {
            true => events::said_before(&self.outbox.cloud, &event).await?,
            false => Vec::new(),
        };
        // A ticket that is opened by somebody who is signed in is confirmed by the event that follows.
        let is_told_of_opening = |it: &Notice| it.kind == NoticeKind::ForStaff(Occasion::Opened);
        let confirmed_at = match notices.iter().any(is_told_of_opening) {
            true => (store.ticket(&event.ticket).await?).and_then(|now| now.confirmed_at),
            false => ticket.confirmed_at,
        };
        let mut refused = None;
        for notice in notices {
            let is_staff = notice.kind.is_for_staff();
            let language = match is_staff {
                true => desk.default_language(),
                false => theirs.clone(),
            };
            let is_copied = !is_staff && ticket.requester.email != notice.to;
            if self.is_unwanted(&desk, &notice, is_copied).await? {
                continue;
            }
            let delivery = Delivery {
                cause: event.id().to_string(),
                logged: event.id().to_string(),
                at: event.at,
                to: notice.to.clone(),
                turn,
            };
            let about = About {
                event: &event,
                ticket: &ticket,
                earlier: &earlier,
                is_confirmed: confirmed_at.is_some(),
            };
            let compose = || {
                composer
                    .notice(&about, &notice, &language)
                    .to_mime(&composer)
            };
            match self.outbox.send_once(&delivery, &keys, compose).await {
                // An address that is refused keeps nobody else from being told.
                Err(error) if error.is_for_good() => refused = refused.or(Some(error)),
                outcome => outcome?,
            }
        }
        refused.map_or(Ok(()), Err)
    }

    /// Loads whom the desk's rules name, and neither the ticket nor the desk file tells.
    async fn audience(
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

    /// Returns `true` if somebody wants no such mails, where the desk lets people choose, or is copied and may no longer be.
    async fn is_unwanted(
        &self,
        desk: &Desk,
        notice: &Notice,
        is_copied: bool,
    ) -> Result<bool, DeliveryError> {
        let topic = notice.kind.topic().filter(|_| desk.chooses_notices());
        let is_checked = is_copied && desk.checks_copies();
        if topic.is_none() && !is_checked {
            return Ok(false);
        }
        let store = &self.outbox.cloud.store;
        let account = store.account(&desk.id, &notice.to).await?;
        let has_lost = is_checked && !desk.keeps_copied(account.as_ref());
        let is_muted = |topic| account.as_ref().is_some_and(|it| it.muted.contains(&topic));
        Ok(has_lost || topic.is_some_and(is_muted))
    }

    async fn sign_in_link(&self, link: SignInLink, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let now = cloud.clock.now();
        let Some(desk) = cloud.store.desk(&link.desk).await? else {
            return Ok(());
        };
        if desk.is_removed() || link.expires_at <= now.as_second() {
            return Ok(());
        }
        // Anybody may ask for a link for any address. Only the desk's people get one, and those who asked it for something.
        if desk.person(&link.email).is_none() && !self.may_write_to(&desk, &link.email).await? {
            return Ok(());
        }
        let confirms = self.confirms(&desk, &link.email).await?;
        let delivery = Delivery {
            cause: link.id.clone(),
            logged: "sign-in link".to_owned(),
            at: now,
            to: link.email.clone(),
            turn,
        };
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&link.language]);
            composer
                .sign_in(&link, &language, confirms)
                .to_mime(composer)
        };
        self.send_link(&desk, delivery, compose).await
    }

    /// Returns `true` if a sign-in link may be mailed to somebody who does not work at the desk. It is found out here, where nobody waits
    /// for the answer.
    async fn may_write_to(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let cloud = &self.outbox.cloud;
        let act = match self.is_known(desk, email).await? {
            true => CountedAct::MailSignInLink(email),
            false if self.may_come(desk, email).await? => {
                CountedAct::MailSignInLinkToStranger(email)
            }
            false => return Ok(false),
        };
        for limit in desk.limits_of(act, None, cloud.clock.now()) {
            if !cloud.store.count_act(&limit).await? {
                tracing::warn!(limit = limit.name, desk = %desk.id.as_str(), "a limit was reached");
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns `true` if the desk has an account for an address, or it has asked for something.
    async fn is_known(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let store = &self.outbox.cloud.store;
        let has_account = desk.has_accounts() && store.account(&desk.id, email).await?.is_some();
        Ok(has_account || store.has_own_tickets(&desk.id, email).await?)
    }

    /// Returns `true` if somebody of whom the desk knows nothing may sign in: anybody may, or those at the domain of a company.
    async fn may_come(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        let is_open = desk.may_open() == MayOpen::Confirmed;
        let company = accounts::company_by_domain(&self.outbox.cloud, desk, email);
        Ok(is_open || company.await?.is_some())
    }

    /// Returns `true` if a link confirms an account, as the desk calls its first use: once for each portal.
    async fn confirms(&self, desk: &Desk, email: &EmailAddress) -> Result<bool, DeliveryError> {
        if !desk.confirms_once() {
            return Ok(false);
        }
        let account = self.outbox.cloud.store.account(&desk.id, email).await?;
        Ok(account.is_some_and(|account| !account.is_confirmed()))
    }

    async fn invitation(&self, invitation: Invitation, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&invitation.desk).await? else {
            return Ok(());
        };
        // An account that was removed meanwhile is none to be told of.
        let account = cloud.store.account(&desk.id, &invitation.email).await?;
        if desk.is_removed() || account.is_none() {
            return Ok(());
        }
        let delivery = Delivery {
            cause: invitation.id.clone(),
            logged: "invitation".to_owned(),
            at: cloud.clock.now(),
            to: invitation.email.clone(),
            turn,
        };
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&invitation.language]);
            composer
                .invitation(&invitation, &language)
                .to_mime(composer)
        };
        self.send_link(&desk, delivery, compose).await
    }

    async fn draft(&self, kept: KeptDraft, turn: Turn) -> Result<(), DeliveryError> {
        let cloud = &self.outbox.cloud;
        let Some(desk) = cloud.store.desk(&kept.desk).await? else {
            return Ok(());
        };
        // Its link would lead to a desk that takes no tickets.
        if desk.is_removed() {
            return Ok(());
        }
        let delivery = Delivery {
            cause: kept.id.clone(),
            logged: "kept form".to_owned(),
            at: cloud.clock.now(),
            to: kept.email.clone(),
            turn,
        };
        let compose = |composer: &Composer<'_>| {
            let language = desk.choose_language([&kept.language]);
            composer.draft(&kept, &language).to_mime(composer)
        };
        self.send_link(&desk, delivery, compose).await
    }

    /// Sends a mail that is about no ticket.
    async fn send_link(
        &self,
        desk: &Desk,
        delivery: Delivery,
        compose: impl FnOnce(&Composer<'_>) -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let keys = self.outbox.cloud.store.keyring().await?;
        let composer = self.composer(&keys, desk);
        let compose = || compose(&composer);
        self.outbox.send_once(&delivery, &keys, compose).await
    }

    fn composer<'c>(&'c self, keys: &'c Keyring, desk: &'c Desk) -> Composer<'c> {
        Composer {
            settings: &self.outbox.cloud.settings,
            keys,
            desk,
            now: self.outbox.cloud.clock.now(),
        }
    }
}

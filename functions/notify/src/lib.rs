//! Sends mails about the events in the table's stream. No other function sends mail.
//!
//! What is urgent comes from `relay`, in events of their own, and waits for no other mail.
//!
//! A record that no later attempt can handle is set aside at once, whole, in the table, and so is one that has failed for
//! hours. It holds up nobody, and `docket set-aside retry` hands it over again.
//!
//! A mail is sent if and only if its event was committed. The stream delivers each event at least
//! once. Claims and receipts make sure that each person gets one mail about it. The delivery of each notice keeps what became of it, as SES
//! reports it (`reports`), and a notice that waited is sent from it (`digest`).

mod about_incidents;
mod about_pages;
mod about_people;
mod about_tickets;
mod audience;
mod channels;
mod deliver;
mod digest;
mod failing;
mod mails;
mod pace;
mod reports;
mod stream_record;

use channels::Channels;
use deliver::{DeliveryError, Outbox};
use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::store::{Keyring, SetAside};
use docket_cloud::stream::{AGAIN, partition, records, sequence_number};
use docket_cloud::{Cloud, Mail, Metric, SettingsError, StoreError, Topics};
use docket_domain::desk::Desk;
use failing::Failing;
use mails::Composer;
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
    /// The event is none that this function handles.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// What SES tells of a mail cannot be read.
    #[error("a report of SES cannot be read: {0}")]
    Report(#[from] serde_json::Error),
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A mail of an event of its own was not sent: an urgent one, or one that was set aside. The text holds no address.
    #[error("a mail was not sent: {0}")]
    NotSent(String),
}

/// The function with its services. Copies share everything.
#[derive(Debug, Clone)]
pub struct Notify {
    outbox: Outbox,
    channels: Channels,
    failing: Arc<Mutex<Failing>>,
}

impl Notify {
    /// Makes the function with these services.
    #[must_use]
    pub fn new(cloud: Cloud, mail: Mail, topics: Topics) -> Self {
        Self {
            outbox: Outbox::new(cloud, mail),
            channels: Channels::new(topics),
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
        Ok(Self::new(cloud, mail, Topics::new(aws.sns())))
    }

    /// Opens the connection to the table while the function starts.
    pub async fn warm(&self) {
        self.outbox.cloud.store.warm().await;
    }

    /// Handles an event: a batch of stream records, what is urgent, what was set aside, or what SES tells of a mail.
    ///
    /// # Errors
    /// See [`NotifyError`].
    pub async fn handle(&self, mut event: Value) -> Result<Value, NotifyError> {
        if reports::is_report(&event) {
            self.report(event).await?;
            return Ok(Value::Null);
        }
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
            // What calls somebody is urgent, whoever hands it over.
            let turn = match stream_record::is_of_a_page(&record) {
                true => Turn::Urgent,
                false => turn,
            };
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
        let content = match stream_record::read(record) {
            // Such a note would come again each minute.
            Err(error) if error.is_about_an_item() => {
                if let Some((page, sequence)) = stream_record::unreadable_call_again(record) {
                    self.outbox
                        .cloud
                        .store
                        .drop_call_again(page, sequence)
                        .await?;
                }
                return Err(error.into());
            }
            content => content?,
        };
        match content {
            StreamRecord::Event(event) => self.event(event, turn).await,
            StreamRecord::Ripe(event, to, ripe) => self.ripe(&event, &to, ripe, turn).await,
            StreamRecord::Page(event) => self.page(event, turn).await,
            StreamRecord::CallAgain(again) => self.call_again(again, turn).await,
            StreamRecord::TestCall(test) => self.test_call(test, turn).await,
            StreamRecord::Telling(telling) => self.telling(telling, turn).await,
            StreamRecord::Asked(follower) => self.asked(follower, turn).await,
            StreamRecord::Draft(kept) => self.draft(kept, turn).await,
            StreamRecord::Invitation(invitation) => self.invitation(invitation, turn).await,
            StreamRecord::SignInLink(link) => self.sign_in_link(link, turn).await,
            StreamRecord::Nothing => Ok(()),
        }
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

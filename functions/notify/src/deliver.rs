//! Tells one person something once: by mail, or by a channel.

use crate::pace::{Pace, Turn};
use docket_app::limits::first_reached;
use docket_app::links::notice_name;
use docket_cloud::store::{Claim, Keyring, MailCause};
use docket_cloud::{Cloud, Mail, MailError, Metric, Outgoing, StoreError};
use docket_domain::EmailAddress;
use docket_domain::limit::Limit;
use docket_domain::notice::DeliveryState;
use docket_domain::ticket::EventId;
use jiff::Timestamp;
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The number of attempts to write the receipt of a sent mail. Without the receipt, the mail would
/// be sent again.
const RECEIPT_ATTEMPTS: usize = 5;

/// A mail or a call to send. Its cause and its receiver identify it.
#[derive(Debug)]
pub(crate) struct Dispatch {
    /// What it is about.
    pub(crate) cause: MailCause,
    /// The cause as logs name it. A link's ID is half of what signs somebody in.
    pub(crate) logged: String,
    /// The time of the cause.
    pub(crate) at: Timestamp,
    /// The receiver.
    pub(crate) to: EmailAddress,
    /// The further events that the mail tells of.
    pub(crate) also: Vec<EventId>,
    /// The limits that it counts for. If one is reached, the mail is held back.
    pub(crate) limits: Vec<Limit>,
    /// When the mail may leave.
    pub(crate) turn: Turn,
}

impl Dispatch {
    /// Makes the dispatch of a mail about no ticket.
    pub(crate) fn about_no_ticket(
        id: &str,
        logged: &str,
        now: Timestamp,
        to: &EmailAddress,
        turn: Turn,
    ) -> Self {
        Self {
            cause: MailCause::Other(id.to_owned()),
            logged: logged.to_owned(),
            at: now,
            to: to.clone(),
            also: Vec::new(),
            limits: Vec::new(),
            turn,
        }
    }
}

/// A mail was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(MailError),
    #[error("a later version of Docket wrote the event, and knows who is told of it")]
    UnknownEvent,
    #[error("the mail could not be composed: {0}")]
    Compose(String),
    #[error("a channel takes no calls: {0}")]
    Channel(String),
    #[error("a channel takes no calls now: {0}")]
    ChannelBusy(String),
    #[error("no mail waits for a channel: it is called apart")]
    Apart,
    #[error("another attempt to send it is under way")]
    UnderWay,
    #[error("the turn of the mail did not come in time")]
    NoTurn,
}

impl DeliveryError {
    /// Returns `true` when no later attempt of this version can succeed.
    pub(crate) fn is_for_good(&self) -> bool {
        match self {
            Self::Store(error) => error.is_about_an_item(),
            Self::Mail(error) => matches!(error, MailError::Refused(_)),
            Self::UnknownEvent | Self::Compose(_) | Self::Channel(_) => true,
            Self::ChannelBusy(_) | Self::Apart | Self::UnderWay | Self::NoTurn => false,
        }
    }

    /// Returns `true` if only a channel takes nothing now, which no mail waits for.
    pub(crate) fn is_of_a_channel(&self) -> bool {
        matches!(self, Self::ChannelBusy(_) | Self::Apart)
    }
}

/// What sends a mail or a call, once it is polled. It is on the heap: it is handed on through several calls.
pub(crate) type Sending<'s> = Pin<Box<dyn Future<Output = Result<(), DeliveryError>> + Send + 's>>;

/// Sends mails and calls, and remembers those without a receipt. Copies share everything.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    pub(crate) cloud: Cloud,
    mail: Mail,
    pace: Arc<Pace>,
    /// A random name of this process, used in its claims.
    process: String,
    /// The state of each mail or call without a receipt, by its cause and its receiver. Its record is delivered again, most
    /// often to this same process.
    open: Arc<Mutex<HashMap<(String, EmailAddress), Open>>>,
}

/// The state of a mail or a call without a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    /// It is being sent.
    UnderWay,
    /// It was sent and told of these further events, but its receipt could not be written.
    Sent(Vec<EventId>),
    /// SES did not answer, so the mail may have been sent. The next attempt waits for the end of
    /// the lease, as after a crash.
    Unknown,
}

impl Outbox {
    pub(crate) fn new(cloud: Cloud, mail: Mail) -> Self {
        Self {
            cloud,
            mail,
            pace: Arc::default(),
            process: Uuid::new_v4().to_string(),
            open: Arc::default(),
        }
    }

    /// Sends a mail unless it was sent before.
    pub(crate) async fn send_once(
        &self,
        dispatch: &Dispatch,
        keys: &Keyring,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError> + Send,
    ) -> Result<(), DeliveryError> {
        let name = notice_name(keys, &dispatch.cause.to_string(), &dispatch.to);
        let send = async {
            // After the claim: what was sent before takes no turn. Both together end before the lease does.
            let comes = self.pace.wait(&self.cloud, &self.mail, dispatch.turn);
            match comes.await? {
                true => self.send(dispatch, name, compose).await,
                false => Err(DeliveryError::NoTurn),
            }
        };
        self.once(dispatch, Box::pin(send)).await
    }

    /// Does what sends a mail or a call, unless that was done before, or is being done.
    pub(crate) async fn once(
        &self,
        dispatch: &Dispatch,
        send: Sending<'_>,
    ) -> Result<(), DeliveryError> {
        let which = (dispatch.cause.to_string(), dispatch.to.clone());
        let before = self.open().insert(which.clone(), Open::UnderWay);
        if before == Some(Open::UnderWay) {
            return Err(DeliveryError::UnderWay);
        }
        let (outcome, after) = self.attempt(dispatch, before, send).await;
        match after {
            Some(after) => self.open().insert(which, after),
            None => self.open().remove(&which),
        };
        outcome
    }

    /// Tries to send it. Also returns its new state; `None` when nothing needs to be remembered.
    async fn attempt(
        &self,
        dispatch: &Dispatch,
        before: Option<Open>,
        send: Sending<'_>,
    ) -> (Result<(), DeliveryError>, Option<Open>) {
        let (store, now) = (&self.cloud.store, self.cloud.clock.now());
        let sender = match before {
            Some(Open::Sent(also)) => return self.receipt(dispatch, also, now).await,
            // A new random name, so that even this process cannot repeat its own claim before the
            // lease ends.
            Some(Open::Unknown) => Uuid::new_v4().to_string(),
            _ => self.process.clone(),
        };
        let lease = self.cloud.settings.send_lease;
        let claim = store.claim_mail(&dispatch.cause, &dispatch.to, now, lease, &sender);
        match claim.await {
            Ok(Claim::Settled) => return (Ok(()), None),
            Ok(Claim::UnderWay) => return (Err(DeliveryError::UnderWay), before),
            // Only once: while SES is down, a mail is tried many times.
            Ok(Claim::Granted { is_first: true }) => match self.is_within_limits(dispatch).await {
                Ok(true) => {}
                Ok(false) => return (Ok(()), None),
                Err(error) => return (Err(error.into()), None),
            },
            Ok(Claim::Granted { is_first: false }) => {}
            Err(error) => return (Err(error.into()), before),
        }
        match send.await {
            Ok(()) => self.receipt(dispatch, dispatch.also.clone(), now).await,
            Err(error @ DeliveryError::Mail(MailError::NoAnswer)) => {
                (Err(error), Some(Open::Unknown))
            }
            Err(error) => {
                // If this fails too, this process can still repeat its own claim. For others, the
                // lease ends it.
                let state = match &error {
                    DeliveryError::Mail(MailError::Refused(_)) => DeliveryState::Refused,
                    _ => DeliveryState::Sending,
                };
                let why = error.to_string();
                let release = store.release_mail(&dispatch.cause, &dispatch.to, state, &why);
                if let Err(release) = release.await {
                    tracing::warn!(%release, event = dispatch.logged, "a claim could not be released");
                }
                (Err(error), None)
            }
        }
    }

    async fn send(
        &self,
        dispatch: &Dispatch,
        name: String,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let outgoing = Outgoing {
            to: dispatch.to.clone(),
            message: compose()?,
            notice: name,
        };
        match self.mail.send(outgoing).await {
            Ok(()) => {
                let delay = self.cloud.clock.now().duration_since(dispatch.at);
                let delay = i64::try_from(delay.as_millis()).unwrap_or_default();
                self.cloud.metrics.note(Metric::MailsSent, 1);
                self.cloud.metrics.note(Metric::MailDelay, delay);
                tracing::info!(event = dispatch.logged, "a mail was sent");
                Ok(())
            }
            Err(error) => Err(DeliveryError::Mail(error)),
        }
    }

    /// Records that the mail was sent. Returns the mail's new state as [`Self::attempt`] does.
    async fn receipt(
        &self,
        dispatch: &Dispatch,
        also: Vec<EventId>,
        now: Timestamp,
    ) -> (Result<(), DeliveryError>, Option<Open>) {
        let mut outcome = Ok(());
        for _ in 0..RECEIPT_ATTEMPTS {
            outcome = (self.cloud.store)
                .record_sent(&dispatch.cause, &dispatch.to, &also, now)
                .await;
            if outcome.is_ok() {
                return (Ok(()), None);
            }
        }
        (outcome.map_err(DeliveryError::from), Some(Open::Sent(also)))
    }

    /// Counts a mail for its limits. If one is reached, the mail is held back for good, and `false` returned.
    async fn is_within_limits(&self, dispatch: &Dispatch) -> Result<bool, StoreError> {
        let cloud = &self.cloud;
        let Some(limit) = first_reached(cloud, &dispatch.limits).await? else {
            return Ok(true);
        };
        tracing::warn!(
            limit = limit.name,
            event = dispatch.logged,
            "a limit was reached"
        );
        cloud.metrics.note(Metric::LimitsReached, 1);
        if let MailCause::Event(event) = &dispatch.cause {
            let (state, now) = (DeliveryState::TooMany, cloud.clock.now());
            cloud.store.settle(event, &dispatch.to, state, now).await?;
        }
        Ok(false)
    }

    fn open(&self) -> MutexGuard<'_, HashMap<(String, EmailAddress), Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

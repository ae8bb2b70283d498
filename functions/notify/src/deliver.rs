//! Sends one mail to one person, once.

use crate::pace::{Pace, Turn};
use docket_app::links::notice_name;
use docket_cloud::store::{Claim, Keyring};
use docket_cloud::{Cloud, Mail, MailError, Metric, Outgoing, StoreError};
use docket_domain::EmailAddress;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The number of attempts to write the receipt of a sent mail. Without the receipt, the mail would
/// be sent again.
const RECEIPT_ATTEMPTS: usize = 5;

/// The cause and the recipient of a mail. Together they identify it.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The ID of the event or of the sign-in link.
    pub(crate) cause: String,
    /// The cause as logs name it. A link's ID is half of what signs somebody in.
    pub(crate) logged: String,
    /// The time of the cause.
    pub(crate) at: Timestamp,
    /// The recipient.
    pub(crate) to: EmailAddress,
    /// When the mail may leave.
    pub(crate) turn: Turn,
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
    #[error("another attempt to send the mail is under way")]
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
            Self::UnknownEvent | Self::Compose(_) => true,
            Self::UnderWay | Self::NoTurn => false,
        }
    }
}

/// Sends mails, and remembers those without a receipt. Copies share everything.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    pub(crate) cloud: Cloud,
    mail: Mail,
    pace: Arc<Pace>,
    /// A random name of this process, used in its claims.
    process: String,
    /// The state of each mail without a receipt, by its name. Its record is delivered again, most
    /// often to this same process.
    open: Arc<Mutex<HashMap<String, Open>>>,
}

/// The state of a mail without a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The mail is being sent.
    UnderWay,
    /// The mail was sent, but its receipt could not be written.
    Sent,
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
        delivery: &Delivery,
        keys: &Keyring,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let name = notice_name(keys, &delivery.cause, &delivery.to);
        let before = self.open().insert(name.clone(), Open::UnderWay);
        if before == Some(Open::UnderWay) {
            return Err(DeliveryError::UnderWay);
        }
        let (outcome, after) = self.attempt(delivery, &name, before, compose).await;
        match after {
            Some(after) => self.open().insert(name, after),
            None => self.open().remove(&name),
        };
        outcome
    }

    /// Tries to send the mail. Also returns its new state; `None` when nothing needs to be
    /// remembered.
    async fn attempt(
        &self,
        delivery: &Delivery,
        name: &str,
        before: Option<Open>,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> (Result<(), DeliveryError>, Option<Open>) {
        let (store, now) = (&self.cloud.store, self.cloud.clock.now());
        let sender = match before {
            Some(Open::Sent) => return self.receipt(delivery, now).await,
            // A new random name, so that even this process cannot repeat its own claim before the
            // lease ends.
            Some(Open::Unknown) => Uuid::new_v4().to_string(),
            _ => self.process.clone(),
        };
        let lease = self.cloud.settings.send_lease;
        let claim = store.claim_mail(&delivery.cause, &delivery.to, now, lease, &sender);
        match claim.await {
            Ok(Claim::Sent) => return (Ok(()), None),
            Ok(Claim::UnderWay) => return (Err(DeliveryError::UnderWay), before),
            Ok(Claim::Granted) => {}
            Err(error) => return (Err(error.into()), before),
        }
        // After the claim: what was sent before takes no turn. Both together end before the lease does.
        let comes = self.pace.wait(&self.cloud, &self.mail, delivery.turn);
        let sent = match comes.await {
            Ok(true) => self.send(delivery, name, compose).await,
            Ok(false) => Err(DeliveryError::NoTurn),
            Err(error) => Err(error.into()),
        };
        match sent {
            Ok(()) => self.receipt(delivery, now).await,
            Err(error @ DeliveryError::Mail(MailError::NoAnswer)) => {
                (Err(error), Some(Open::Unknown))
            }
            Err(error) => {
                // If this fails too, this process can still repeat its own claim. For others, the
                // lease ends it.
                if let Err(release) = store.release_mail(&delivery.cause, &delivery.to).await {
                    tracing::warn!(%release, event = delivery.logged, "a claim could not be released");
                }
                (Err(error), None)
            }
        }
    }

    async fn send(
        &self,
        delivery: &Delivery,
        name: &str,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let outgoing = Outgoing {
            to: delivery.to.clone(),
            message: compose()?,
            notice: name.to_owned(),
        };
        match self.mail.send(outgoing).await {
            Ok(()) => {
                let delay = self.cloud.clock.now().duration_since(delivery.at);
                let delay = i64::try_from(delay.as_millis()).unwrap_or_default();
                self.cloud.metrics.note(Metric::MailsSent, 1);
                self.cloud.metrics.note(Metric::MailDelay, delay);
                tracing::info!(event = delivery.logged, "a mail was sent");
                Ok(())
            }
            Err(error) => Err(DeliveryError::Mail(error)),
        }
    }

    /// Records that the mail was sent. Returns the mail's new state as [`Self::attempt`] does.
    async fn receipt(
        &self,
        delivery: &Delivery,
        now: Timestamp,
    ) -> (Result<(), DeliveryError>, Option<Open>) {
        let mut outcome = Ok(());
        for _ in 0..RECEIPT_ATTEMPTS {
            outcome = (self.cloud.store)
                .record_sent(&delivery.cause, &delivery.to, now)
                .await;
            if outcome.is_ok() {
                return (Ok(()), None);
            }
        }
        (outcome.map_err(DeliveryError::from), Some(Open::Sent))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

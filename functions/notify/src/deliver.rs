//! One mail to one person, once.

use docket_cloud::store::Claim;
use docket_cloud::{Cloud, Mail, MailError, Metric, Outgoing, StoreError};
use docket_domain::EmailAddress;
use docket_web::keys;
use jiff::Timestamp;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// How often the receipt of a mail that went out is tried: without it the mail would go out again.
const RECEIPT_ATTEMPTS: usize = 5;

/// What a mail is about and whom it goes to: together they name it.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The event, or the sign-in grant.
    pub(crate) cause: String,
    /// When that happened.
    pub(crate) at: Timestamp,
    /// The person.
    pub(crate) to: EmailAddress,
}

/// A mail did not go out, and will be tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(MailError),
    #[error("the mail could not be composed: {0}")]
    Compose(String),
    #[error("another attempt to send the mail is under way")]
    UnderWay,
}

/// The way out, with what has gone out of it. Copies share everything.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    pub(crate) cloud: Cloud,
    mail: Mail,
    /// The names of mails that went out and whose receipt could not be written: the record comes again, most often to this
    /// same process.
    without_receipt: Arc<Mutex<HashSet<String>>>,
}

impl Outbox {
    pub(crate) fn new(cloud: Cloud, mail: Mail) -> Self {
        Self {
            cloud,
            mail,
            without_receipt: Arc::default(),
        }
    }

    /// Sends the mail unless it has been sent. A mail that is refused for good is given up, so that it does not stand in
    /// the way of those behind it.
    pub(crate) async fn once(
        &self,
        delivery: &Delivery,
        secret: &str,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let (store, now) = (&self.cloud.store, self.cloud.clock.now());
        let name = keys::notice_name(secret, &delivery.cause, &delivery.to);
        if self.lacks_receipt(&name) {
            return self.receipt(delivery, &name, now).await;
        }
        let lease = self.cloud.settings.send_lease;
        match store
            .claim(&delivery.cause, &delivery.to, now, lease)
            .await?
        {
            Claim::Sent => return Ok(()),
            Claim::UnderWay => return Err(DeliveryError::UnderWay),
            Claim::Granted => {}
        }
        if let Err(error) = self.send(delivery, &name, compose).await {
            // If this fails as well, the lease ends the claim.
            if let Err(release) = store.release(&delivery.cause, &delivery.to).await {
                tracing::warn!(%release, event = delivery.cause, "a claim could not be released");
            }
            return Err(error);
        }
        self.receipt(delivery, &name, now).await
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
                tracing::info!(event = delivery.cause, "a mail was sent");
                Ok(())
            }
            Err(error @ MailError::Refused(_)) => {
                self.cloud.metrics.note(Metric::MailsRefused, 1);
                tracing::error!(%error, event = delivery.cause, "a mail is given up");
                Ok(())
            }
            Err(error) => Err(DeliveryError::Mail(error)),
        }
    }

    /// Writes down that the mail went out.
    async fn receipt(
        &self,
        delivery: &Delivery,
        name: &str,
        now: Timestamp,
    ) -> Result<(), DeliveryError> {
        let mut outcome = Ok(());
        for _ in 0..RECEIPT_ATTEMPTS {
            outcome = (self.cloud.store)
                .sent(&delivery.cause, &delivery.to, now)
                .await;
            if outcome.is_ok() {
                break;
            }
        }
        let mut names = self.names();
        match outcome {
            Ok(()) => names.remove(name),
            Err(_) => names.insert(name.to_owned()),
        };
        Ok(outcome?)
    }

    fn lacks_receipt(&self, name: &str) -> bool {
        self.names().contains(name)
    }

    fn names(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.without_receipt
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

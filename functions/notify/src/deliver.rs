//! One mail to one person, once.

use docket_cloud::store::Claim;
use docket_cloud::{Cloud, Mail, MailError, Outgoing, StoreError};
use docket_domain::EmailAddress;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a mail is about and whom it goes to: together they name it.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The event, or the sign-in grant.
    pub(crate) cause: String,
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

impl Delivery {
    /// Sends the mail unless it has been sent. A mail that is refused for good is given up, so that it does not stand in
    /// the way of those behind it.
    pub(crate) async fn once(
        &self,
        cloud: &Cloud,
        mail: &Mail,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let now = cloud.clock.now();
        let store = &cloud.store;
        match store
            .claim(&self.cause, &self.to, now, cloud.settings.send_lease)
            .await?
        {
            Claim::Sent => return Ok(()),
            Claim::UnderWay => return Err(DeliveryError::UnderWay),
            Claim::Granted => {}
        }
        let outgoing = Outgoing {
            to: self.to.clone(),
            message: compose()?,
            notice: self.name(),
        };
        match mail.send(outgoing).await {
            Ok(()) => {}
            Err(error @ MailError::Refused(_)) => {
                tracing::error!(%error, cause = self.cause, "a mail is given up");
            }
            Err(error) => return Err(DeliveryError::Mail(error)),
        }
        Ok(store.sent(&self.cause, &self.to, now).await?)
    }

    /// A name for the mail that says nothing about the person.
    fn name(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.to.hash(&mut hasher);
        format!("{}-{:016x}", self.cause, hasher.finish())
    }
}

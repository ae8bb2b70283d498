//! One mail to one person, once.

use docket_cloud::store::Claim;
use docket_cloud::{Cloud, Mail, MailError, Outgoing, StoreError};
use docket_domain::EmailAddress;
use docket_web::keys;

/// What a mail is about and whom it goes to: together they name it.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The event, or the sign-in grant.
    pub(crate) cause: String,
    /// The person.
    pub(crate) to: EmailAddress,
    /// The name of the mail.
    pub(crate) name: String,
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
    /// The mail about that cause to that person.
    pub(crate) fn new(secret: &str, cause: String, to: EmailAddress) -> Self {
        let name = keys::notice_name(secret, &cause, &to);
        Self { cause, to, name }
    }

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
        match self.send(mail, compose).await {
            Ok(()) => Ok(store.sent(&self.cause, &self.to, now).await?),
            Err(error) => {
                // If this fails as well, the lease ends the claim.
                if let Err(release) = store.release(&self.cause, &self.to).await {
                    tracing::warn!(%release, cause = self.cause, "a claim could not be released");
                }
                Err(error)
            }
        }
    }

    async fn send(
        &self,
        mail: &Mail,
        compose: impl FnOnce() -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<(), DeliveryError> {
        let outgoing = Outgoing {
            to: self.to.clone(),
            message: compose()?,
            notice: self.name.clone(),
        };
        match mail.send(outgoing).await {
            Err(error @ MailError::Refused(_)) => {
                tracing::error!(%error, cause = self.cause, "a mail is given up");
                Ok(())
            }
            outcome => outcome.map_err(DeliveryError::Mail),
        }
    }
}

//! Outgoing mail, through SES.

use crate::settings::Settings;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};
use docket_domain::EmailAddress;

/// Codes by which SES says that a mail will never be taken as it is. What it rejects may only wait for its sender to be
/// verified, so `MessageRejected` is not among them. Source: "Amazon SES API error codes" in its developer guide.
const FOR_GOOD: [&str; 4] = [
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "MissingParameter",
    "ValidationError",
];

/// The way out for mail.
#[derive(Debug, Clone)]
pub struct Mail {
    client: aws_sdk_ses::Client,
    sender: EmailAddress,
    configuration_set: String,
}

/// A mail that is ready to go.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Whom it goes to.
    pub to: EmailAddress,
    /// The whole message, MIME.
    pub message: Vec<u8>,
    /// Names this mail and no other, in letters, digits, `-` and `_`. SES keeps it as the tag `notice`, and events
    /// about the mail carry it; the mailbox on one machine keeps one mail for each.
    pub notice: String,
}

/// The mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It will never be taken as it is: the request is malformed.
    #[error("the mail is refused: {0}")]
    Refused(String),
    /// It was not taken, and may be later: too many at once, or a sender that is not verified yet.
    #[error("the mail cannot be sent now: {0}")]
    Later(String),
    /// Nobody knows whether it was taken: there was no answer.
    #[error("the mail service did not answer")]
    NoAnswer,
}

impl Mail {
    /// Mail through that client, from the sender and by the configuration set of the settings.
    #[must_use]
    pub fn new(client: aws_sdk_ses::Client, settings: &Settings) -> Self {
        Self {
            client,
            sender: settings.sender.clone(),
            configuration_set: settings.configuration_set.clone(),
        }
    }

    /// Hands the mail over. When this returns without an error, it is on its way.
    ///
    /// # Errors
    /// See [`MailError`]; the errors' texts hold no address and nothing of the message.
    pub async fn send(&self, mail: Outgoing) -> Result<(), MailError> {
        let later = |reason: &dyn std::fmt::Display| MailError::Later(reason.to_string());
        let message = RawMessage::builder().data(Blob::new(mail.message));
        let tag = MessageTag::builder().name("notice").value(mail.notice);
        let sent = self
            .client
            .send_raw_email()
            // The message says it too, with the desk's name. The role of `notify` is bounded by this one.
            .source(self.sender.as_str())
            .destinations(mail.to.as_str())
            .raw_message(message.build().map_err(|error| later(&error))?)
            .tags(tag.build().map_err(|error| later(&error))?)
            .configuration_set_name(&self.configuration_set)
            .send()
            .await;
        let Err(error) = sent else { return Ok(()) };
        let Some(refused) = error.as_service_error() else {
            return Err(match error {
                SdkError::ConstructionFailure(_) => later(&"it cannot be asked for"),
                _ => MailError::NoAnswer,
            });
        };
        // The service's message may name the address, so only its code is kept.
        let code = refused.code().unwrap_or("no code").to_owned();
        Err(match FOR_GOOD.contains(&code.as_str()) {
            true => MailError::Refused(code),
            false => MailError::Later(code),
        })
    }
}

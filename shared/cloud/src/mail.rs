//! Outgoing mail, through SES.

use crate::settings::Settings;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};
use docket_domain::EmailAddress;

/// Error codes with which SES refuses this mail, so that it would hold up those behind it. `MessageRejected` is also the answer
/// while the sender is not verified yet: once it is, the mails are handed over again. Source: "Amazon SES API error codes" in
/// its developer guide.
const FOR_GOOD: [&str; 5] = [
    "MessageRejected",
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "MissingParameter",
    "ValidationError",
];

/// Sends mail through SES.
#[derive(Debug, Clone)]
pub struct Mail {
    client: aws_sdk_ses::Client,
    sender: EmailAddress,
    configuration_set: Option<String>,
}

/// A mail that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The recipient.
    pub to: EmailAddress,
    /// The whole message, in MIME format.
    pub message: Vec<u8>,
    /// A unique name of this mail: letters, digits, `-` and `_`. SES keeps it as the tag `notice`
    /// and repeats it in its events about the mail. The local mailbox keeps one mail for each name.
    pub notice: String,
}

/// The mail was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// SES will never accept this mail as it is: the request is malformed.
    #[error("the mail is refused: {0}")]
    Refused(String),
    /// SES did not accept the mail now, but may accept it later: too many mails at once, or a
    /// sender that is not verified yet.
    #[error("the mail cannot be sent now: {0}")]
    Later(String),
    /// SES did not answer, so it is unknown whether it accepted the mail.
    #[error("the mail service did not answer")]
    NoAnswer,
}

impl Mail {
    /// Asks SES how many mails a second it takes from this account. Returns `None` when it does not tell.
    pub async fn rate(&self) -> Option<f64> {
        let quota = self.client.get_send_quota().send().await;
        let rate = quota.ok()?.max_send_rate();
        (rate >= 1.0).then_some(rate)
    }

    /// Returns a sender that uses this client. The sender's address and the configuration set come
    /// from the settings.
    #[must_use]
    pub fn new(client: aws_sdk_ses::Client, settings: &Settings) -> Self {
        Self {
            client,
            sender: settings.sender.clone(),
            configuration_set: settings.configuration_set.clone(),
        }
    }

    /// Gives the mail to SES. When this returns without an error, SES has accepted the mail.
    ///
    /// # Errors
    /// See [`MailError`]. The texts of the errors hold no address and no part of the message.
    pub async fn send(&self, mail: Outgoing) -> Result<(), MailError> {
        let later = |reason: &dyn std::fmt::Display| MailError::Later(reason.to_string());
        let message = RawMessage::builder().data(Blob::new(mail.message));
        let tag = MessageTag::builder().name("notice").value(mail.notice);
        let sent = self
            .client
            .send_raw_email()
            // The message names the sender too, with the desk's name. The role of `notify` may send
            // only from this address.
            .source(self.sender.as_str())
            .destinations(mail.to.as_str())
            .raw_message(message.build().map_err(|error| later(&error))?)
            .tags(tag.build().map_err(|error| later(&error))?)
            .set_configuration_set_name(self.configuration_set.clone())
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

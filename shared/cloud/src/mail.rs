//! Outgoing mail, through SES.

use aws_sdk_sesv2::error::SdkError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use docket_domain::EmailAddress;

/// The way out for mail.
#[derive(Debug, Clone)]
pub struct Mail {
    client: aws_sdk_sesv2::Client,
    sender: EmailAddress,
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
    /// Mail through that client, from that address.
    #[must_use]
    pub fn new(client: aws_sdk_sesv2::Client, sender: EmailAddress) -> Self {
        Self { client, sender }
    }

    /// Hands the mail over. When this returns without an error, it is on its way.
    ///
    /// # Errors
    /// See [`MailError`]; the errors' texts hold no address and nothing of the message.
    pub async fn send(&self, mail: Outgoing) -> Result<(), MailError> {
        let later = |reason: &dyn std::fmt::Display| MailError::Later(reason.to_string());
        let raw = RawMessage::builder()
            .data(Blob::new(mail.message))
            .build()
            .map_err(|error| later(&error))?;
        let tag = MessageTag::builder()
            .name("notice")
            .value(mail.notice)
            .build()
            .map_err(|error| later(&error))?;
        self.client
            .send_email()
            // The message says it too, with the desk's name. The role of `notify` is bounded by this one.
            .from_email_address(self.sender.as_str())
            .destination(
                Destination::builder()
                    .to_addresses(mail.to.as_str())
                    .build(),
            )
            .content(EmailContent::builder().raw(raw).build())
            .email_tags(tag)
            .send()
            .await
            .map_err(|error| {
                let Some(refused) = error.as_service_error() else {
                    return match error {
                        SdkError::ConstructionFailure(_) => later(&"it cannot be asked for"),
                        _ => MailError::NoAnswer,
                    };
                };
                // The service's message may name the address, so only its code is kept.
                let code = refused.meta().code().unwrap_or("no code").to_owned();
                // A rejected message may only wait for its sender to be verified, so that is not for good.
                match refused.is_bad_request_exception() {
                    true => MailError::Refused(code),
                    false => MailError::Later(code),
                }
            })?;
        Ok(())
    }
}

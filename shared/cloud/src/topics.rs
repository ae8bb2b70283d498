//! Topics of SNS, which tell whoever subscribes to them.

use aws_sdk_sns::config::Region;
use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};
use docket_domain::oncall::TopicArn;
use serde_json::json;

/// Error codes with which SNS refuses a message for as long as nobody changes something. Source: "Errors" of `Publish` in its API reference.
const FOR_GOOD: [&str; 17] = [
    "AuthorizationError",
    "AuthorizationErrorException",
    "NotFound",
    "NotFoundException",
    "InvalidParameter",
    "InvalidParameterException",
    "ParameterValueInvalid",
    "ValidationException",
    "InvalidSecurity",
    "EndpointDisabled",
    // The topic is encrypted by a key of its owner's.
    "KMSAccessDenied",
    "KMSAccessDeniedException",
    "KMSDisabled",
    "KMSInvalidState",
    "KMSNotFound",
    "KMSOptInRequired",
    "InvalidClientTokenId",
];

/// What a subject has fewer characters than.
const SUBJECT: usize = 100;

/// Tells topics of SNS something.
#[derive(Debug, Clone)]
pub struct Topics {
    client: aws_sdk_sns::Client,
}

/// A message to a topic.
#[derive(Debug)]
pub struct TopicMessage<'m> {
    /// The topic.
    pub topic: &'m TopicArn,
    /// The subject of mails. What is too long is left out.
    pub subject: &'m str,
    /// The text, whichever way it goes.
    pub text: &'m str,
    /// The text of an SMS.
    pub sms: &'m str,
}

/// The topic was not told.
#[derive(Debug, thiserror::Error)]
pub enum TopicError {
    /// SNS refuses it until somebody changes something.
    #[error("SNS refused it: {0}")]
    Refused(String),
    /// SNS may take it later.
    #[error("SNS did not take it: {0}")]
    Later(String),
}

impl Topics {
    /// Returns what tells topics something by this client.
    #[must_use]
    pub fn new(client: aws_sdk_sns::Client) -> Self {
        Self { client }
    }

    /// Tells a topic something, in the region that it is in.
    ///
    /// # Errors
    /// See [`TopicError`]. The texts of the errors hold no part of the message.
    pub async fn tell(&self, message: TopicMessage<'_>) -> Result<(), TopicError> {
        let shown = message.subject.chars().filter(|c| !c.is_control());
        let subject: String = shown.take(SUBJECT - 1).collect();
        let by_protocol = json!({ "default": message.text, "sms": message.sms });
        let region = Region::new(message.topic.region().to_owned());
        let told = self
            .client
            .publish()
            .topic_arn(message.topic.as_str())
            .set_subject((!subject.is_empty()).then_some(subject))
            .message_structure("json")
            .message(by_protocol.to_string())
            .customize()
            .config_override(aws_sdk_sns::Config::builder().region(region))
            .send()
            .await;
        let Err(error) = told else { return Ok(()) };
        let Some(code) = error.code() else {
            return Err(match error {
                SdkError::ConstructionFailure(_) => {
                    TopicError::Refused("it cannot be asked for".to_owned())
                }
                _ => TopicError::Later("no answer".to_owned()),
            });
        };
        // The service's message may name whom it concerns, so only its code is kept.
        Err(match FOR_GOOD.contains(&code) {
            true => TopicError::Refused(code.to_owned()),
            false => TopicError::Later(code.to_owned()),
        })
    }
}

//! Hands what is urgent in the table's stream to `notify` at once: links to sign in, and what calls the people on call.
//!
//! `notify` reads the stream too, and sends mail as fast as SES takes it. After a flood of tickets, whoever
//! wants to sign in would wait for every acknowledgement before their link. This function reads the same
//! stream, does nothing slow, and so is never behind.

use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::stream::records;
use docket_cloud::{Aws, AwsError, InvokeError, Invoker};
use serde_json::{Value, json};

/// The variable with the name of the function that sends mail.
const NOTIFY: &str = "NOTIFY_FUNCTION";

/// The function with its services. Copies share everything.
#[derive(Debug, Clone)]
pub struct Relay {
    notify: Invoker,
}

/// The records could not be handed over. Lambda delivers them again.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The event is none of the table's stream.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// `notify` was not called.
    #[error(transparent)]
    Invoke(#[from] InvokeError),
}

impl Relay {
    /// Makes the function. What is urgent goes to `notify`.
    #[must_use]
    pub fn new(notify: Invoker) -> Self {
        Self { notify }
    }

    /// Makes the function from the environment of Lambda.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` or Lambda sets.
    pub fn from_env() -> Result<Self, AwsError> {
        let notify = std::env::var(NOTIFY).map_err(|_| AwsError::Missing(NOTIFY))?;
        Ok(Self::new(Invoker::new(Aws::from_env()?.lambda(), notify)))
    }

    /// Handles a batch of stream records, which the filter in `template.yaml` has chosen. Each goes to
    /// `notify` in an event of its own, so none waits for another. If one is not taken, the whole batch fails;
    /// what was handed over twice is mailed once.
    ///
    /// # Errors
    /// See [`RelayError`].
    pub async fn handle(&self, batch: Value) -> Result<Value, RelayError> {
        for record in records(batch)? {
            let event = json!({ "urgent": [record] });
            self.notify.hand_over(&event).await?;
        }
        Ok(Value::Null)
    }
}

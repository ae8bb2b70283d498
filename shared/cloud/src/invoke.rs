//! Events for other functions, which nobody waits for.

use aws_sdk_lambda::error::{DisplayErrorContext, ProvideErrorMetadata};
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvocationType;
use serde_json::Value;

/// Hands events to one function.
#[derive(Debug, Clone)]
pub struct Invoker {
    client: aws_sdk_lambda::Client,
    function: String,
}

/// Lambda did not take the event.
#[derive(Debug, thiserror::Error)]
#[error("the event was not taken: {0}")]
pub struct InvokeError(String);

impl Invoker {
    /// Returns what hands events to the function with this name.
    #[must_use]
    pub fn new(client: aws_sdk_lambda::Client, function: String) -> Self {
        Self { client, function }
    }

    /// Gives an event to Lambda. When this returns without an error, Lambda has it: it calls the function
    /// soon, at least once, and again if that fails, as the function's `EventInvokeConfig` says.
    ///
    /// # Errors
    /// When Lambda does not take it. The text of the error holds no part of the event.
    pub async fn hand_over(&self, event: &Value) -> Result<(), InvokeError> {
        let handed = self
            .client
            .invoke()
            .function_name(&self.function)
            .invocation_type(InvocationType::Event)
            .payload(Blob::new(event.to_string()))
            .send()
            .await;
        match handed {
            Ok(_) => Ok(()),
            Err(error) => Err(InvokeError(match error.code() {
                Some(code) => code.to_owned(),
                None => DisplayErrorContext(&error).to_string(),
            })),
        }
    }
}

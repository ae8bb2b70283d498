//! The errors of looking at a deployed stack.

use aws_sdk_lambda::error::ProvideErrorMetadata;
use std::error::Error;

/// A deployed stack cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum DeployedError {
    /// A service refused a request. Names the action, as a policy has it, so that it can be allowed.
    #[error("{action} failed: {why}; may you do that, and is the name of the table right?")]
    Service {
        /// The action, such as `sqs:ReceiveMessage`.
        action: &'static str,
        /// The code of the error, or what the client says.
        why: String,
    },
    /// Something of the stack is not there.
    #[error("{0}: deploy the stack again")]
    Missing(String),
}

/// Names the action in a service's error.
pub(crate) fn of<E: Error + ProvideErrorMetadata>(
    action: &'static str,
) -> impl FnOnce(E) -> DeployedError {
    move |error| DeployedError::Service {
        action,
        why: match error.code() {
            Some(code) => code.to_owned(),
            // Nothing of the answer: it may name people.
            None => error.to_string(),
        },
    }
}

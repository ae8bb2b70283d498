//! A function of a stack, called beside its triggers.

use docket_local::{Answer, Event, Function, HandlerError, Stack};
use serde_json::Value;

/// A function that tests hand events to.
#[derive(Clone)]
pub(crate) struct Called(Function);

impl Called {
    pub(crate) fn new(stack: &Stack, binary: &str) -> Self {
        Self(stack.function(binary).unwrap())
    }

    /// Hands it an event as Lambda does.
    pub(crate) async fn handle(&self, event: Value) -> Result<Value, HandlerError> {
        match self.0.call(Event::Json(event)).await? {
            Answer::Json(answer) => Ok(answer),
            Answer::Response(response) => panic!("it answers with {response:?}"),
        }
    }
}

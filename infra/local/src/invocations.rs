//! The stand-in for Lambda: functions hand events to others, and wait for no answer.

use crate::database::Answered;
use crate::triggers::HandedOver;
use serde_json::{Value, json};

/// The stand-in. Copies share the events.
#[derive(Debug, Clone)]
pub(crate) struct Invocations(pub(crate) HandedOver);

impl Invocations {
    /// Answers a request to call a function. The kind is that of the call; only `Event` is taken.
    pub(crate) fn invoke(&self, function: &str, kind: &str, body: &[u8]) -> Answered {
        let event: Result<Value, _> = serde_json::from_slice(body);
        let ("Event", Ok(event)) = (kind, event) else {
            return refused(400, "InvalidParameterValueException");
        };
        match self.0.put(function, event) {
            Ok(true) => Answered {
                status: 202,
                body: Vec::new(),
            },
            Ok(false) => refused(404, "ResourceNotFoundException"),
            Err(error) => {
                tracing::error!(%error, "an event for a function could not be kept");
                refused(500, "ServiceException")
            }
        }
    }
}

fn refused(status: u16, code: &str) -> Answered {
    Answered {
        status,
        body: json!({ "__type": code }).to_string().into_bytes(),
    }
}

//! What Lambda and EventBridge put into a queue when they give an event up.
//!
//! The formats: "Capturing records of Lambda asynchronous invocations" and "Capturing discarded batches for a DynamoDB event source",
//! in the developer guide of Lambda; "Using dead-letter queues to process undelivered events", in the user guide of EventBridge.

use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use jiff::Timestamp;
use serde_json::Value;

/// An event that was given up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FailedEvent {
    /// The ARN of the function that was called, or was to be.
    pub(crate) function: String,
    /// Why it was given up.
    pub(crate) why: String,
    /// When it was put into the queue.
    pub(crate) at: Timestamp,
    /// What the function was to get.
    pub(crate) content: Content,
}

/// What a function was to get.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// This event.
    Event(Value),
    /// These records of a stream, which keeps them for a day.
    Records(Batch),
    /// Something that no service is known to put there.
    Unknown,
}

/// A batch of records in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) stream: String,
    pub(crate) shard: String,
    /// The sequence numbers of the first and of the last record.
    pub(crate) first: String,
    pub(crate) last: String,
}

impl FailedEvent {
    /// Reads a message of the queue.
    pub(crate) fn read(message: &Message) -> Self {
        let sent = message
            .attributes()
            .and_then(|all| all.get(&MessageSystemAttributeName::SentTimestamp));
        let at = sent.and_then(|sent| Timestamp::from_millisecond(sent.parse().ok()?).ok());
        let attribute = |name: &str| message.message_attributes()?.get(name)?.string_value();
        let body = serde_json::from_str(message.body().unwrap_or_default());
        let body: Value = body.unwrap_or_default();
        Self::of(body, attribute, at.unwrap_or(Timestamp::UNIX_EPOCH))
    }

    fn of<'m>(mut body: Value, attribute: impl Fn(&str) -> Option<&'m str>, at: Timestamp) -> Self {
        let text = |place: &str| {
            body.pointer(place)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let function = text("/requestContext/functionArn");
        let condition = text("/requestContext/condition");
        // Nothing of the answer: it may name people.
        let why = condition.unwrap_or_else(|| "unknown".to_owned());
        let batch = || {
            let part = |name: &str| text(&format!("/DDBStreamBatchInfo/{name}"));
            Some(Batch {
                stream: part("streamArn")?,
                shard: part("shardId")?,
                first: part("startSequenceNumber")?,
                last: part("endSequenceNumber")?,
            })
        };
        if let (Some(function), Some(batch)) = (&function, batch()) {
            let (function, content) = (function.clone(), Content::Records(batch));
            return Self {
                function,
                why,
                at,
                content,
            };
        }
        if let (Some(function), Some(event)) = (function, body.get_mut("requestPayload")) {
            let content = Content::Event(event.take());
            return Self {
                function,
                why,
                at,
                content,
            };
        }
        // EventBridge puts the event itself there, and the rest beside it.
        match attribute("TARGET_ARN") {
            Some(function) if body.is_object() => Self {
                function: function.to_owned(),
                why: attribute("ERROR_CODE").unwrap_or("unknown").to_owned(),
                at,
                content: Content::Event(body),
            },
            _ => Self {
                function: String::new(),
                why: "no service is known to put such a message there".to_owned(),
                at,
                content: Content::Unknown,
            },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    const FUNCTION: &str =
        "arn:aws:lambda:eu-central-1:111122223333:function:docket-Notify-1:$LATEST";

    fn read(body: Value, attributes: &[(&str, &'static str)]) -> FailedEvent {
        let attribute = |name: &str| {
            attributes
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| *value)
        };
        FailedEvent::of(body, attribute, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_call_that_was_given_up_has_its_event() {
        let body = json!({
            "version": "1.0", "timestamp": "2026-11-14T18:16:05.568Z",
            "requestContext": { "requestId": "e4b46cbf", "functionArn": FUNCTION, "condition": "RetriesExhausted", "approximateInvokeCount": 3 },
            "requestPayload": { "urgent": [{}] },
            "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
            "responsePayload": { "errorMessage": "somebody@example.com" },
        });
        let failed = read(body, &[]);
        assert_eq!(
            (failed.function.as_str(), failed.why.as_str()),
            (FUNCTION, "RetriesExhausted")
        );
        assert_eq!(failed.content, Content::Event(json!({ "urgent": [{}] })));
    }

    #[test]
    fn a_batch_of_a_stream_has_its_place() {
        let body = json!({
            "requestContext": { "requestId": "316aa6d0", "functionArn": FUNCTION, "condition": "RecordAgeExceeded", "approximateInvokeCount": 1 },
            "responseContext": { "statusCode": 200 },
            "version": "1.0", "timestamp": "2026-11-14T00:13:49.717Z",
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000001573689847184-864758bb", "startSequenceNumber": "800000000003126276362",
                "endSequenceNumber": "800000000003126276364", "approximateArrivalOfFirstRecord": "2026-11-14T00:13:19Z",
                "approximateArrivalOfLastRecord": "2026-11-14T00:13:19Z", "batchSize": 2, "streamArn": "arn:aws:dynamodb:stream",
            },
        });
        let Content::Records(batch) = read(body, &[]).content else {
            unreachable!()
        };
        assert_eq!(
            [batch.first, batch.last],
            ["800000000003126276362", "800000000003126276364"]
        );
        assert_eq!(
            [batch.stream, batch.shard],
            [
                "arn:aws:dynamodb:stream",
                "shardId-00000001573689847184-864758bb"
            ]
        );
    }

    #[test]
    fn an_event_that_no_rule_could_deliver_is_there_whole() {
        let event = json!({ "source": "aws.s3", "detail-type": "Object Created", "detail": {} });
        let failed = read(
            event.clone(),
            &[
                ("TARGET_ARN", FUNCTION),
                ("ERROR_CODE", "NO_PERMISSIONS"),
                ("RULE_ARN", "arn"),
            ],
        );
        assert_eq!(
            (failed.function.as_str(), failed.why.as_str()),
            (FUNCTION, "NO_PERMISSIONS")
        );
        assert_eq!(failed.content, Content::Event(event));
    }

    #[test]
    fn anything_else_is_shown_and_stays() {
        for body in [
            json!("words"),
            json!({ "hello": 1 }),
            Value::Null,
            json!({ "requestPayload": 1 }),
        ] {
            assert_eq!(read(body, &[]).content, Content::Unknown);
        }
    }
}

//! The stream's records, as Lambda hands them over.

use docket_cloud::StoreError;
use docket_cloud::store::{SignInLink, event_of};
use docket_domain::ticket::Event;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize)]
struct Record {
    #[serde(rename = "eventName")]
    name: String,
    dynamodb: Change,
}

#[derive(Debug, Deserialize)]
struct Change {
    #[serde(rename = "NewImage", default)]
    new: serde_dynamo::Item,
}

/// What a record tells of.
#[derive(Debug)]
pub(crate) enum StreamRecord {
    /// Something happened to a ticket.
    Event(Event),
    /// Somebody asked for a sign-in link.
    SignInLink(SignInLink),
    /// Nothing that anybody is told of.
    Nothing,
}

/// Reads a record. The filter in `template.yaml` lets only new events and sign-in links through; whatever else comes is
/// nothing.
pub(crate) fn read(record: Value) -> Result<StreamRecord, StoreError> {
    let record: Record = serde_json::from_value(record)?;
    let item = record.dynamodb.new;
    let kind = match item.get("sk") {
        Some(serde_dynamo::AttributeValue::S(sk)) if record.name == "INSERT" => sk.as_str(),
        _ => return Ok(StreamRecord::Nothing),
    };
    if kind.starts_with("EVENT#") {
        event_of(item).map(StreamRecord::Event)
    } else if kind == "SIGN_IN_LINK" {
        Ok(StreamRecord::SignInLink(serde_dynamo::from_item(item)?))
    } else {
        Ok(StreamRecord::Nothing)
    }
}

/// The name of a record in its stream.
pub(crate) fn sequence_number(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/SequenceNumber")?.as_str()
}

/// The partition of the item that a record is about: a ticket, or a sign-in link.
pub(crate) fn partition(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/Keys/pk/S")?.as_str()
}

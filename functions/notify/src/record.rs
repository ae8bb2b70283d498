//! The stream's records, as Lambda hands them over.

use docket_cloud::StoreError;
use docket_cloud::store::{Grant, event_of};
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
pub(crate) enum News {
    /// Something happened to a ticket.
    Event(Event),
    /// Somebody asked for a sign-in link.
    Grant(Grant),
    /// Nothing that anybody is told of.
    Nothing,
}

/// Reads a record. The filter in `template.yaml` lets only new events and sign-in grants through; whatever else comes is
/// nothing.
pub(crate) fn read(record: Value) -> Result<News, StoreError> {
    let record: Record = serde_json::from_value(record)?;
    let item = record.dynamodb.new;
    let kind = match item.get("sk") {
        Some(serde_dynamo::AttributeValue::S(sk)) if record.name == "INSERT" => sk.as_str(),
        _ => return Ok(News::Nothing),
    };
    if kind.starts_with("EVENT#") {
        event_of(item).map(News::Event)
    } else if kind == "GRANT" {
        Ok(News::Grant(serde_dynamo::from_item(item)?))
    } else {
        Ok(News::Nothing)
    }
}

/// The name of a record in its stream.
pub(crate) fn sequence_number(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/SequenceNumber")?.as_str()
}

/// The partition of the item that a record is about: a ticket, or a grant.
pub(crate) fn partition(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/Keys/pk/S")?.as_str()
}

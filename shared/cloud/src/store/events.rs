//! Events as items. A long event is compressed. A write costs by the kilobyte, and twice as much in
//! a transaction. Compression makes a text two to four times shorter.

use super::error::StoreError;
use super::keys::{self, Item};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::actor::Actor;
use docket_domain::ticket::{Change, Event};
use docket_domain::{DeskId, TicketId};
use jiff::Timestamp;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The attribute that holds a compressed event, as deflated JSON.
const PACKED: &str = "packed";
/// The length in bytes up to which an event's JSON is stored as it is, readable in the console. Its
/// item then fits into a kilobyte.
const PLAIN: usize = 900;
/// The longest JSON of an event, in bytes. A longer one was not written by Docket.
const LONGEST: usize = 1024 * 1024;
/// The level of compression. Higher levels cost more time than they save bytes.
const LEVEL: u8 = 6;

/// Makes the item of an event.
pub(super) fn to_item(event: &Event) -> Result<Item, StoreError> {
    if event.change.is_internal() == Some(true) {
        let mut json = serde_json::to_value(event)?;
        if let Some(change) = json.get_mut("change").and_then(Value::as_object_mut) {
            // A version that does not know the kind shows it to nobody else.
            change.insert("internal".to_owned(), Value::Bool(true));
        }
        return item_of(event, &json);
    }
    item_of(event, event)
}

/// Makes the item of an event from what is written of it.
fn item_of(event: &Event, written: &impl Serialize) -> Result<Item, StoreError> {
    let json = serde_json::to_vec(written)?;
    let mut item = if json.len() > PLAIN {
        let packed = Blob::new(compress_to_vec(&json, LEVEL));
        Item::from([(PACKED.to_owned(), AttributeValue::B(packed))])
    } else {
        serde_dynamo::to_item(written)?
    };
    item.extend(keys::event(&event.id()).item());
    Ok(item)
}

/// Reads an event from its item, as the table or its stream returns it.
///
/// An event that this version does not understand, since a later one wrote it, is read as
/// [`Change::Unknown`].
///
/// # Errors
/// When the item is not an event of any version.
pub fn event_of(item: impl Into<serde_dynamo::Item>) -> Result<Event, StoreError> {
    let mut json = json_of(item.into())?;
    // Docket 0.1 kept an idempotency key in full there.
    if let Some(event) = json
        .as_object_mut()
        .filter(|event| event.get("request").is_some_and(Value::is_object))
    {
        event.remove("request");
    }
    match Event::deserialize(&json) {
        Ok(event) => Ok(event),
        Err(_) => Ok(Outline::deserialize(json)?.event()),
    }
}

/// Reads the JSON of an event from its item.
fn json_of(item: serde_dynamo::Item) -> Result<Value, StoreError> {
    match item.get(PACKED) {
        Some(serde_dynamo::AttributeValue::B(packed)) => {
            let json =
                decompress_to_vec_with_limit(packed, LONGEST).map_err(|_| StoreError::Packed)?;
            Ok(serde_json::from_slice(&json)?)
        }
        _ => Ok(serde_dynamo::from_item(item)?),
    }
}

/// What every version of Docket knows of an event.
#[derive(Debug, Deserialize)]
struct Outline {
    ticket: TicketId,
    desk: DeskId,
    sequence: u64,
    at: Timestamp,
    #[serde(default)]
    change: Value,
}

impl Outline {
    fn event(self) -> Event {
        // Later versions mark what only the desk's people see in the same way. What this version knows by
        // its kind and still cannot read may be for some people only.
        let internal = self.change.get("internal").and_then(Value::as_bool);
        let kind = self.change.get("kind").and_then(Value::as_str);
        let is_known = kind.is_none_or(|kind| Change::KINDS.contains(&kind));
        Event {
            ticket: self.ticket,
            desk: self.desk,
            sequence: self.sequence,
            at: self.at,
            actor: Actor::System,
            change: Change::Unknown {
                internal: internal.unwrap_or(is_known),
            },
            request: None,
        }
    }
}

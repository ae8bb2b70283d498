//! Events as items. A long one is packed: what a write costs goes by the kilobyte, twice that in a transaction, and texts
//! shrink to a half or a quarter.

use super::error::StoreError;
use super::keys::{self, Item};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::ticket::Event;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The attribute that holds a packed event, as deflated JSON.
const PACKED: &str = "packed";
/// An event whose JSON is no longer than this stays as it is, to be read in the console: its item fits into a kilobyte.
const PLAIN: usize = 900;
/// No event is longer than this; whatever claims to be was not written by us.
const LONGEST: usize = 1024 * 1024;
/// How hard to try: the levels above cost more time than they save bytes.
const LEVEL: u8 = 6;

/// The item of an event.
pub(super) fn to_item(event: &Event) -> Result<Item, StoreError> {
    let json = serde_json::to_vec(event)?;
    let mut item = if json.len() > PLAIN {
        let packed = Blob::new(compress_to_vec(&json, LEVEL));
        Item::from([(PACKED.to_owned(), AttributeValue::B(packed))])
    } else {
        serde_dynamo::to_item(event)?
    };
    item.extend(keys::event(&event.ticket, event.id).item());
    Ok(item)
}

/// The event of an item, as the table or its stream hands it over.
///
/// # Errors
/// When the item is not an event.
pub fn event_of(item: impl Into<serde_dynamo::Item>) -> Result<Event, StoreError> {
    let item: serde_dynamo::Item = item.into();
    match item.get(PACKED) {
        Some(serde_dynamo::AttributeValue::B(packed)) => {
            let json =
                decompress_to_vec_with_limit(packed, LONGEST).map_err(|_| StoreError::Packed)?;
            Ok(serde_json::from_slice(&json)?)
        }
        _ => Ok(serde_dynamo::from_item(item)?),
    }
}

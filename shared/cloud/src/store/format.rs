//! Reads tickets and files, also those that a later version of Docket wrote.
//!
//! A later version may have added attributes. Such an item is read as far as possible and shown. It is
//! not written: what this version does not know would be lost.

use super::error::StoreError;
use super::keys::Item;
use docket_domain::Format;
use serde::de::DeserializeOwned;

/// Reads a ticket or a file.
pub(super) fn read<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let format = item.get("format").and_then(|format| format.as_n().ok());
    let format: Option<Format> = format.and_then(|format| serde_json::from_str(format).ok());
    serde_dynamo::from_item(item).map_err(|error| match format {
        Some(format) if format.is_later() => StoreError::Later,
        _ => error.into(),
    })
}

/// Refuses to write an item that was read in this format, if that is a later one.
pub(super) fn check(format: Format) -> Result<(), StoreError> {
    match format.is_later() {
        true => Err(StoreError::Later),
        false => Ok(()),
    }
}

//! Reads tickets and files, also those that a later version of Docket wrote.
//!
//! A later version may have added attributes. Such an item is read as far as possible and shown. It is
//! not written: what this version does not know would be lost.

use super::error::StoreError;
use super::keys::Item;
use docket_domain::Format;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::Ticket;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads a ticket.
pub(super) fn ticket_of(item: Item) -> Result<Ticket, StoreError> {
    read(item)
}

/// Reads a file.
pub(super) fn file_of(item: Item) -> Result<Attachment, StoreError> {
    read(item)
}

/// Refuses to write an item that was read in this format, if that is a later one.
pub(super) fn check(format: Format) -> Result<(), StoreError> {
    match format.is_later() {
        true => Err(StoreError::Later),
        false => Ok(()),
    }
}

fn read<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    #[derive(Deserialize)]
    struct Marked {
        #[serde(default)]
        format: Format,
    }
    serde_dynamo::from_item(item.clone()).map_err(|error| {
        let marked = serde_dynamo::from_item(item);
        match marked.is_ok_and(|marked: Marked| marked.format.is_later()) {
            true => StoreError::Later,
            false => error.into(),
        }
    })
}

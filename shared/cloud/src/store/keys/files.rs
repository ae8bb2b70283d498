//! The keys of files.

use super::due;
use super::key::{Item, Key};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId};
use jiff::Timestamp;

/// Returns the key of a file. A ticket's files sort right after its events, so that one query finds
/// both.
#[must_use]
pub fn file(ticket: &TicketId, id: FileId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("FILE#{id}"))
}

/// Returns the key of the item that counts a ticket's files and their bytes.
#[must_use]
pub fn files(ticket: &TicketId) -> Key {
    Key::new(format!("TICKET#{ticket}"), "FILES")
}

/// Returns `true` when an item is a file.
#[must_use]
pub fn is_file(item: &Item) -> bool {
    let sk = item.get("sk").and_then(|sk| sk.as_s().ok());
    sk.is_some_and(|sk| sk.starts_with("FILE#"))
}

/// Returns the ID of the file whose item was found in an index. Returns `None` for other items.
#[must_use]
pub fn file_of(item: &Item) -> Option<FileId> {
    item.get("sk")?
        .as_s()
        .ok()?
        .strip_prefix("FILE#")?
        .parse()
        .ok()
}

/// Returns the keys of a file in the `due` index, where the sweep finds abandoned uploads.
#[must_use]
pub fn file_due(file: &Attachment, at: Timestamp) -> Item {
    due::place(&file.ticket, at, &format!("{}#{}", file.ticket, file.id))
}

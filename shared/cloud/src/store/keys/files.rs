//! The keys of files.

use super::due;
use super::key::{Item, Key};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId};
use jiff::Timestamp;

/// Returns the key of a file. A ticket's files sort between its events and the ticket itself, so that
/// one query finds them with the newest events.
#[must_use]
pub fn file(ticket: &TicketId, id: FileId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("FILE#{id}"))
}

/// Returns the key of the item that counts a ticket's files and their bytes.
#[must_use]
pub fn files(ticket: &TicketId) -> Key {
    Key::new(format!("TICKET#{ticket}"), "FILES")
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

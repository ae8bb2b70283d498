//! The keys of files.

use super::due;
use super::key::{Item, Key};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId};
use jiff::Timestamp;

/// A file. A ticket's files sort right behind its events, so that one query finds both.
#[must_use]
pub fn file(ticket: &TicketId, id: FileId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("FILE#{id}"))
}

/// What a ticket's files take up.
#[must_use]
pub fn files(ticket: &TicketId) -> Key {
    Key::new(format!("TICKET#{ticket}"), "FILES")
}

/// Whether an item is a file.
#[must_use]
pub fn is_file(item: &Item) -> bool {
    let sk = item.get("sk").and_then(|sk| sk.as_s().ok());
    sk.is_some_and(|sk| sk.starts_with("FILE#"))
}

/// The file of an item found in an index.
#[must_use]
pub fn file_of(item: &Item) -> Option<FileId> {
    item.get("sk")?
        .as_s()
        .ok()?
        .strip_prefix("FILE#")?
        .parse()
        .ok()
}

/// The keys of a file on its way in the index `due`, under which the sweep finds what was given up.
#[must_use]
pub fn file_due(file: &Attachment, at: Timestamp) -> Item {
    due::place(&file.ticket, at, &format!("{}#{}", file.ticket, file.id))
}

//! Files: declared, uploaded, inspected, scanned or abandoned.

mod declare;
mod due;
mod inspect_upload;
mod on_ticket;
mod scan;

pub use declare::{declare, declare_for_form, extend_reservation, start_parts, upload_of};
pub use due::delete_due_file;
pub use inspect_upload::{UploadOutcome, inspect_upload};
pub use on_ticket::{TicketFiles, on_ticket};
pub use scan::scanned;

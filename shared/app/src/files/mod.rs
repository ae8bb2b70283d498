//! Files: declared, uploaded, inspected, scanned or abandoned.

mod abandoned;
mod declare;
mod inspect_upload;
mod on_ticket;
mod scan;

pub use abandoned::delete_abandoned_upload;
pub use declare::{declare, declare_for_form, extend_reservation, start_parts, upload_of};
pub use inspect_upload::{UploadOutcome, inspect_upload};
pub use on_ticket::{TicketFiles, on_ticket};
pub use scan::scanned;

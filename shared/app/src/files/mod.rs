//! Files: declared, uploaded, inspected, scanned or abandoned.

mod announce;
mod arrive;
mod leftover;
mod scan;

pub use announce::{announce, announce_by_form, asked_again, start_parts, upload_of};
pub use arrive::{Arrival, arrived};
pub use leftover::clear_leftover;
pub use scan::scanned;

//! The form that opens a ticket, and its check against the desk.

mod check;
mod draft;
mod field_value;
mod new_ticket;
mod read;

pub use draft::{Draft, MAX_CC, MAX_NAME, MAX_SUBJECT};
pub use field_value::FieldValue;
pub use new_ticket::NewTicket;
pub(crate) use read::{optional, prose, required};

//! Pages for the requester of a ticket.

mod upload;

pub use upload::upload;

//! Pages for the requester of a ticket.

mod own_tickets;
mod profile;
mod support_access;
mod upload;

pub use own_tickets::own_tickets;
pub(crate) use profile::{KnownOf, profile};
pub use support_access::own_access;
pub use upload::upload;

//! Pages for the requester of a ticket.

mod own_tickets;
mod upload;

pub use own_tickets::own_tickets;
pub use upload::upload;

//! Pages for the requester of a ticket.

mod own_tickets;
mod profile;
mod upload;

pub use own_tickets::own_tickets;
pub use profile::profile;
pub use upload::upload;

//! Large-scale incidents: declared, updated, closed; their tickets, and those whom they affect.

mod change;
mod declare;
mod followers;
mod read;
mod tickets;

pub use change::{Wanted, change};
pub use declare::declare;
pub use followers::{Followed, confirm, follow, follower, stop};
pub use read::{IncidentView, incident_of, view};
pub use tickets::{close_tickets, link_all, unlink};

//! Large-scale incidents: declared, updated, closed; their tickets, and those who are told of them.

mod change;
mod declare;
mod followers;
mod opened;
mod read;
mod task;
mod tickets;

pub use change::{Wanted, change};
pub use declare::declare;
pub use followers::{ByToken, Followed, Said, by_token, follow, say};
pub use opened::Opened;
pub use read::{IncidentView, incident_of, view};
pub use task::do_task;
pub use tickets::{link_all, people_of, unlink};

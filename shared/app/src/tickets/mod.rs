//! Tickets: opened, read, changed by people, and changed by timers.

mod change;
mod open;
mod read;
mod timers;

pub use change::{Done, ExpectedVersion, Outcome, TicketCommand, change};
pub use open::{OpenedBy, open};
pub use read::{TicketRequest, access, view, view_before};
pub use timers::run_timers;

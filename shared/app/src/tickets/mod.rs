//! Tickets: opened, read, changed by people, and changed by timers.

mod act;
mod change;
mod count;
mod follow_up;
mod open;
mod read;
mod timers;

pub(crate) use act::{Act, act};
pub use change::{Done, ExpectedVersion, Outcome, TicketCommand, change};
pub use count::count;
pub use follow_up::{FollowUp, follow_up};
pub use open::{OpenedBy, open};
pub use read::{TicketRequest, access, view, view_before};
pub use timers::run_timers;

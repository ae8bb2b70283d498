//! The pages that exist only on one machine, under `/_local`: the mailbox to look at, the clock to move, events to try out.

mod clock;
mod events;
mod guard;
mod mailbox;
mod problem;
mod router;
mod settle;
mod state;

pub use problem::problem;
pub(crate) use router::routes;
pub(crate) use state::LocalApi;

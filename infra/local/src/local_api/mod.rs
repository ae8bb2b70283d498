//! The routes that exist only on one machine, under `/_local`. They show the mailbox, move the
//! clock and send events.

mod clock;
mod events;
mod guard;
mod mailbox;
mod parts;
mod problem;
mod router;
mod settle;
mod state;

pub use problem::problem;
pub(crate) use router::routes;
pub(crate) use state::LocalApi;

//! A ticket: what can be done to it, and what it then is.
//!
//! [`open`] and [`Ticket::decide`] turn commands into events and hold every rule; [`Ticket::opened`] and
//! [`Ticket::apply`] turn events into state and hold none. So the state is always what the timeline says.

mod change;
mod decide;
mod event;
mod evolve;
mod placement;
mod state;

pub use change::{Cause, Change, Opening};
pub use decide::{Command, Options, open};
pub use event::{Event, EventId, RequestMark};
pub use evolve::EvolveError;
pub use placement::Placement;
pub use state::Ticket;

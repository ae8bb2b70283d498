//! A ticket: its commands, its events and its state.
//!
//! [`open`] and [`Ticket::decide`] turn commands into events, and have all the rules.
//! [`Ticket::opened`] and [`Ticket::apply`] turn events into state, and have none. The state of a
//! ticket therefore always follows from its timeline.

mod assigned;
mod change;
mod corrected;
mod counts;
mod decide;
mod event;
mod evolve;
mod key_lifetime;
mod opening;
mod placement;
mod rating;
mod request;
mod state;
mod visibility;

pub use assigned::{Assigned, Handed, Representative};
pub use change::{Cause, Change};
pub use corrected::Corrected;
pub use counts::{CountedAs, Counts, PhaseCounts};
pub use decide::{
    AllowedChanges, AssignTo, Command, Customer, Details, Escalation, SESSION_MINUTES,
    confirm_opening, open, page_opening,
};
pub(crate) use event::to_milliseconds;
pub use event::{Event, EventId, EventIdError};
pub use evolve::EvolveError;
pub use opening::Opening;
pub use placement::{Placement, QueuePlace};
pub use rating::GivenRating;
pub use request::{CarriedOut, Known, RecentRequests, RequestMark, RequestMarkError};
pub use state::Ticket;

//! A ticket: its commands, its events and its state.
//!
//! [`open`] and [`Ticket::decide`] turn commands into events, and have all the rules.
//! [`Ticket::opened`] and [`Ticket::apply`] turn events into state, and have none. The state of a
//! ticket therefore always follows from its timeline.

mod change;
mod decide;
mod event;
mod evolve;
mod key_lifetime;
mod placement;
mod rating;
mod request;
mod state;
mod visibility;

pub use change::{Assigned, Cause, Change, Opening, Representative};
pub use decide::{
    AllowedChanges, AssignTo, Command, Customer, SESSION_MINUTES, confirm_opening, open,
    page_opening,
};
pub(crate) use event::to_milliseconds;
pub use event::{Event, EventId, EventIdError};
pub use evolve::EvolveError;
pub use placement::Placement;
pub use rating::GivenRating;
pub use request::{CarriedOut, Known, RecentRequests, RequestMark, RequestMarkError};
pub use state::Ticket;

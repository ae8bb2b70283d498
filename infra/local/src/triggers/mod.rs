//! Everything that calls functions beside requests: the table's stream, EventBridge's rules and schedules.
//!
//! Items that fail are handed over again and then set aside, in one way for all, by [`retry`]. [`doorbell`] knows when all that has happened
//! has had its consequences.

mod doorbell;
mod event_bus;
mod handled;
mod inbox;
mod retry;
mod schedule;
mod start;
mod stream;

pub(crate) use doorbell::Doorbell;
pub(crate) use event_bus::EventBus;
pub(crate) use schedule::Schedules;
pub(crate) use start::Triggers;

//! Everything that calls functions, apart from requests: the table's stream, and EventBridge's
//! rules and schedules.
//!
//! [`retry`] repeats failed items and sets them aside after too many attempts, in the same way for
//! all. [`doorbell`] tells when all work is done.

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

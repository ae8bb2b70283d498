//! Everything that calls functions, apart from requests: the table's stream, EventBridge's rules
//! and schedules, and other functions.
//!
//! [`retry`] repeats failed items and sets them aside after too many attempts, in the same way for
//! all. [`doorbell`] tells when all work is done.

mod aside;
mod doorbell;
mod event_bus;
mod handed_over;
mod handled;
mod inbox;
mod retry;
mod schedule;
mod start;
mod stream;

pub(crate) use aside::{Aside, again};
pub(crate) use doorbell::Doorbell;
pub(crate) use event_bus::EventBus;
pub(crate) use handed_over::HandedOver;
pub(crate) use schedule::Schedules;
pub(crate) use start::Triggers;

//! The timers of a ticket.

mod timer;

pub use timer::{Silence, Timer, TimerAction, next, timers};

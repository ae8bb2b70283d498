//! When the clock has something to do on a ticket.

mod timer;

pub use timer::{Silence, Timer, TimerAction, next, timers};

//! Time: opening hours, service levels and the timers of a ticket.

mod business_hours;
mod course;
mod history;
mod metric;
mod openness;
mod reading;
mod service_level;
mod timer;

pub use business_hours::{BusinessHours, Interval};
pub use course::{Clocks, Course, Settled};
pub use metric::{Metric, Milestone};
pub use openness::Openness;
pub use reading::{ClockSpan, ClockState, Reading, SpanKind};
pub use service_level::{ANY_PRIORITY, Calendar, LevelHours, Pause, ServiceLevel, Targets};
pub(crate) use timer::is_old_news;
pub use timer::{Outlook, Timer, TimerAction, closes_at, outlook, timers};

//! Who is on call, and the pages that call them.
//!
//! The model is GoAlert's: an escalation [policy](EscalationPolicy) has steps, each step calls persons, teams, [rotations](Rotation) and
//! [schedules](Schedule). [Overrides](Override) change who is on call for a while. A [`Page`] goes through the steps until somebody acknowledges
//! it.

mod calendar;
mod channel;
mod course;
mod overrides;
mod page;
mod page_event;
mod page_id;
mod policy;
mod roster;
mod rotation;
mod rule;
mod schedule;
mod test_call;
mod topic_arn;

pub use calendar::{MAX_CALENDAR, Watch};
pub use channel::{Channel, ChannelKind, Way};
pub use course::{Course, Step};
pub use overrides::{MAX_OVERRIDE, Override, OverrideDraft, OverrideKind};
pub use page::{Contact, Page, PageCommand, PageState};
pub use page_event::{Ended, PageChange, PageEvent};
pub use page_id::{PageId, PageIdError};
pub(crate) use policy::NAMES;
pub use policy::{Called, EscalationPolicy, EscalationStep};
pub use roster::Roster;
pub use rotation::{LocalTime, Rotation, Turn};
pub use rule::{PageHours, PageRule, PageWhen};
pub use schedule::{Day, Schedule, ScheduleRule, Shift};
pub use test_call::TestCall;
pub use topic_arn::{TopicArn, TopicArnError};

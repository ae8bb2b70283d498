//! Who is on call, and the pages that call them.

mod act;
mod call;
mod pagerduty;
mod roster;

pub use act::{PageView, act, any_open, last_pages, run, ticket_of, view};
pub(crate) use call::{Call, Reason, call};
pub use pagerduty::{Heard, hear_pagerduty};
pub use roster::{add_override, overrides_from, remove_override};

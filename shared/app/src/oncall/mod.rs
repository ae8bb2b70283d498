//! Who is on call, and the pages that call them.

mod act;
mod call;
mod roster;

pub use act::{PageView, act, any_open, last_pages, run, ticket_of, view};
pub(crate) use call::call;
pub use roster::{add_override, overrides_from, remove_override};

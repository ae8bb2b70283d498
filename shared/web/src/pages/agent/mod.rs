//! Pages for the desk's people.

mod from_list;
mod queue;

pub(super) use from_list::what_was_done;
pub use from_list::{FromList, Left};
pub use queue::queue;

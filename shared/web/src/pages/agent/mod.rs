//! Pages for the desk's people.

mod from_list;
mod queue;

pub use from_list::FromList;
pub(super) use from_list::what_was_done;
pub use queue::queue;

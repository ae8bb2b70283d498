//! The messages that an event sends to people.

mod audience;
mod kind;

pub use audience::notices;
pub use kind::{Notice, NoticeKind};

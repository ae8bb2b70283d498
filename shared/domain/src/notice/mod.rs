//! The messages that an event sends to people.

mod audience;
mod notices;

pub use audience::Audience;
pub use notices::{Notice, NoticeKind, notices};

//! The messages that an event sends to people.

mod notices;

pub use notices::{Notice, NoticeKind, notices};

//! Who is told of an event.

mod notices;

pub use notices::{Notice, NoticeKind, notices};

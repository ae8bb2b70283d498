//! Who is told of an event.

mod audience;
mod kind;

pub use audience::notices;
pub use kind::{Notice, NoticeKind};

//! The messages that an event sends to people, and what becomes of them.

mod audience;
mod delivery;
mod notices;

pub use audience::Audience;
pub use delivery::{DeliveryReport, DeliveryState, DeliveryStateError, is_about_address};
pub use notices::{Notice, NoticeKind, notices};

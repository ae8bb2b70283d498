//! One request, and how its parts are read.

mod body;
mod call;
mod idempotency;
mod input;
mod negotiate;
mod queue_page;

pub use call::{Call, MAX_BODY, Request};
pub use idempotency::idempotent_request;
pub use input::Input;
pub use queue_page::queue_page;

//! The one client for all requests that leave to addresses which people wrote down, such as those of webhooks.
//!
//! Whoever writes an address must not reach by it what only the stack can reach: so the address that is connected to is checked, after it was
//! looked up, and no redirect is followed.

mod allowed;
mod client;
mod public;

pub use allowed::{AllowedNetwork, AllowedNetworkError};
pub use client::{Outbound, OutboundAnswer, OutboundError, OutboundRequest};

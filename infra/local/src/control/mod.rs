//! Commands to a running stack, by HTTP over a socket in its data folder.
//!
//! Only the owner of the folder reaches it, so nobody is asked who they are.

mod desks;
mod socket;

pub(crate) use desks::DeskControl;
pub use desks::{DeskMistakes, StoredDesk};
pub use socket::CONTROL;
pub(crate) use socket::serve;

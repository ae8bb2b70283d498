//! A client of Docket over HTTP, for the benchmark and the deploy check.
//!
//! An error is a message for whoever runs the command: what was expected and what came, or what cannot be done and why.

mod answer;
mod ask;
mod connection;
mod event;
mod file;
mod runtime;
mod sign_in;
mod ticket;

pub use answer::Answer;
pub use ask::{Ask, host_and_path};
pub use connection::{Connection, send};
pub use event::{event, object_created};
pub use file::{File, MP4, PNG};
pub use runtime::block_on;
pub use sign_in::{AGENT, ask_for_link, begin_session, link_token};
pub use ticket::{Ticket, opening};

//! The stand-in for SNS: a folder of messages, behind the one action that Docket uses.

mod folder;
mod message;
mod server;

pub(crate) use folder::{MESSAGES, Messages};
pub(crate) use message::Message;
pub(crate) use server::Sns;

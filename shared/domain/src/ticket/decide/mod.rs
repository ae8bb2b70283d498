//! The rules of commands: who may give them, and the events that follow. One file for each command.

mod attach;
mod change_status;
mod command;
mod comment;
mod elapse;
mod open;
mod options;
mod reaction;
mod report_infected;

pub use command::Command;
pub use open::open;
pub use options::Options;

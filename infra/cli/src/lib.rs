//! `docket`: Docket on one machine, and the commands that look after its desks.
//!
//! The binary is [`main`] with nothing between the functions and the services.

mod command_line;
mod commands;
mod desks;
mod functions;
mod log;
mod terminal;

pub use commands::main;
pub use desks::{
    ApplyError, ControlError, DeskFile, DeskFolderError, DeskPlace, Plan, RunningStack,
    check_folder, read_folder,
};
pub use functions::functions;

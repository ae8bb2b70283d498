//! `docket`: runs Docket on one machine, checks desk files and applies them.
//!
//! The binary runs [`main`] with nothing between the functions and the services.

mod accounts;
mod command_line;
mod commands;
mod desks;
mod functions;
mod log;
mod progress;
mod terminal;

pub use commands::main;
pub use desks::{
    ApplyError, ControlError, DeskFile, DeskFolderError, DeskPlace, Plan, RunningStack,
    check_folder, read_folder,
};
pub use functions::functions;

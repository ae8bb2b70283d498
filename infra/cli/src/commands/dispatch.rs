//! Runs the command that the command line names.

use super::{apply_desks, backup, check_desks, examine, keys, run, set_aside};
use crate::command_line::{Command, USAGE, command};
use crate::log;
use crate::terminal::{fail, say};
use docket_local::Between;
use std::process::ExitCode;

/// Runs the command in the arguments of this process. If it runs a stack, `between` is placed
/// between its functions and the services.
pub async fn main(between: impl Between) -> ExitCode {
    log::start();
    match command() {
        Ok(Command::Run { config, desks }) => run::run(config, &desks, between).await,
        Ok(Command::CheckDesks { folder }) => check_desks::check(&folder),
        Ok(Command::ApplyDesks { folder, to, yes }) => {
            let applied = apply_desks::apply(&folder, to, yes).await;
            applied.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::Examine { of, template }) => {
            let examined = examine::examine(of, &template).await;
            examined.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::BackUp { data, file }) => {
            let made = backup::back_up(&data, &file).await;
            made.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::Restore {
            data,
            file,
            template,
        }) => {
            let made = backup::make_folder(&file, &data, &template).await;
            made.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::Keys { of, rotate }) => {
            let shown = keys::keys(of, rotate).await;
            shown.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::ListAside { of }) => {
            let shown = set_aside::list(of).await;
            shown.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::RetryAside { of, ids }) => {
            let retried = set_aside::retry(of, &ids).await;
            retried.unwrap_or_else(|error| fail(&error.to_string()))
        }
        Ok(Command::Help) => say(USAGE),
        Err(error) => fail(&format!("{error}\n\n{USAGE}")),
    }
}

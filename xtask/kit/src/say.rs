//! Words to whoever runs a command.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

/// Says a line. A closed output is no reason to stop.
pub fn say(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Says what went wrong, if something did, and returns the status to exit with.
pub fn finish(done: Result<(), impl Display>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "\n{error}");
            ExitCode::FAILURE
        }
    }
}

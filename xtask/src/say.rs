//! Words to whoever runs the command.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

/// Says a line. That nobody listens is no reason to stop.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(stdout(), "{line}");
}

/// Says what went wrong.
pub(crate) fn complain(error: impl Display) {
    let _ = writeln!(stderr(), "\n{error}");
}

//! Output to the terminal, and questions.

use std::io::{self, Write};
use std::process::ExitCode;

/// Prints a text to standard output. Returns a failure when it cannot be written.
pub(crate) fn say(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Prints an error to standard error. Returns a failure.
pub(crate) fn fail(text: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::FAILURE
}

/// Asks a question. Returns `true` for a yes.
pub(crate) fn confirm(question: &str) -> io::Result<bool> {
    say(&format!("{question} [y/N] "));
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

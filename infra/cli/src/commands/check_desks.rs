//! `docket desks check`: checks desk files, describes what each desk offers, and compares them with the tickets that are there.

use crate::command_line::Target;
use crate::desks::{ApplyError, ControlError, DeskPlace, check_folder, orphans_of};
use crate::terminal::say;
use jiff::Timestamp;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Checks the desk files of a folder, and compares them with the tickets of a stack. `named` says that somebody named the
/// stack: otherwise it is no error that none runs.
pub(super) async fn check(
    folder: &Path,
    of: Target,
    named: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    say(&(check_folder(folder, Timestamp::now())?.join("\n") + "\n"));
    match orphans_of(folder, &DeskPlace::of(of)?).await {
        Ok(sentences) => Ok(say(&sentences)),
        Err(ApplyError::Stack(ControlError::NotRunning(_))) if !named => Ok(say(
            "Compared with no tickets, since no Docket runs here: name its folder with --data, or a deployed table with --table.\n",
        )),
        Err(error) => Err(error.into()),
    }
}

//! `docket desks check`: checks desk files, and describes what each desk offers.

use crate::desks::check_folder;
use crate::terminal::{fail, say};
use std::path::Path;
use std::process::ExitCode;

/// Checks the desk files of a folder.
pub(super) fn check(folder: &Path) -> ExitCode {
    match check_folder(folder) {
        Ok(reports) => say(&(reports.join("\n") + "\n")),
        Err(error) => fail(&error.to_string()),
    }
}

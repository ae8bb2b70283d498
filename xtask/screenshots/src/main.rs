//! `cargo xtask screenshots`: takes the pictures of the pages for the docs, light and dark, wide and narrow.
//!
//! A test in Chromium takes them, and writes them into `docs/pages/` when it is told to. It needs Debian's `chromium` and
//! `chromium-driver`, as `cargo xtask test` does, which installs them.

use std::process::ExitCode;
use xtask_kit::{Step, say};

fn main() -> ExitCode {
    let arguments = "test --locked --package docket --test end-to-end -- --quiet --ignored browser::screenshots::";
    let taken = Step::cargo("taking pictures", arguments)
        .env("DOCKET_SCREENSHOTS", "1")
        .run();
    match taken {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(error);
            ExitCode::FAILURE
        }
    }
}

//! The checks of the dependencies, by cargo-deny.

use std::path::Path;
use std::process::{Command, Stdio};
use xtask_kit::{Step, root, say, tools};

/// The time that the database of advisories may take to come, in seconds. A network that swallows all would take minutes.
const PATIENCE: &str = "60";

/// Checks bans, licences and sources, and advisories where their database can be had.
pub(crate) fn check() -> Result<(), String> {
    let cargo_deny = tools::cargo_deny()?;
    // Those of other systems too, which no build here brings in: cargo-deny reads them all, and may not ask the network.
    Step::cargo("fetching all dependencies", "fetch --locked").run()?;
    let arguments = "--offline check --hide-inclusion-graph bans licenses sources";
    Step::new("dependencies", &cargo_deny, arguments).run()?;
    match fetch_advisories(&cargo_deny) {
        Ok(()) => Step::new("advisories", &cargo_deny, "--offline check advisories").run(),
        Err(error) => {
            say(format!(
                "    advisories: not checked, the database could not be had ({error})"
            ));
            Ok(())
        }
    }
}

/// Fetches the database of advisories. On its own, so that a network that is not there is told from an advisory.
fn fetch_advisories(cargo_deny: &Path) -> Result<(), String> {
    let fetch = Command::new("timeout")
        .arg(PATIENCE)
        .arg(cargo_deny)
        .args(["fetch", "db"])
        .current_dir(root())
        // Git is what fetches, and must not ask for a name and a password.
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output();
    let output = fetch.map_err(|error| format!("`timeout` cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    if output.status.code() == Some(124) {
        return Err(format!("no answer within {PATIENCE} s"));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty());
    Err(last.map_or_else(|| output.status.to_string(), |line| line.trim().to_owned()))
}

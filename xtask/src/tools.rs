//! The tools of the checks that do not come with Rust: in `.tools/`, at pinned versions, put there when first needed.

use crate::step::{Step, root};
use std::path::PathBuf;

/// The version that is installed. One that is there already is taken as it is; `rm -r .tools` makes way for a new pin.
const CARGO_DENY: &str = "0.20.2";
const CFN_LINT: &str = "cfn-lint==1.58.0";
const SAM: &str = "aws-sam-cli==1.170.0";

fn folder() -> PathBuf {
    root().join(".tools")
}

/// `cargo-deny`.
///
/// # Errors
/// When it is not there and cannot be installed.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    let program = folder().join("bin/cargo-deny");
    if !program.exists() {
        let install = ["install", "cargo-deny", "--version", CARGO_DENY];
        let here = ["--locked", "--root", ".tools"];
        Step::cargo("installing cargo-deny", install.iter().chain(&here)).run()?;
    }
    Ok(program)
}

/// The folder with `cfn-lint` and `sam`.
///
/// # Errors
/// When they are not there and cannot be installed.
pub(crate) fn template_tools() -> Result<PathBuf, String> {
    let venv = folder().join("venv");
    let bin = venv.join("bin");
    // What was installed, noted once it was: to ask pip takes longer than the checks themselves.
    let note = venv.join("installed");
    let wanted = format!("{CFN_LINT} {SAM}");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(bin);
    }
    let arguments = ["-m", "venv", ".tools/venv"];
    Step::new("making a Python environment", "python3", arguments).run()?;
    let arguments = ["install", "--quiet", CFN_LINT, SAM];
    Step::new("installing the template tools", bin.join("pip"), arguments).run()?;
    std::fs::write(&note, wanted)
        .map_err(|error| format!("`{}` cannot be written: {error}", note.display()))?;
    Ok(bin)
}

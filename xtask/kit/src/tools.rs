//! The tools of the checks that do not come with Rust: in `.tools/`, at pinned versions, put there when first needed.
//!
//! One constant for each folder.

use crate::files::write;
use crate::step::{Step, root};
use std::path::PathBuf;

/// The version that is installed. One that is there already is taken as it is; `rm -r .tools` makes way for a new pin.
const CARGO_DENY: &str = "0.20.2";

/// Reads the template, builds what it names, and deploys it: `cargo-lambda` and `zig` are what `sam build` runs.
const TEMPLATE_TOOLS: Python = Python {
    folder: "template",
    packages: &[
        "cfn-lint==1.58.0",
        "aws-sam-cli==1.170.0",
        "cargo-lambda==1.9.2",
        "ziglang==0.17.1",
    ],
};
/// Looks for what is unsafe in the template. Its pins fit nobody else's.
const CHECKOV: Python = Python {
    folder: "checkov",
    packages: &["checkov==3.2.459"],
};
/// Stands in for AWS; the translator is what it reads `Transform` with. Its pins do not fit those of SAM's command line.
const EMULATOR: Python = Python {
    folder: "emulator",
    packages: &["ministack==1.5.33", "aws-sam-translator==1.113.0"],
};

/// Sends what the OpenAPI document allows, and what it does not.
const SCHEMATHESIS: Python = Python {
    folder: "schemathesis",
    packages: &["schemathesis==4.32.5"],
};

/// Finds what keeps people with disabilities from using a page. It runs in the page.
const AXE: &str = "axe-core@4.10.3";

/// Python packages that fit together, in an environment of their own.
struct Python {
    folder: &'static str,
    packages: &'static [&'static str],
}

fn folder() -> PathBuf {
    root().join(".tools")
}

/// Returns `cargo-deny`, installed if need be.
pub fn cargo_deny() -> Result<PathBuf, String> {
    let program = folder().join("bin/cargo-deny");
    if !program.exists() {
        let install = format!("install cargo-deny --version {CARGO_DENY} --locked --root .tools");
        Step::cargo("installing cargo-deny", &install).run()?;
    }
    Ok(program)
}

/// Returns the folder with `cfn-lint`, `sam`, and what `sam build` needs.
pub fn template_tools() -> Result<PathBuf, String> {
    TEMPLATE_TOOLS.ready()
}

/// Returns `checkov`, installed if need be.
pub fn checkov() -> Result<PathBuf, String> {
    Ok(CHECKOV.ready()?.join("checkov"))
}

/// Returns `ministack`, installed if need be.
pub fn ministack() -> Result<PathBuf, String> {
    Ok(EMULATOR.ready()?.join("ministack"))
}

/// Returns `st`, the program of schemathesis, installed if need be.
pub fn schemathesis() -> Result<PathBuf, String> {
    Ok(SCHEMATHESIS.ready()?.join("st"))
}

/// Puts the script `axe-core` into its folder, if need be.
pub fn axe() -> Result<(), String> {
    let place = folder().join("axe");
    let note = place.join("installed");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == AXE) {
        return Ok(());
    }
    let install = format!("install --no-save --no-audit --no-fund --silent {AXE} --prefix");
    Step::new("installing the checker of accessibility", "npm", &install)
        .arg(&place)
        .run()?;
    write(note, AXE)
}

impl Python {
    /// Installs them if need be, and returns the folder with their programs.
    fn ready(&self) -> Result<PathBuf, String> {
        let venv = folder().join(self.folder);
        let bin = venv.join("bin");
        // What was installed, noted once it was: to ask pip takes longer than the checks themselves.
        let note = venv.join("installed");
        let wanted = self.packages.join(" ");
        if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
            return Ok(bin);
        }
        let make = Step::new("making a Python environment", "python3", "-m venv");
        make.arg(&venv).run()?;
        let install = format!("install --quiet {wanted}");
        Step::new("installing Python tools", bin.join("pip"), &install).run()?;
        write(note, &wanted)?;
        Ok(bin)
    }
}

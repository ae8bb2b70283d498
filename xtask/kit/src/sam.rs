//! `sam build`, as the deploy check deploys the functions and the benchmark starts them.

use crate::files::make_folder;
use crate::step::Step;
use crate::tools;
use std::ffi::OsString;
use std::path::Path;

/// Builds the functions for this machine into that folder, each in a folder of its name.
///
/// The build for AWS in `.aws-sam` stays as it is.
pub fn build_functions(folder: &Path) -> Result<(), String> {
    let bin = tools::template_tools()?;
    make_folder(folder)?;
    let arguments = format!(
        "build --template template.yaml --parameter-overrides {} --build-dir",
        architecture()
    );
    Step::new("building the functions", bin.join("sam"), &arguments)
        .arg(folder)
        .env("PATH", path_with(&bin)?)
        .env("SAM_CLI_TELEMETRY", "0")
        .quiet()
        .run()
}

/// The template's parameter that makes the functions run on this machine.
pub fn architecture() -> String {
    let architecture = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    format!("Architecture={architecture}")
}

/// The search path with that folder at its front.
fn path_with(bin: &Path) -> Result<OsString, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bin.to_owned()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders)
        .map_err(|error| format!("`{}` cannot be put on PATH: {error}", bin.display()))
}

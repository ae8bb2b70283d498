//! `sam build`, as the deploy check deploys the functions and the benchmark starts them.

use crate::step::Step;
use crate::tools;
use std::ffi::OsString;
use std::path::Path;

/// Builds the functions for this machine into that folder, each in a folder of its name.
///
/// What was built for AWS in `.aws-sam` stays as it is.
///
/// # Errors
/// When a tool is missing, or the build fails.
pub fn build_functions(folder: &Path) -> Result<(), String> {
    let bin = tools::template_tools()?;
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("`{}` cannot be made: {error}", folder.display()))?;
    let directory = folder.display().to_string();
    let architecture = architecture();
    let arguments = ["build", "--template", "template.yaml", "--build-dir"];
    let rest = [&directory, "--parameter-overrides", &architecture];
    let arguments = arguments.into_iter().chain(rest);
    Step::new("building the functions", bin.join("sam"), arguments)
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

//! `cargo xtask bench`: what the stack on one machine does in how much time and memory, and what grows with its tickets.

mod client;
mod course;
mod desk;
mod figures;
mod folder;
mod load;
mod readme;
mod report;
mod server;
mod sweep;

use crate::say::say;
use crate::step::{Step, root};
use std::path::PathBuf;
use tokio::task::LocalSet;

/// The number of tickets that others are compared with.
const FEW: u64 = 1_000;

/// What is to be measured.
pub(crate) struct Options {
    /// The larger number of tickets.
    pub(crate) tickets: u64,
    /// The binary, if it is not the release build.
    pub(crate) binary: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tickets: 100_000,
            binary: None,
        }
    }
}

/// Measures, says the figures, and writes those of the release build into `README.md`.
///
/// # Errors
/// When something cannot be built, measured or written.
pub(crate) fn run(options: Options) -> Result<(), String> {
    if options.tickets <= FEW {
        return Err(format!("--tickets has to be more than {FEW}"));
    }
    let Some(binary) = options.binary else {
        readme::check()?;
        return run_release(options.tickets);
    };
    let binary = std::path::absolute(&binary)
        .map_err(|error| format!("`{}` cannot be used: {error}", binary.display()))?;
    measure("Another build", binary, options.tickets).map(drop)
}

fn run_release(tickets: u64) -> Result<(), String> {
    if cfg!(debug_assertions) {
        // The load comes from the machine that is measured: it has to be light.
        let build = ["run", "--quiet", "--release", "--locked"];
        let tickets = tickets.to_string();
        let bench = ["--package", "xtask", "--", "bench", "--tickets", &tickets];
        return Step::cargo("benchmark", build.iter().chain(&bench)).run();
    }
    let arguments = ["build", "--release", "--locked", "--package", "docket"];
    Step::cargo("release build", arguments).run()?;
    let report = measure(
        "Release build",
        root().join("target/release/docket"),
        tickets,
    )?;
    readme::write(&report)?;
    say("README.md has these figures now.");
    Ok(())
}

/// On one thread, so that the load takes as little as it can from what is measured.
fn measure(build: &str, binary: PathBuf, tickets: u64) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot be started: {error}"))?;
    let found = LocalSet::new().block_on(&runtime, course::run(binary, [FEW, tickets]))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let report = report::markdown(build, cores, &found);
    say(format!("\n{report}"));
    Ok(report)
}

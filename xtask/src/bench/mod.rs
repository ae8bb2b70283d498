//! `cargo xtask bench`: what Docket takes in time, memory, the table's capacity and money.

mod attach;
mod capacity;
mod client;
mod cold_start;
mod cost;
mod course;
mod desk;
mod figures;
mod files;
mod folder;
mod kept;
mod load;
mod median;
mod part;
mod process;
mod readme;
mod report;
mod server;
mod sweep;

use crate::say::say;
use crate::step::{Step, root};
use part::Part;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tokio::task::LocalSet;

/// The number of tickets that others are compared with.
const FEW: u64 = 1_000;

/// What is to be measured.
pub(crate) struct Options {
    /// The larger number of tickets.
    pub(crate) tickets: u64,
    /// The one part to run, if not all.
    pub(crate) only: Option<Part>,
    /// The binary of the stack, if it is not the release build.
    pub(crate) binary: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tickets: 100_000,
            only: None,
            binary: None,
        }
    }
}

/// Measures, says the figures, and writes those of the release build to where they are read.
///
/// # Errors
/// When something cannot be built, measured or written.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    if options.tickets <= FEW {
        return Err(format!("--tickets has to be more than {FEW}"));
    }
    let parts: Vec<Part> = match options.only {
        Some(part) => vec![part],
        None => Part::ALL.into(),
    };
    if let Some(binary) = &options.binary {
        let binary = std::path::absolute(binary)
            .map_err(|error| format!("`{}` cannot be used: {error}", binary.display()))?;
        return run_other(&parts, &binary, options.tickets);
    }
    let measured: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| *part != Part::Cost)
        .collect();
    for part in &measured {
        readme::check(part.name())?;
    }
    if !measured.is_empty() {
        if cfg!(debug_assertions) {
            return run_released(options);
        }
        let arguments = [
            "build",
            "--profile",
            "machine",
            "--locked",
            "--package",
            "docket",
        ];
        Step::cargo("release build", arguments).run()?;
    }
    let binary = root().join("target/machine/docket");
    for part in parts {
        if part == Part::Cost {
            cost::write()?;
            continue;
        }
        let Measured { report, kept } = measure(part, "Release build", &binary, options.tickets)?;
        readme::write(part.name(), &report)?;
        if let Some(figures) = kept {
            kept::keep(part, figures)?;
        }
    }
    Ok(())
}

/// Measures another build, and says the figures alone.
fn run_other(parts: &[Part], binary: &Path, tickets: u64) -> Result<(), String> {
    for part in parts.iter().filter(|part| **part != Part::Cost) {
        measure(*part, "Another build", binary, tickets)?;
    }
    Ok(())
}

/// The same in a release build: the load comes from the machine that is measured, and has to be light.
fn run_released(options: &Options) -> Result<(), String> {
    let build = ["run", "--quiet", "--release", "--locked"];
    let tickets = options.tickets.to_string();
    let bench = ["--package", "xtask", "--", "bench", "--tickets", &tickets];
    let only = options.only.map(|part| ["--only", part.name()]);
    let arguments = build.iter().chain(&bench).chain(only.iter().flatten());
    Step::cargo("benchmark", arguments).run()
}

/// What a part has found.
struct Measured {
    /// For people.
    report: String,
    /// For the part that comes after.
    kept: Option<Value>,
}

/// On one thread, so that the load takes as little as it can from what is measured.
fn measure(part: Part, build: &str, binary: &Path, tickets: u64) -> Result<Measured, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot be started: {error}"))?;
    let local = LocalSet::new();
    let (report, kept) = match part {
        Part::Load => {
            let course = course::run(binary.to_owned(), [FEW, tickets]);
            let found = local.block_on(&runtime, course)?;
            (report::markdown(build, cores(), &found), None)
        }
        Part::Files => {
            let found = local.block_on(&runtime, files::run(binary))?;
            (files::markdown(build, cores(), &found), None)
        }
        Part::ColdStart => {
            let found = local.block_on(&runtime, cold_start::run(binary))?;
            (cold_start::markdown(&found), Some(cold_start::kept(&found)))
        }
        Part::Capacity => {
            let found = local.block_on(&runtime, capacity::run(binary))?;
            (capacity::markdown(&found), Some(capacity::kept(&found)))
        }
        Part::Cost => return Err("the cost is reckoned, not measured".to_owned()),
    };
    say(format!("\n{report}"));
    Ok(Measured { report, kept })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

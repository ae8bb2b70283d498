//! `cargo xtask bench`: measures what Docket takes in time, memory, the table's capacity and money.

mod attach;
mod capacity;
mod clocks;
mod cold_start;
mod cost;
mod desk;
mod figures;
mod files;
mod folder;
mod generator;
mod incidents;
mod kept;
mod load;
mod marked;
mod median;
mod notices;
mod options;
mod pages;
mod part;
mod process;
mod raised;
mod server;
mod sign_in;
mod summary;
mod sweep;
mod sweeps;
mod table;

use options::{FEW, Options, USAGE};
use part::Part;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xtask_client::block_on;
use xtask_kit::{Step, finish, root, say};

/// The package of the stack on one machine that tells what it does: which requests it makes, and what units they take.
const PACKAGE: &str = "docket-probe";
/// The path of its binary.
const BINARY: &str = "target/machine/docket-probe";

fn main() -> ExitCode {
    finish(match Options::read() {
        Ok(Some(options)) => run(&options),
        Ok(None) => {
            say(USAGE);
            Ok(())
        }
        Err(error) => Err(format!("{error}\n\n{USAGE}")),
    })
}

/// Measures, says the figures, and writes those of the release build to where they are read.
fn run(options: &Options) -> Result<(), String> {
    if let Some(other) = &options.compare {
        let this = options.binary.clone().map_or_else(build, Ok)?;
        let compared = load::compare([&this, other], options.rounds);
        say(format!("\n{}", block_on(compared)?));
        return Ok(());
    }
    if let Some(binary) = &options.binary {
        for part in options.parts.iter().filter(|part| **part != Part::Cost) {
            measure(*part, "Another build", binary, options.tickets)?;
        }
        return Ok(());
    }
    marked::check(marked::README, summary::PLACE)?;
    let mut binary = None;
    for part in &options.parts {
        if *part == Part::Cost {
            cost::write()?;
            continue;
        }
        marked::check(marked::BENCH, part.name())?;
        let binary = match &binary {
            Some(built) => built,
            None => binary.insert(build()?),
        };
        let Measured { report, kept } = measure(*part, "Release build", binary, options.tickets)?;
        marked::write(marked::BENCH, part.name(), &report)?;
        if let Some(figures) = kept {
            kept::keep(*part, figures)?;
        }
    }
    summary::write()
}

/// Builds the stack as it runs on one machine, and returns its binary.
fn build() -> Result<PathBuf, String> {
    if cfg!(debug_assertions) {
        return Err("the load of a debug build is too heavy: run `cargo xtask bench`".to_owned());
    }
    let arguments = format!("build --profile machine --locked --package {PACKAGE}");
    Step::cargo("release build", &arguments).run()?;
    Ok(root().join(BINARY))
}

/// The findings of a part.
struct Measured {
    /// The report for people.
    report: String,
    /// The figures for `docs/figures.json`.
    kept: Option<Value>,
}

fn measure(part: Part, build: &str, binary: &Path, tickets: u64) -> Result<Measured, String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (report, kept) = match part {
        Part::Load => {
            let found = block_on(load::run(binary, [FEW, tickets]))?;
            (
                load::markdown(build, cores, &found),
                Some(load::kept(&found)),
            )
        }
        Part::SignIn => {
            let found = block_on(sign_in::run(binary))?;
            (sign_in::markdown(build, cores, &found), None)
        }
        Part::Notices => {
            let found = block_on(notices::run(binary))?;
            (notices::markdown(build, cores, &found), None)
        }
        Part::Pages => {
            let found = block_on(pages::run(binary))?;
            (pages::markdown(build, cores, &found), None)
        }
        Part::Incidents => {
            let found = block_on(incidents::run(binary))?;
            (incidents::markdown(build, cores, &found), None)
        }
        Part::Sweep => {
            let found = block_on(sweeps::run(binary))?;
            (sweeps::markdown(build, cores, &found), None)
        }
        Part::Clocks => (clocks::markdown(build, &clocks::run()?), None),
        Part::Files => {
            let found = block_on(files::run(binary))?;
            (files::markdown(build, cores, &found), None)
        }
        Part::ColdStart => {
            let found = block_on(cold_start::run(binary))?;
            (cold_start::markdown(&found), Some(cold_start::kept(&found)))
        }
        Part::Capacity => {
            let found = block_on(capacity::run(binary))?;
            (capacity::markdown(&found), Some(capacity::kept(&found)))
        }
        Part::Cost => return Err("the cost is reckoned, not measured".to_owned()),
    };
    say(format!("\n{report}"));
    Ok(Measured { report, kept })
}

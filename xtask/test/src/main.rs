//! `cargo xtask test`: everything that has to hold before a change is merged, the quick and the likely to fail first.

mod dependencies;
mod part;
mod setup;
mod steps;

use lexopt::ValueExt;
use lexopt::prelude::{Long, Short};
use part::Part;
use std::process::ExitCode;
use xtask_kit::{finish, say};

const USAGE: &str = "cargo xtask test [--only PART]... [--quick] [--long]

Checks everything that has to hold before a change is merged, and stops at the first check that fails. It installs
what the checks need, or says how.

  --only PART  runs one part; say it again for one more
  --quick      runs the tests alone: the parts tests, pages and permissions
  --long       the tests search longer: DOCKET_LONG=1 is in their environment

The parts, in their order:

";

struct Options {
    parts: Vec<Part>,
    long: bool,
}

fn main() -> ExitCode {
    finish(match options() {
        Ok(Some(options)) => run(&options),
        Ok(None) => {
            say(format!("{USAGE}{}", part::list()));
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    })
}

/// Reads the command line; `None` is a question for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut only: Vec<Part> = Vec::new();
    let mut long = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("only") => only.push(arguments.value()?.parse()?),
            Long("quick") => only.extend([Part::Tests, Part::Pages, Part::Permissions]),
            Long("long") => long = true,
            other => return Err(other.unexpected()),
        }
    }
    let parts = Part::ALL.into_iter();
    let parts = parts.filter(|part| only.is_empty() || only.contains(part));
    Ok(Some(Options {
        parts: parts.collect(),
        long,
    }))
}

fn run(options: &Options) -> Result<(), String> {
    // All at once and first of all, so that nothing is missed after minutes of tests.
    setup::prepare(options.parts.iter().flat_map(|part| part.needs()))?;
    for part in &options.parts {
        let failed = |error| format!("{error}\nOr: cargo xtask test --only {}", part.name());
        steps::run(*part, options.long).map_err(failed)?;
    }
    Ok(())
}

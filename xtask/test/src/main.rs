//! `cargo xtask test`: everything that has to hold before a change is merged, the quick and the likely to fail first.

mod dependencies;
mod part;
mod room;
mod setup;

use lexopt::ValueExt;
use lexopt::prelude::{Long, Short};
use part::{PARTS, Part, QUICK};
use std::process::ExitCode;
use xtask_kit::{finish, say};

const USAGE: &str = "cargo xtask test [--only PART]... [--quick] [--long]

Checks everything that has to hold before a change is merged, and stops at the first check that
fails. It installs what the checks need, or says how.

  --only PART  runs one part; say it again for one more
  --quick      runs the tests alone: the parts tests, pages, mails and permissions
  --long       the tests search longer: DOCKET_LONG=1 is in their environment

The parts, in their order:

";

struct Options {
    only: Vec<String>,
    long: bool,
}

fn main() -> ExitCode {
    finish(match options() {
        Ok(Some(options)) => run(&options),
        Ok(None) => {
            say(format!("{USAGE}{}", part::list()));
            Ok(())
        }
        Err(error) => Err(format!("{error}\n\n{USAGE}{}", part::list())),
    })
}

/// Reads the command line; `None` is a question for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut options = Options {
        only: Vec::new(),
        long: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("only") => options.only.push(arguments.value()?.string()?),
            Long("quick") => options.only.extend(QUICK.map(str::to_owned)),
            Long("long") => options.long = true,
            other => return Err(other.unexpected()),
        }
    }
    let unknown = |name: &&String| PARTS.iter().all(|part| part.name != *name);
    match options.only.iter().find(unknown) {
        Some(name) => Err(format!("there is no part `{name}`").into()),
        None => Ok(Some(options)),
    }
}

fn run(Options { only, long }: &Options) -> Result<(), String> {
    let wanted = |part: &&Part| only.is_empty() || only.iter().any(|name| name == part.name);
    let parts: Vec<&Part> = PARTS.iter().filter(wanted).collect();
    room::tell();
    // All at once and first of all, so that nothing is missed after minutes of tests.
    setup::prepare(parts.iter().flat_map(|part| part.needs))?;
    for part in parts {
        let failed = |error| format!("{error}\nOr: cargo xtask test --only {}", part.name);
        (part.run)(*long).map_err(failed)?;
    }
    Ok(())
}

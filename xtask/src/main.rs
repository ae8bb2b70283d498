//! Docket's own commands: `cargo xtask test` checks everything, `cargo xtask deploy-check` deploys to an emulator of AWS,
//! `cargo xtask bench` measures.

mod bench;
mod checks;
mod deploy;
mod say;
mod step;
mod tools;

use bench::Options;
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};
use say::{complain, say};
use std::process::ExitCode;

const USAGE: &str = "Docket's own commands.

  cargo xtask test [--quick]
      checks everything that has to hold before a change is merged; --quick runs the tests alone
  cargo xtask deploy-check
      builds the stack, deploys it to an emulator of AWS on this machine, and uses it there as its clients do
  cargo xtask bench [--tickets 100000] [--only load|files|cold-start|capacity|cost]
      measures the release build, at 1,000 tickets and at that many: the stack on one machine, files, the cold starts of the
      functions, the table's capacity and what a month costs; writes the figures into README.md and docs/COST.md";

enum Wanted {
    Test { quick: bool },
    DeployCheck { built: bool },
    Bench(Options),
    Help,
}

fn main() -> ExitCode {
    let done = match wanted() {
        Ok(Wanted::Test { quick }) => checks::run(quick),
        Ok(Wanted::DeployCheck { built }) => deploy::run(built),
        Ok(Wanted::Bench(options)) => bench::run(&options),
        Ok(Wanted::Help) => {
            say(USAGE);
            Ok(())
        }
        Err(error) => Err(format!("{error}\n\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error);
            ExitCode::FAILURE
        }
    }
}

fn wanted() -> Result<Wanted, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut command = None;
    let (mut quick, mut built) = (false, false);
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Wanted::Help),
            Long("quick") if command.as_deref() == Some("test") => quick = true,
            Long("tickets") if command.as_deref() == Some("bench") => {
                options.tickets = arguments.value()?.parse()?;
            }
            Long("only") if command.as_deref() == Some("bench") => {
                options.only = Some(arguments.value()?.parse()?);
            }
            // For trying the benchmark itself out: measures that binary, and leaves README.md alone.
            Long("binary") if command.as_deref() == Some("bench") => {
                options.binary = Some(arguments.value()?.into());
            }
            // For trying the check itself out: deploys what the last run has built.
            Long("built") if command.as_deref() == Some("deploy-check") => built = true,
            Value(word) if command.is_none() => command = Some(word.string()?),
            other => return Err(other.unexpected()),
        }
    }
    match command.as_deref() {
        Some("test") => Ok(Wanted::Test { quick }),
        Some("deploy-check") => Ok(Wanted::DeployCheck { built }),
        Some("bench") => Ok(Wanted::Bench(options)),
        Some(other) => Err(format!("there is no command `{other}`").into()),
        None => Ok(Wanted::Help),
    }
}

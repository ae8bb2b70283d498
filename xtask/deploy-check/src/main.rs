//! `cargo xtask deploy-check`: builds the stack, deploys the unchanged template to an emulator of AWS on this machine, and uses
//! it there as its clients do.
//!
//! Nothing of it leaves this machine. `docs/OPERATIONS.md` says what the emulator does not cover.

mod aws;
mod bucket;
mod check;
mod checks;
mod course;
mod emulator;
mod environment;
mod gateway;
mod log;
mod mailbox;
mod requests;
mod roles;
mod site;
mod stack;
mod uploads;
mod wait;
mod xml;

use aws::Aws;
use check::Check;
use emulator::Emulator;
use lexopt::prelude::{Long, Short};
use stack::Stack;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use xtask_client::block_on;
use xtask_kit::{build_functions, finish, make_folder, root, say};

const USAGE: &str = "cargo xtask deploy-check [--built]

Builds the stack, deploys it to an emulator of AWS on this machine, and uses it there as its clients do.

  --built  deploys what the last run has built";

fn main() -> ExitCode {
    finish(match options() {
        Ok(Some(built)) => run(built),
        Ok(None) => {
            say(USAGE);
            Ok(())
        }
        Err(error) => Err(format!("{error}\n\n{USAGE}")),
    })
}

/// Reads the command line: whether `--built` is there; `None` is a question for help.
fn options() -> Result<Option<bool>, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut built = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("built") => built = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(built))
}

fn run(built: bool) -> Result<(), String> {
    let start = Instant::now();
    let folder = root().join("target/deploy-check");
    make_folder(&folder)?;
    let build = folder.join("build");
    if !built {
        build_functions(&build)?;
    }
    block_on(deploy(&folder, build.join("template.yaml")))?;
    let seconds = start.elapsed().as_secs_f64();
    say(format!("The stack deploys and works: {seconds:.0} s."));
    Ok(())
}

async fn deploy(folder: &Path, built: PathBuf) -> Result<(), String> {
    say("==> an emulator of AWS, for this machine alone");
    let emulator = course::step("it runs", Emulator::start(folder)).await?;
    let aws = Aws {
        address: emulator.address.clone(),
    };
    let checked = check(aws, built).await;
    checked.map_err(|error| format!("{error}\n\n{}", emulator.last_words()))
}

async fn check(aws: Aws, built: PathBuf) -> Result<(), String> {
    let mut check = Check::of(Stack::deploy(aws, built).await?).await?;
    match course::run(&mut check).await {
        Ok(()) => Ok(()),
        Err(error) => Err(format!(
            "{error}\n\n{}",
            log::last_words(&check.stack).await
        )),
    }
}

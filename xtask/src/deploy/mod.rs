//! `cargo xtask deploy-check`: builds the stack, deploys the unchanged template to an emulator of AWS on this machine, and uses
//! it there as its clients do.
//!
//! Nothing of it leaves this machine. `docs/OPERATIONS.md` says what the emulator does not cover.

mod aws;
mod bucket;
mod checks;
mod course;
mod emulator;
mod environment;
mod gateway;
mod http;
mod log;
mod mailbox;
mod requests;
mod roles;
mod site;
mod stack;
mod uploads;
mod xml;

use crate::say::say;
use crate::step::root;
use aws::Aws;
use emulator::Emulator;
use stack::Stack;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Checks the deployed stack; `built` takes what the last run has built.
///
/// # Errors
/// As soon as something is not as it should be.
pub(crate) fn run(built: bool) -> Result<(), String> {
    let start = Instant::now();
    let built = if built {
        folder()?.join("build")
    } else {
        build()?
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot be started: {error}"))?;
    runtime.block_on(deploy(&folder()?, built.join("template.yaml")))?;
    let seconds = start.elapsed().as_secs_f64();
    say(format!("The stack deploys and works: {seconds:.0} s."));
    Ok(())
}

/// Builds the functions for this machine, and returns the folder that they are in, each in one of its name.
///
/// # Errors
/// When that fails.
pub(crate) fn build() -> Result<PathBuf, String> {
    let folder = folder()?.join("build");
    stack::build(&folder)?;
    Ok(folder)
}

/// The folder of all that the check leaves.
fn folder() -> Result<PathBuf, String> {
    let folder = root().join("target/deploy-check");
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("`{}` cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

async fn deploy(folder: &Path, built: PathBuf) -> Result<(), String> {
    say("==> an emulator of AWS, for this machine alone");
    let emulator = course::step("it runs", Emulator::start(folder)).await?;
    let aws = Aws {
        address: emulator.address.clone(),
    };
    let checked = match Stack::deploy(aws, built).await {
        Ok(stack) => match course::run(&stack).await {
            Ok(()) => Ok(()),
            Err(error) => Err(format!("{error}\n\n{}", log::last_words(&stack).await)),
        },
        Err(error) => Err(error),
    };
    checked.map_err(|error| format!("{error}\n\n{}", emulator.last_words()))
}

//! `cargo xtask deploy-check`: builds the stack, deploys the unchanged template to an emulator of AWS on this machine, and uses
//! it there as its clients do.
//!
//! Nothing of it leaves this machine. `docs/OPERATIONS.md` says what the emulator does not cover.

mod aws;
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
    let folder = root().join("target/deploy-check");
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("`{}` cannot be made: {error}", folder.display()))?;
    let built = if built {
        stack::built(&folder)
    } else {
        stack::build(&folder)?
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot be started: {error}"))?;
    runtime.block_on(deploy(&folder, built))?;
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
    let checked = match Stack::deploy(aws, built).await {
        Ok(stack) => match course::run(&stack).await {
            Ok(()) => Ok(()),
            Err(error) => Err(format!("{error}\n\n{}", log::last_words(&stack).await)),
        },
        Err(error) => Err(error),
    };
    checked.map_err(|error| format!("{error}\n\n{}", emulator.last_words()))
}

//! `docket`: runs the whole stack.

use crate::desks::{read_folder, warnings};
use crate::functions::functions;
use crate::terminal::{fail, say};
use docket_local::{Between, Config, Stack};
use jiff::Timestamp;
use std::path::Path;
use std::process::ExitCode;

/// Runs the stack with the desks of a folder until it is interrupted.
pub(super) async fn run(mut config: Config, desks: &Path, between: impl Between) -> ExitCode {
    let desks = match read_folder(desks) {
        Ok(desks) => desks,
        Err(error) => return fail(&error.to_string()),
    };
    config.desks = desks.iter().map(|file| file.source.clone()).collect();
    let server = config.mail_server.as_ref();
    let server = server.map(|server| server.host().to_owned());
    let mut stack = match Stack::start_through(config, functions(), between).await {
        Ok(stack) => stack,
        Err(error) => return fail(&error.to_string()),
    };
    let url = stack.url();
    let mut lines = vec![format!("Docket runs at {url}")];
    lines.extend(desks.iter().map(|file| {
        let desk = &*file.desk.id;
        format!("  {desk:<12} {url}/{desk}")
    }));
    lines.push(match server {
        Some(host) => format!("  Mails leave by {host}."),
        None => format!("  {:<12} {url}/_local", "mailbox"),
    });
    lines.extend(warnings(&desks, Timestamp::now()));
    say(&(lines.join("\n") + "\n"));
    tokio::select! {
        () = stack.run() => fail("a part of the stack has ended"),
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}

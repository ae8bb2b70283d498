//! `docket doctor`: checks that every ticket is what its timeline says.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_app::doctor::{self, Report};
use docket_cloud::{Aws, Store};
use std::error::Error;
use std::process::ExitCode;

/// Checks the tickets of a running stack or a deployed table. It changes nothing. It fails if a ticket
/// has a fault.
pub(super) async fn examine(of: Target) -> Result<ExitCode, Box<dyn Error>> {
    let report = match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            doctor::examine(&store).await?
        }
        Target::Data(data) => RunningStack::on(&data).examine().await?,
    };
    let found = findings(&report);
    Ok(match report.faults.is_empty() {
        true => say(&found),
        false => fail(&found),
    })
}

fn findings(report: &Report) -> String {
    let Report {
        tickets, events, ..
    } = report;
    let mut lines = report.faults.clone();
    if report.unknown_events > 0 {
        lines.push(format!(
            "{} events cannot be read: a later version of Docket wrote them, or they are damaged. Their tickets were not compared.",
            report.unknown_events
        ));
    }
    lines.push(match report.faults.len() {
        0 if report.unknown_events > 0 => {
            format!("{tickets} tickets with {events} events: each of the others is what its timeline says.")
        }
        0 => format!("{tickets} tickets with {events} events: each is what its timeline says."),
        faults => format!("{tickets} tickets with {events} events: {faults} have faults."),
    });
    lines.join("\n") + "\n"
}

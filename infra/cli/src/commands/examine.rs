//! `docket doctor`: checks that what is stored fits together.

use crate::command_line::Target;
use crate::desks::{ControlError, RunningStack};
use crate::terminal::{fail, say};
use docket_app::doctor::{self, OutOfSight, Report};
use docket_cloud::Aws;
use docket_deployed::Deployed;
use docket_local::examine_folder;
use jiff::Timestamp;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Checks a data folder, whether a stack runs on it or not, or a deployed stack. It changes none of it. It fails if something has a
/// fault.
pub(super) async fn examine(of: Target, template: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let report = match of {
        Target::Table(table) => {
            let deployed = Deployed::new(Aws::from_env()?, &table);
            let now = Timestamp::now();
            let mut report = doctor::examine(&deployed.store(), &OutOfSight, Some(now)).await?;
            report.faults.extend(deployed.findings(now).await?);
            report
        }
        Target::Data(data) => match RunningStack::on(&data).examine().await {
            Err(ControlError::NotRunning(data)) => examine_folder(&data, template).await?,
            report => report?,
        },
    };
    let found = findings(&report);
    Ok(match report.faults.is_empty() {
        true => say(&found),
        false => fail(&found),
    })
}

fn findings(report: &Report) -> String {
    let Report {
        tickets,
        events,
        files,
        ..
    } = report;
    let mut lines = report.faults.clone();
    if report.unknown_events > 0 {
        lines.push(format!(
            "{} events cannot be read: a later version of Docket wrote them, or they are damaged. Their tickets were not compared.",
            report.unknown_events
        ));
    }
    let found = match report.faults.len() {
        0 if report.unknown_events > 0 => "all others fit together".to_owned(),
        0 => "all fit together".to_owned(),
        1 => "there is 1 fault".to_owned(),
        faults => format!("there are {faults} faults"),
    };
    lines.push(format!(
        "{tickets} tickets with {events} events and {files} files: {found}."
    ));
    lines.join("\n") + "\n"
}

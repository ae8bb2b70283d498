//! `docket oncall`: says who is on call, and tries whether somebody can be reached.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_cloud::{Aws, Store};
use docket_local::{OnCallOrder, TestCallOrder};
use std::error::Error;
use std::process::ExitCode;

/// Says who is on call, by each schedule and each policy.
pub(super) async fn who(of: Target, order: OnCallOrder) -> Result<ExitCode, Box<dyn Error>> {
    let lines = match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            order.carry_out(&store, jiff::Timestamp::now()).await?
        }
        Target::Data(data) => RunningStack::on(&data).on_call(&order).await?,
    };
    Ok(match lines.is_empty() {
        true => say("No desk has a policy or a schedule of who is on call.\n"),
        false => say(&(lines.join("\n") + "\n")),
    })
}

/// Calls somebody in each of their ways, and says what became of it. Fails if one of the calls was not sent.
pub(super) async fn test(of: Target, order: TestCallOrder) -> Result<ExitCode, Box<dyn Error>> {
    let tried = match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            order.carry_out(&store, jiff::Timestamp::now()).await?
        }
        Target::Data(data) => RunningStack::on(&data).test_call(&order).await?,
    };
    if tried.is_empty() {
        return Ok(fail(&format!(
            "{} works at no desk: `[[people]]` in the desk files names who does",
            order.person
        )));
    }
    let lines: Vec<&str> = tried.iter().map(|it| it.line.as_str()).collect();
    let said = lines.join("\n") + "\n";
    Ok(match tried.iter().all(|it| it.is_sent) {
        true => say(&said),
        false => fail(said.trim_end()),
    })
}

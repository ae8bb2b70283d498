//! `docket oncall`: says who is on call.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::say;
use docket_cloud::{Aws, Store};
use docket_local::OnCallOrder;
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

//! `docket desks apply`: stores desk files in a running stack or a deployed table.

use crate::command_line::Target;
use crate::desks::{DeskPlace, Plan};
use crate::terminal::{confirm, fail, say};
use docket_cloud::store::TRUSTED_FOR;
use jiff::Timestamp;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Shows how the folder differs from the stored desks, asks for confirmation unless `yes` is set,
/// and stores the desks. With `remove`, desks without a file are removed.
pub(super) async fn apply(
    folder: &Path,
    to: Target,
    remove: bool,
    yes: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let (question, done) = match &to {
        Target::Table(table) => (
            format!("Put this into the table `{table}`?"),
            "Done. The functions see it within a minute.\n",
        ),
        Target::Data(_) => ("Put this into the running stack?".to_owned(), "Done.\n"),
    };
    let plan = Plan::make(DeskPlace::of(to)?, folder, remove, Timestamp::now()).await?;
    say(&plan.report());
    if plan.is_empty() {
        // The plan is carried out even when it is empty: a table whose desks were stored in another
        // way may lack its secret.
        plan.carry_out().await?;
        return Ok(ExitCode::SUCCESS);
    }
    if !yes && !confirm(&question)? {
        return Ok(fail("Nothing was changed."));
    }
    let unsettled = plan.carry_out().await?;
    if !unsettled.is_empty() {
        say(
            "Stored. The functions may place tickets by the old file for a minute: they are looked at again after it.\n",
        );
        tokio::time::sleep(TRUSTED_FOR).await;
        plan.settle(&unsettled).await?;
    }
    Ok(say(done))
}

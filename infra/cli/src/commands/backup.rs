//! `docket backup` and `docket restore`: a stack on one machine in one file, and back.

use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_local::{Holds, restore};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Has the stack that runs on a data folder write a backup of itself.
pub(super) async fn back_up(data: &Path, file: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let holds = RunningStack::on(data).back_up(file).await?;
    let (file, held) = (file.display(), held(holds));
    Ok(say(&format!("`{file}` holds the table, {held}.\n")))
}

/// Makes a data folder from a backup. Fails if a ticket in it has a fault.
pub(super) async fn make_folder(
    file: &Path,
    data: &Path,
    template: &Path,
) -> Result<ExitCode, Box<dyn Error>> {
    let restored = restore(file, data, template).await?;
    let (folder, held) = (data.display(), held(restored.holds));
    let at = restored.at.strftime("%Y-%m-%d %H:%M:%S UTC");
    let tickets = restored.report.tickets;
    say(&format!(
        "`{folder}` is as it was on {at}: {tickets} tickets, {held}. Start it with `docket --data {folder}`.\n"
    ));
    Ok(match restored.report.faults.as_slice() {
        [] => ExitCode::SUCCESS,
        faults => fail(&faults.join("\n")),
    })
}

fn held(holds: Holds) -> String {
    let Holds {
        mails,
        files,
        bytes,
    } = holds;
    format!("{mails} mails and {files} files, in {bytes} bytes")
}

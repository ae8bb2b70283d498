//! `docket accounts import`: makes and changes the accounts of a desk by a table.

use crate::accounts::{AccountPlace, rows};
use crate::command_line::Target;
use crate::progress::Progress;
use crate::terminal::{fail, say};
use docket_app::accounts::Imported;
use docket_domain::account::ImportRow;
use docket_domain::desk::Desk;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// The rows that are imported at once. A stack that is asked for more answers others late.
const PART: usize = 2000;

/// Reads a table whole, shows what it changes, and does it unless `dry_run` is set. What is done when it is broken off stays, and the
/// same import again does the rest.
pub(super) async fn import(
    file: &Path,
    desk: &str,
    to: Target,
    dry_run: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let place = AccountPlace::of(to)?;
    let desk = place.desk(desk).await?;
    let rows = rows(&desk, file)?;
    let mut would = Imported::default();
    for part in rows.chunks(PART) {
        would.add(place.import(&desk.id, part, true).await?);
    }
    let (name, count) = (file.display(), rows.len());
    say(&format!("`{name}` has {count} rows. {}\n", words(&would)));
    if dry_run {
        return Ok(say("Nothing is written.\n"));
    }
    let (done, failure) = carry_out(&place, &desk, &rows).await;
    if let Some(failure) = failure {
        return Ok(fail(&format!(
            "{failure}\nUntil then: {} Run the same command again: it does the rest.",
            words(&done)
        )));
    }
    Ok(say(&format!("Imported. {}\n", words(&done))))
}

/// Imports part by part, and tells how far it is. Returns what was done, with the failure that ended it.
async fn carry_out(
    place: &AccountPlace,
    desk: &Desk,
    rows: &[ImportRow],
) -> (Imported, Option<Box<dyn Error>>) {
    let mut done = Imported::default();
    let mut progress = Progress::of(rows.len());
    for part in rows.chunks(PART) {
        match place.import(&desk.id, part, false).await {
            Ok(part) => done.add(part),
            Err(error) => return (done, Some(error.into())),
        }
        progress.add(part.len());
    }
    (done, None)
}

fn words(imported: &Imported) -> String {
    let Imported {
        added,
        changed,
        unchanged,
        companies,
    } = imported;
    let companies = companies.len();
    format!("New: {added}. Changed: {changed}. As before: {unchanged}. New companies: {companies}.")
}

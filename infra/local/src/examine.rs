//! Checks a data folder: its table, and the files that its tickets have.

use crate::backup::Offline;
use crate::bucket::Keeper;
use crate::data_folder::DataFolder;
use crate::database;
use crate::error::StackError;
use docket_app::doctor::{self, Bucket, Report};
use docket_cloud::{Store, StoreError};
use docket_domain::attachment::{Attachment, FileState};
use jiff::Timestamp;
use std::path::Path;

/// Checks a data folder on which no stack runs.
///
/// # Errors
/// When the folder cannot be used, or its table cannot be read.
pub async fn examine_folder(folder: &Path, template: &Path) -> Result<Report, StackError> {
    if !folder.join("format").exists() {
        let nothing = StackError::data("it holds nothing of Docket");
        return Err(nothing.in_folder(folder));
    }
    let offline = Offline::open(folder, template).map_err(|error| error.in_folder(folder))?;
    Ok(examine(&offline.store, &offline.data, None).await?)
}

/// Checks a data folder whose table this is. `now` is `None` when no stack runs on it.
pub(crate) async fn examine(
    store: &Store,
    data: &DataFolder,
    now: Option<Timestamp>,
) -> Result<Report, StoreError> {
    let keeper = Keeper::of(&data.join("files").join("objects"));
    let mut report = doctor::examine(store, &keeper, now).await?;
    let table = data.clone();
    let integrity = tokio::task::spawn_blocking(move || database::integrity(&table)).await;
    report.faults.extend(integrity.unwrap_or_default());
    for (ticket, id) in keeper.stored() {
        let item = store.file(&ticket, id).await;
        let known = matches!(&item, Ok(Some(file)) if file.state != FileState::Removed);
        // It may have been removed in the meantime.
        if !known && item.is_ok() && keeper.has(&ticket, id) {
            let fault =
                format!("{ticket}: storage holds a file {id} that the ticket does not have");
            report.faults.push(fault);
        }
    }
    Ok(report)
}

impl Bucket for Keeper {
    async fn holds(&self, file: &Attachment) -> Result<(), String> {
        let stored = self.check(&file.ticket, file.id).await?;
        match stored == file.size {
            true => Ok(()),
            false => Err(format!(
                "it has {} bytes, and storage holds {stored}",
                file.size
            )),
        }
    }
}

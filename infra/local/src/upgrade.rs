//! Brings the data folder of an older version up to date.

use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::durable;
use crate::error::StackError;
use docket_cloud::Store;
use std::io::ErrorKind;

/// The file that holds the format of a data folder.
const FILE: &str = "format";
/// The format that this version reads and writes. Folders of Docket 0.1 name none.
const FORMAT: u32 = 1;

/// Reads the format of a folder, before anything in it is touched. Refuses the folder of a later
/// version.
pub(crate) fn check(data: &DataFolder) -> Result<u32, StackError> {
    let file = data.join(FILE);
    let format = match std::fs::read_to_string(&file) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| StackError::data(format!("`{}` holds no number", file.display())))?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(StackError::data(error)),
    };
    match format > FORMAT {
        true => Err(StackError::LaterFolder),
        false => Ok(format),
    }
}

/// Brings the table of a folder of that format up to date, before any function runs.
pub(crate) async fn upgrade(
    data: &DataFolder,
    format: u32,
    database: &LocalDatabase,
    store: &Store,
) -> Result<(), StackError> {
    if format == FORMAT {
        return Ok(());
    }
    store.renumber_events().await?;
    database.handled_records().remove_renumbered().await?;
    let format = format!("{FORMAT}\n");
    durable::write(&data.join(FILE), format.as_bytes()).map_err(StackError::data)
}

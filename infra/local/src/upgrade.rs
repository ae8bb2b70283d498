//! Brings the data folder of an older version up to date.

use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::error::StackError;
use docket_cloud::Store;
use std::io::ErrorKind;

/// The file that holds the format of a data folder.
const FILE: &str = "format";
/// The format that this version reads and writes. Folders of Docket 0.1 name none.
const FORMAT: u32 = 1;

/// Brings the folder's table up to date, before any function runs. Refuses the folder of a later
/// version.
pub(crate) async fn upgrade(
    data: &DataFolder,
    database: &LocalDatabase,
    store: &Store,
) -> Result<(), StackError> {
    let file = data.join(FILE);
    let format = match std::fs::read_to_string(&file) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| StackError::data(format!("`{}` holds no number", file.display())))?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(StackError::data(error)),
    };
    if format > FORMAT {
        return Err(StackError::LaterFolder);
    }
    if format == FORMAT {
        return Ok(());
    }
    store.renumber_events().await?;
    database.handled_records()?.remove_renumbered()?;
    std::fs::write(&file, format!("{FORMAT}\n")).map_err(StackError::data)
}

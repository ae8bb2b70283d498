//! Whether the database file fits what is beside it in the data folder.
//!
//! SQLite makes a new, empty database of a file that is missing or empty. Beside mails and files of earlier runs that would be a
//! desk that has forgotten everything, and gives the old numbers to new tickets.

use super::TABLE_FILE;
use crate::data_folder::DataFolder;
use crate::error::StackError;
use dynoxide::DynoxideError;
use rusqlite::{Connection, OpenFlags};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// What is wrong with the table of a data folder. Each text says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// There is none, or an empty one, but mails or files of an earlier run.
    #[error("`table.sqlite` is missing or empty, beside mails or files of earlier runs: {REPAIR}")]
    Missing,
    /// It is older than what is beside it.
    #[error(
        "`table.sqlite` is older than what is beside it, so it would do again what was done: {REPAIR}"
    )]
    Older,
    /// It is no database, or a damaged one.
    #[error("`table.sqlite` is damaged: {REPAIR}")]
    Damaged,
    /// A later version wrote it.
    #[error(
        "a later version of Docket wrote `table.sqlite`: run that version, or choose another folder with --data"
    )]
    Later,
}

const REPAIR: &str = "make a folder from a backup with `docket restore`, put back a copy of the whole folder, made while Docket did not run, or choose another folder with --data";
/// How every database of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// A file up to this size is checked whole at each start. That takes a tenth of a second, or as long as the disk takes to read it.
const SMALL: u64 = 64 * 1024 * 1024;

/// Checks the database file, before anything opens it to write.
pub(super) fn check(folder: &DataFolder) -> Result<(), StackError> {
    let path = folder.join(TABLE_FILE);
    let size = match path.metadata() {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(StackError::data(error)),
    };
    let fault = if size == 0 {
        // What SQLite has not moved from its log yet is not lost.
        let log = folder.join(&format!("{TABLE_FILE}-wal"));
        let logged = log.metadata().is_ok_and(|log| log.len() > 0);
        (!logged && has_earlier(folder)).then_some(TableFault::Missing)
    } else {
        (!is_sound(&path, size)).then_some(TableFault::Damaged)
    };
    fault.map_or(Ok(()), |fault| Err(fault.into()))
}

/// Returns `true` if an earlier run left mails, files, or word of what it has handled.
fn has_earlier(folder: &DataFolder) -> bool {
    let filled = |name: &str| {
        let mut entries = std::fs::read_dir(folder.join(name)).into_iter().flatten();
        entries.next().is_some()
    };
    filled("mail") || super::handled::noted(folder).is_some() || folder.join("format").exists()
}

fn is_sound(path: &Path, size: u64) -> bool {
    let mut begin = Vec::new();
    let read = std::fs::File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut begin));
    if read.is_err() || begin != MAGIC {
        return false;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(database) = Connection::open_with_flags(path, flags) else {
        return false;
    };
    let check = match size <= SMALL {
        true => "PRAGMA quick_check(1)",
        false => "SELECT 'ok' FROM (SELECT count(*) FROM sqlite_master)",
    };
    let found: Result<String, _> = database.query_row(check, [], |row| row.get(0));
    found.is_ok_and(|found| found == "ok")
}

/// Checks the whole database file. Returns what is wrong with it.
pub(crate) fn integrity(folder: &DataFolder) -> Vec<String> {
    let told = |error: rusqlite::Error| format!("the table cannot be checked: {error}");
    let lines = || {
        let database = Connection::open(folder.join(TABLE_FILE))?;
        let mut check = database.prepare("PRAGMA integrity_check(20)")?;
        let lines = check.query_map([], |row| row.get::<_, String>(0))?;
        lines.collect::<Result<Vec<_>, _>>()
    };
    match lines() {
        Ok(lines) => {
            let faults = lines.into_iter().filter(|line| line != "ok");
            faults
                .map(|fault| format!("the table is damaged: {fault}"))
                .collect()
        }
        Err(error) => vec![told(error)],
    }
}

/// Turns an error of opening the database into what is wrong with it.
pub(super) fn unfit(error: DynoxideError) -> StackError {
    match error {
        DynoxideError::SqliteError(error) => StackError::data(error),
        // It refuses the schema of a later version in this way.
        other if other.to_string().contains("newer") => TableFault::Later.into(),
        other => StackError::data(other),
    }
}

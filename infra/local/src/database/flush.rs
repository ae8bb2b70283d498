//! Flushes the database's write-ahead log.

use crate::durable;
use crate::error::StackError;
use std::fs::File;
use std::path::Path;

/// A handle on the write-ahead log, apart from SQLite's own.
///
/// Only the log may be opened beside SQLite. Closing a handle on the database file itself would drop the locks that SQLite
/// holds on it in this process.
pub(super) struct Log(File);

impl Log {
    /// Opens the log of the database in that file, which SQLite has written to before. The log stays this file for as long as
    /// the database is open.
    pub(super) fn open(database: &Path) -> Result<Self, StackError> {
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        let log = File::open(name).map_err(StackError::data)?;
        // The names of the two files have to last as well.
        durable::flush_folder_of(database).map_err(StackError::data)?;
        Ok(Self(log))
    }

    /// Waits until everything that SQLite wrote is on the disk.
    ///
    /// After a flush that failed nobody knows what is on the disk, and a second try may succeed without having written it. So
    /// the process ends, and the next start reads what is there.
    pub(super) fn flush(&self) {
        if let Err(error) = self.0.sync_data() {
            tracing::error!(%error, "the table could not be flushed to the disk, so Docket ends: see that the disk is well, and start it again");
            std::process::exit(74);
        }
    }
}

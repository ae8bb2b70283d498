//! Backups of a data folder: one file, made while the stack runs, from which a folder is made again.
//!
//! It is a tar file, which any system can open. It holds the table as it was at one instant, then all mails and files, and at
//! its end a [`manifest`] with the checksum of each. A folder that is made from it is like one that a killed process left at that
//! instant, without what came later.

mod manifest;
mod names;
mod offline;
mod restore;
mod write;

pub(crate) use offline::Offline;
pub use restore::{RestoreError, Restored, restore};
pub(crate) use write::{Backup, BackupError};

use serde::{Deserialize, Serialize};

/// What a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holds {
    /// The number of mails.
    pub mails: u64,
    /// The number of files, those that were not looked at yet included.
    pub files: u64,
    /// The size of the backup, in bytes.
    pub bytes: u64,
}

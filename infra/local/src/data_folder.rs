//! The folder of a stack's state: for its owner alone, and for one stack at a time.

use crate::error::StackError;
use std::fs::{File, Permissions, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Only the owner may look into the folder: it holds mails, keys and files.
const OWNER_ONLY: u32 = 0o700;

/// A data folder that no other stack uses as long as this lives: two stacks on one folder would send each other's mail.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Makes the folder where it is not there, closes it to others, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, StackError> {
        std::fs::create_dir_all(path).map_err(StackError::data)?;
        std::fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))
            .map_err(StackError::data)?;
        let file = File::create(path.join("lock")).map_err(StackError::data)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: file,
            }),
            Err(TryLockError::WouldBlock) => Err(StackError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(StackError::data(error)),
        }
    }

    /// The path of something in it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

//! The data folder of a stack. Only its owner can open it, and only one stack can use it at a time.

use crate::error::StackError;
use std::fs::{File, Permissions, TryLockError};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The permissions of the folder. It holds mails, keys and files, so only the owner may open it.
const OWNER_ONLY: u32 = 0o700;

/// A locked data folder. No other stack can use it until this is dropped: two stacks on one folder
/// would send each other's mail.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Creates the folder if needed, sets its permissions, and locks it.
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

    /// Returns a path in the folder.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

//! The data folder of a stack. Only one stack can use it at a time.

use crate::error::StackError;
use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The permissions of a new folder. It holds mails, keys and files, so only the owner may open it.
const OWNER_ONLY: u32 = 0o700;

/// A locked data folder. No other stack can use it until this is dropped: two stacks on one folder
/// would send each other's mail.
///
/// Copies share the lock, which lasts until the last of them is dropped.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: Arc<File>,
}

impl DataFolder {
    /// Creates the folder if needed, and locks it. A folder that is there keeps its permissions: it may
    /// hold more than Docket's state.
    pub(crate) fn open(path: &Path) -> Result<Self, StackError> {
        let mut folder = DirBuilder::new();
        folder.recursive(true).mode(OWNER_ONLY);
        folder.create(path).map_err(StackError::data)?;
        let file = File::create(path.join("lock")).map_err(StackError::data)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: Arc::new(file),
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

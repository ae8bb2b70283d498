//! The data folder of a stack. Only one stack can use it at a time.

use crate::durable;
use crate::error::StackError;
use std::fs::{File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The permissions of the folder. It holds mails, keys and files, so only the owner may open it.
const OWNER_ONLY: u32 = 0o700;
/// The names of Docket's own files and folders in it, or how they begin.
const OWN: [&str; 11] = [
    "table.sqlite",
    "files",
    "mail",
    "lock",
    "format",
    "control",
    "clock",
    "handed-over",
    "handled",
    "set-aside",
    ".new",
];

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
    /// Creates the folder if needed, and locks it. Nobody but its owner may open it after that, unless it holds something of
    /// somebody else's.
    pub(crate) fn open(path: &Path) -> Result<Self, StackError> {
        durable::create_folder(path).map_err(StackError::data)?;
        close_to_others(path).map_err(StackError::data)?;
        let file = durable::create_file(&path.join("lock")).map_err(StackError::data)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: Arc::new(file),
            }),
            Err(TryLockError::WouldBlock) => Err(StackError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(StackError::data(error)),
        }
    }

    /// Returns the folder's path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns a path in the folder.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Closes the folder to others, as older versions left it open.
fn close_to_others(path: &Path) -> io::Result<()> {
    if path.metadata()?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        let text = name.to_string_lossy();
        if !OWN.iter().any(|own| text.starts_with(own)) {
            let folder = path.display();
            tracing::warn!(%folder, other = ?name, "others may open the data folder: it holds something that is not Docket's, so it stays open to them");
            return Ok(());
        }
    }
    std::fs::set_permissions(path, Permissions::from_mode(OWNER_ONLY))
}

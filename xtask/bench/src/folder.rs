//! The folder in which the measured program keeps its state.

use std::path::PathBuf;
use xtask_kit::{make_folder, root};

/// A fresh folder under `target/bench/`. It is removed when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder, named after this process so that no other run uses it.
    pub(crate) fn fresh() -> Result<Self, String> {
        let folder = root().join(format!("target/bench/{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        make_folder(&folder)?;
        Ok(Self(folder))
    }

    /// A folder in it, which Docket makes when it starts.
    pub(crate) fn within(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

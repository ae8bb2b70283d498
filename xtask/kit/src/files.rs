//! Files of the workspace, with errors that name them.

use crate::step::root;
use std::path::Path;

/// Reads a file; the path goes on from the workspace's root.
pub fn read(path: impl AsRef<Path>) -> Result<String, String> {
    let path = path.as_ref();
    std::fs::read_to_string(root().join(path))
        .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
}

/// Writes a file, with the folder that it is in; the path goes on from the workspace's root.
pub fn write(path: impl AsRef<Path>, text: &str) -> Result<(), String> {
    let path = path.as_ref();
    path.parent().map_or(Ok(()), make_folder)?;
    std::fs::write(root().join(path), text)
        .map_err(|error| format!("`{}` cannot be written: {error}", path.display()))
}

/// Makes a folder, if it is not there; the path goes on from the workspace's root.
pub fn make_folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(root().join(path))
        .map_err(|error| format!("`{}` cannot be made: {error}", path.display()))
}

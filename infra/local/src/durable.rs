//! Files that outlast a power cut.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file whole: it is there with all of its content, or not at all, whenever the power goes. When this returns, it is on
/// the disk.
///
/// It is written beside its place first, under the same name with the ending `part`.
pub(crate) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    let mut file = File::create(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    flush_folder_of(path)
}

/// Waits until the names in the folder of a file are on the disk.
pub(crate) fn flush_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

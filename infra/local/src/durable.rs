//! Files that outlast a power cut.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The permissions of a folder and of a file that only their owner may open.
const OWNER_ONLY: u32 = 0o700;
const OWNER_ONLY_FILE: u32 = 0o600;

/// Writes a file whole: it is there with all of its content, or not at all, whenever the power goes. When this returns, it is on
/// the disk.
///
/// It is written beside its place first, under the same name with the ending `part`. So nobody else may write it meanwhile.
pub(crate) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("part");
    let mut file = create_file(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    flush_folder_of(path)
}

/// Makes an empty file that only its owner may open.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true);
    options.mode(OWNER_ONLY_FILE).open(path)
}

/// Makes an empty file that only its owner may open, where there is none.
pub(crate) fn create_new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true);
    options.mode(OWNER_ONLY_FILE).open(path)
}

/// Closes a file to everybody but its owner, and makes it if it is missing.
pub(crate) fn close_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(false);
    let file = options.mode(OWNER_ONLY_FILE).open(path)?;
    file.set_permissions(Permissions::from_mode(OWNER_ONLY_FILE))
}

/// Waits until the names in the folder of a file are on the disk.
pub(crate) fn flush_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        // A name alone is in the folder that the process runs in.
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Makes a folder that only its owner may open, with those above it, unless it is there.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        create_folder(above)?;
    }
    match DirBuilder::new().mode(OWNER_ONLY).create(path) {
        // Somebody else made it in the meantime.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made?,
    }
    flush_folder_of(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_may_be_named_without_the_one_above_it() {
        let name = format!("docket-{}", uuid::Uuid::new_v4().simple());
        let folder = Path::new(&name);
        create_folder(folder).unwrap();
        write(&folder.join("file"), b"content").unwrap();
        assert_eq!(std::fs::read(folder.join("file")).unwrap(), b"content");
        std::fs::remove_dir_all(folder).unwrap();
    }
}

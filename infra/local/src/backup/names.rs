//! What of a data folder is backed up.

use crate::bucket::HELD;
use crate::names::BUCKET;
use crate::sns::MESSAGES;
use std::path::{Component, Path, PathBuf};

/// The table's entry.
pub(super) const TABLE: &str = "table.sqlite";
/// Files that are there or not.
pub(super) const FILES: [&str; 2] = ["format", "clock"];
/// The folder of mails.
pub(super) const MAIL: &str = "mail";
/// Folders of files.
pub(super) const FOLDERS: [&str; 4] = [MAIL, MESSAGES, "set-aside", "handed-over"];

/// Returns the folder of the bucket's objects.
pub(super) fn objects() -> PathBuf {
    ["files", "objects", BUCKET].iter().collect()
}

/// Returns the folder of objects that were removed while the backup was made.
pub(super) fn removed_objects() -> PathBuf {
    ["files", "objects", HELD].iter().collect()
}

/// Returns `true` for a name that a backup may hold: nothing leads out of the folder that it is restored to.
pub(super) fn is_known(name: &Path) -> bool {
    let plain = |component: Component<'_>| matches!(component, Component::Normal(_));
    if !name.components().all(plain) {
        return false;
    }
    let in_folder = |folder: &&str| name.parent() == Some(Path::new(folder));
    let alone = name == Path::new(TABLE) || FILES.iter().any(|file| name == Path::new(file));
    alone || FOLDERS.iter().any(in_folder) || name.starts_with(objects())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_docket_writes_is_known() {
        for name in [
            "table.sqlite",
            "mail/a.eml",
            "files/objects/docket-files/files/A-1/x",
        ] {
            assert!(is_known(Path::new(name)), "{name}");
        }
        for name in [
            "",
            "/table.sqlite",
            "../x",
            "mail/../x",
            "files/objects/docket-files/../../../x",
            "mail/a/b",
            "lock",
            "control",
        ] {
            assert!(!is_known(Path::new(name)), "{name}");
        }
    }
}

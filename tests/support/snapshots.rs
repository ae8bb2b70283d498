//! Files that hold what an answer or a page was, so that a review sees what changes.

use super::root;
use std::collections::BTreeMap;

/// Asserts that a folder holds these files, by their names, and no others. `UPDATE_SNAPSHOTS=1` writes them anew.
pub(crate) fn compare(folder: &str, files: &BTreeMap<String, String>) {
    let place = root().join(folder);
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    if update {
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir_all(&place).unwrap();
    }
    for (name, text) in files {
        let path = place.join(name);
        if update {
            std::fs::write(&path, text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            kept, *text,
            "{folder}/{name}: UPDATE_SNAPSHOTS=1 writes it anew"
        );
    }
    let kept = std::fs::read_dir(&place).unwrap().count();
    assert_eq!(
        kept,
        files.len(),
        "a file in {folder} that belongs to nothing"
    );
}

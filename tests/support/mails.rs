//! Every mail that any test makes, for the part `mails` of `cargo xtask test`: a strict reader reads them all.

use std::path::{Path, PathBuf};

/// The folder in which the mails of all tests are kept.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mails")
}

/// Keeps the mails of a stack whose data is in that folder.
pub(crate) fn keep(data: &Path) {
    let _ = std::fs::create_dir_all(folder());
    for mail in std::fs::read_dir(data.join("mail"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = mail.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            let name = format!("{}.eml", uuid::Uuid::new_v4().simple());
            let _ = std::fs::copy(&path, folder().join(name));
        }
    }
}

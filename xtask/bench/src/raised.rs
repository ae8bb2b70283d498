//! The desks that are measured: those that come with Docket, without limits on what one person does. A
//! benchmark is one person behind one address.

use std::path::{Path, PathBuf};
use xtask_kit::{read, root, write};

const LIMITS: [&str; 12] = [
    "tickets",
    "tickets_per_network",
    "tickets_per_address",
    "mails_per_address",
    "changes_per_ticket",
    "changes_per_network",
    "files_per_ticket",
    "file_bytes_per_address",
    "file_bytes_per_network",
    "file_bytes",
    "downloads_per_ticket",
    "sign_ins_per_network",
];

/// Returns the folder of the desks.
pub(crate) fn desks() -> Result<PathBuf, String> {
    let folder = root().join("target/bench/desks");
    let own = std::fs::read_dir(root().join("desks")).map_err(|error| error.to_string())?;
    for file in own.flatten() {
        let name = file.file_name();
        let source = Path::new("desks").join(&name);
        if source
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            write(folder.join(&name), &raised(&read(&source)?))?;
        }
    }
    Ok(folder)
}

/// Returns a desk's file with limits that nothing reaches.
pub(crate) fn raised(desk: &str) -> String {
    let limits = LIMITS.map(|name| format!("{name} = 1000000000000\n"));
    format!("{desk}\n[limits]\n{}", limits.concat())
}

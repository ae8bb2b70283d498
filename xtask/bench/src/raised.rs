//! The desks that are measured: those that come with Docket, open to anyone and without limits on what one person does. A
//! benchmark is one person behind one address.

use std::path::{Path, PathBuf};
use xtask_kit::{opened, read, root, write};

const NO_LIMITS: &str = "tests/data/no-limits.toml";

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
            write(folder.join(&name), &raised(&read(&source)?)?)?;
        }
    }
    Ok(folder)
}

/// Returns a desk's file with limits that nothing reaches, where mails leave at once.
pub(crate) fn raised(desk: &str) -> Result<String, String> {
    let desk = opened(desk).replace("\ndigest = ", "\n# digest = ");
    Ok(format!("{desk}\n{}", read(NO_LIMITS)?))
}

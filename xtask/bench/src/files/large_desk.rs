//! A desk that takes large files: none that comes with Docket takes one that is as long as what is sent here.

use crate::folder::Folder;
use crate::raised::raised;
use std::path::{Path, PathBuf};
use xtask_kit::{read, write};

/// The desk that all files are for.
pub(crate) const DESK: &str = "spaceos";
/// The most bytes of a file, as the desk's file says them: as many as the desk takes in all on a ticket.
const MOST: &str = "max_bytes = 209_715_200";

/// Makes a folder of desks in that folder: a copy of [`DESK`] that takes files of [`MOST`].
pub(crate) fn make(folder: &Folder) -> Result<PathBuf, String> {
    let name = format!("{DESK}.toml");
    let desk = with_large_files(&read(Path::new("desks").join(&name))?);
    let desk = desk.ok_or_else(|| format!("the desk `{DESK}` does not say `max_bytes`"))?;
    let desks = folder.within("desks");
    write(desks.join(name), &raised(&desk)?)?;
    Ok(desks)
}

fn with_large_files(desk: &str) -> Option<String> {
    let limit = desk.lines().find(|line| line.starts_with("max_bytes ="))?;
    Some(desk.replacen(limit, MOST, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_limit_of_a_file_changes() {
        let desk = "[attachments]\nmax_bytes = 1 # one\nmax_total_bytes = 2\n";
        let wanted = format!("[attachments]\n{MOST}\nmax_total_bytes = 2\n");
        assert_eq!(with_large_files(desk), Some(wanted));
        assert_eq!(with_large_files("max_total_bytes = 2\n"), None);
    }
}

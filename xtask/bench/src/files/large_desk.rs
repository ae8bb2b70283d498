//! A desk that takes large files: none that comes with Docket takes one that is as long as what is sent here.

use super::DESK;
use crate::folder::Folder;
use std::path::PathBuf;
use xtask_kit::root;

/// The most bytes of a file, as the desk's file says them: as many as the desk takes in all on a ticket.
const MOST: &str = "max_bytes = 209_715_200";

/// Makes a folder of desks in that folder: a copy of [`DESK`] that takes files of [`MOST`].
pub(crate) fn make(folder: &Folder) -> Result<PathBuf, String> {
    let name = format!("{DESK}.toml");
    let from = root().join("desks").join(&name);
    let desk = std::fs::read_to_string(&from)
        .map_err(|error| format!("`{}` cannot be read: {error}", from.display()))?;
    let desk = with_large_files(&desk)
        .ok_or_else(|| format!("`{}` does not say `max_bytes`", from.display()))?;
    let desks = folder.within("desks");
    let failed = |error| format!("`{}` cannot be made: {error}", desks.display());
    std::fs::create_dir_all(&desks).map_err(failed)?;
    std::fs::write(desks.join(name), desk).map_err(failed)?;
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

//! How much room the disk has. On a full one, the linker ends with a bus error, which says nothing of it.

use std::process::Command;
use xtask_kit::{root, say};

/// What all parts take, from nothing, in gigabytes.
const NEEDED: u64 = 10;

/// Tells when the disk may be too small. It goes on: what is built already needs less.
pub(crate) fn tell() {
    let df = Command::new("df").arg("-Pk").arg(root()).output();
    let free = df
        .ok()
        .and_then(|df| free(&String::from_utf8_lossy(&df.stdout)));
    if let Some(free) = free.filter(|free| *free < NEEDED) {
        say(format!(
            "==> only {free} GB are free on this disk, and a run from nothing takes {NEEDED}: a step that fails may have had no room"
        ));
    }
}

/// Returns the gigabytes that are free, as `df -Pk` of POSIX tells them in its fourth column.
fn free(said: &str) -> Option<u64> {
    let kilobytes = said.lines().nth(1)?.split_whitespace().nth(3)?;
    Some(kilobytes.parse::<u64>().ok()? / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_space_is_read() {
        let said = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda 252000000 83000000 8600000 91% /\n";
        assert_eq!(free(said), Some(8));
        for other in ["", "df: no such file\n", "a b\nc d\n"] {
            assert_eq!(free(other), None);
        }
    }
}

//! Which permissions of which role some test has needed, across all tests of a run.

use docket_local::{Role, Stack};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Each stack leaves a file with what it has not needed.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("permissions")
}

/// Notes what that stack's functions have not needed.
pub(crate) fn remember(stack: &Stack) {
    let unused: BTreeSet<String> = stack.roles().flat_map(Role::unused).collect();
    let lines: Vec<String> = unused.into_iter().collect();
    let folder = folder();
    let _ = std::fs::create_dir_all(&folder);
    let name = uuid::Uuid::new_v4().to_string();
    let _ = std::fs::write(folder.join(name), lines.join("\n"));
}

/// What no stack has needed, and how many stacks there were.
pub(crate) fn never_needed() -> (BTreeSet<String>, usize) {
    let mut stacks = 0;
    let mut never: Option<BTreeSet<String>> = None;
    for file in std::fs::read_dir(folder()).into_iter().flatten() {
        let lines = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let unused: BTreeSet<String> = lines.lines().map(str::to_owned).collect();
        stacks += 1;
        never = Some(match never {
            Some(never) => never.intersection(&unused).cloned().collect(),
            None => unused,
        });
    }
    (never.unwrap_or_default(), stacks)
}

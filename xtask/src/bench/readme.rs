//! The place in `README.md` where the figures stand.

use crate::step::root;

const FILE: &str = "README.md";
const START: &str = "<!-- bench:start -->";
const END: &str = "<!-- bench:end -->";

/// Checks that the place is there, before hours are spent on figures that have none.
///
/// # Errors
/// When it is not.
pub(crate) fn check() -> Result<(), String> {
    with_figures(&read()?, "").map(drop)
}

/// Writes the figures there.
///
/// # Errors
/// When the place is not there, or the file cannot be written.
pub(crate) fn write(figures: &str) -> Result<(), String> {
    let readme = with_figures(&read()?, figures)?;
    std::fs::write(root().join(FILE), readme)
        .map_err(|error| format!("`{FILE}` cannot be written: {error}"))
}

fn read() -> Result<String, String> {
    std::fs::read_to_string(root().join(FILE))
        .map_err(|error| format!("`{FILE}` cannot be read: {error}"))
}

fn with_figures(readme: &str, figures: &str) -> Result<String, String> {
    let parts = readme.split_once(START).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| {
        format!("`{FILE}` has no place for the figures: put the lines `{START}` and `{END}` in it")
    })?;
    Ok(format!("{before}{START}\n{figures}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let readme = format!("# Docket\n\n{START}\nold\n{END}\n\nThe end.\n");
        let wanted = format!("# Docket\n\n{START}\nnew\n{END}\n\nThe end.\n");
        assert_eq!(with_figures(&readme, "new\n"), Ok(wanted.clone()));
        assert_eq!(with_figures(&wanted, "new\n"), Ok(wanted));
    }

    #[test]
    fn a_readme_without_the_markers_is_refused() {
        for readme in ["", START, &format!("{END} {START}")] {
            assert!(with_figures(readme, "new\n").is_err(), "{readme}");
        }
    }
}

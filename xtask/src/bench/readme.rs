//! The place in `README.md` where the figures stand.

use crate::say::say;
use crate::step::root;

const FILE: &str = "README.md";

/// Checks that the place of that name is there, before hours are spent on figures that have none.
///
/// # Errors
/// When it is not.
pub(crate) fn check(place: &str) -> Result<(), String> {
    with_figures(&read()?, place, "").map(drop)
}

/// Writes the figures there.
///
/// # Errors
/// When the place is not there, or the file cannot be written.
pub(crate) fn write(place: &str, figures: &str) -> Result<(), String> {
    let readme = with_figures(&read()?, place, figures)?;
    std::fs::write(root().join(FILE), readme)
        .map_err(|error| format!("`{FILE}` cannot be written: {error}"))?;
    say(format!("{FILE} has the figures of `{place}` now."));
    Ok(())
}

fn read() -> Result<String, String> {
    std::fs::read_to_string(root().join(FILE))
        .map_err(|error| format!("`{FILE}` cannot be read: {error}"))
}

fn with_figures(readme: &str, place: &str, figures: &str) -> Result<String, String> {
    let [start, end] = ["start", "end"].map(|edge| format!("<!-- {place}:{edge} -->"));
    let parts = readme.split_once(&start).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| {
        format!("`{FILE}` has no place for the figures: put the lines `{start}` and `{end}` in it")
    })?;
    Ok(format!("{before}{start}\n{figures}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "<!-- bench:start -->";
    const END: &str = "<!-- bench:end -->";

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let readme = format!("# Docket\n\n{START}\nold\n{END}\n\nThe end.\n");
        let wanted = format!("# Docket\n\n{START}\nnew\n{END}\n\nThe end.\n");
        assert_eq!(with_figures(&readme, "bench", "new\n"), Ok(wanted.clone()));
        assert_eq!(with_figures(&wanted, "bench", "new\n"), Ok(wanted));
    }

    #[test]
    fn a_readme_without_the_markers_is_refused() {
        let other = format!("{START}\n{END}").replace("bench", "other");
        for readme in ["", START, &format!("{END} {START}"), &other] {
            assert!(with_figures(readme, "bench", "new\n").is_err(), "{readme}");
        }
    }
}

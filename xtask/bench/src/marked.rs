//! The places in the docs where figures stand, between two marks.

use xtask_kit::{read, say};

/// The page with all figures.
pub(crate) const BENCH: &str = "docs/BENCH.md";
/// The page with the main ones.
pub(crate) const README: &str = "README.md";

/// Checks that a page has that place, before hours are spent on figures that have none.
pub(crate) fn check(page: &str, place: &str) -> Result<(), String> {
    with_figures(page, &read(page)?, place, "").map(drop)
}

/// Writes the figures to that place of a page.
pub(crate) fn write(page: &str, place: &str, figures: &str) -> Result<(), String> {
    let text = with_figures(page, &read(page)?, place, figures)?;
    xtask_kit::write(page, &text)?;
    say(format!("{page} has the figures of `{place}` now."));
    Ok(())
}

fn with_figures(page: &str, text: &str, place: &str, figures: &str) -> Result<String, String> {
    let [start, end] = ["start", "end"].map(|edge| format!("<!-- {place}:{edge} -->"));
    let parts = text.split_once(&start).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| {
        format!("`{page}` has no place for the figures: put the lines `{start}` and `{end}` in it")
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
        let page = format!("# Docket\n\n{START}\nold\n{END}\n\nThe end.\n");
        let wanted = format!("# Docket\n\n{START}\nnew\n{END}\n\nThe end.\n");
        assert_eq!(
            with_figures("a.md", &page, "bench", "new\n"),
            Ok(wanted.clone())
        );
        assert_eq!(with_figures("a.md", &wanted, "bench", "new\n"), Ok(wanted));
    }

    #[test]
    fn a_page_without_the_markers_is_refused() {
        let other = format!("{START}\n{END}").replace("bench", "other");
        for page in ["", START, &format!("{END} {START}"), &other] {
            assert!(
                with_figures("a.md", page, "bench", "new\n").is_err(),
                "{page}"
            );
        }
    }
}

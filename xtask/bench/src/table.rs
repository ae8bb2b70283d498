//! Tables of Markdown.

use std::fmt::Write;

/// Makes a table, of which all columns but the first are figures. It ends with a line's end.
pub(crate) fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = format!(
        "| {} |\n|---|{}\n",
        head.join(" | "),
        "---:|".repeat(head.len() - 1)
    );
    for row in rows {
        // To write into a text does not fail.
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

/// Makes a row of texts.
pub(crate) fn row<T: AsRef<str>>(cells: &[T]) -> Vec<String> {
    cells.iter().map(|cell| cell.as_ref().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_at_the_right() {
        let wanted = "| A | B | C |\n|---|---:|---:|\n| x | 1 | 2 |\n";
        assert_eq!(table(&["A", "B", "C"], [row(&["x", "1", "2"])]), wanted);
    }
}

//! Rows as a table again.

use super::{COLUMNS, ImportRow};

/// Writes rows as a table with all columns, which [`import`](super::import) reads as the same rows. So a long table is sent in parts.
#[must_use]
pub fn table_of(rows: &[ImportRow]) -> String {
    let mut table = COLUMNS.join(",") + "\n";
    for ImportRow { change, .. } in rows {
        let text = |value: Option<String>| value.unwrap_or_default();
        let cells = [
            change.email.to_string(),
            text(change.name.as_ref().map(ToString::to_string)),
            text(change.company.as_ref().map(ToString::to_string)),
            text(change.role.map(|role| role.to_string())),
            text(change.portal.as_ref().map(ToString::to_string)),
            text(change.language.as_ref().map(ToString::to_string)),
        ];
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        table.push_str(&cells.join(","));
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::import;
    use crate::desk::Desk;

    #[test]
    fn what_is_written_is_read_again() {
        let desk = Desk::parse(include_str!("../../../../../tests/data/demo.toml")).unwrap();
        let table = "email;name;company;role;portal\n\
             a@example.com;\"Ada, \"\"the first\"\"\";=1+1;administrator;https://acme.example.com/\n\
             b@example.com;  🦀 أهلا  ;;;\n";
        let rows = import(&desk, table.as_bytes()).unwrap();
        let again = import(&desk, table_of(&rows).as_bytes()).unwrap();
        let changes = |rows: Vec<ImportRow>| rows.into_iter().map(|row| row.change);
        assert!(changes(rows).eq(changes(again)));
    }
}

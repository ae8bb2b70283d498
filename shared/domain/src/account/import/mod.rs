//! Tables of accounts, as people make them with a spreadsheet: CSV.

mod text;
mod written;

pub use written::table_of;

use super::person::{AccountChange, AccountDraft};
use crate::desk::Desk;
use crate::refusal::FieldProblem;
use std::collections::HashMap;
use text::{Lines, delimiter, line_without_text, open_quote};

/// The columns of a table of accounts. Only the first is needed.
pub const COLUMNS: [&str; 6] = ["email", "name", "company", "role", "portal", "language"];

/// The most mistakes that are told of. Whoever has more looks at the whole file anyway.
const MOST_MISTAKES: usize = 100;

/// A row without mistakes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What it says. An empty cell leaves what is there.
    pub change: AccountChange,
}

/// A mistake in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMistake {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: ImportProblem,
}

/// What is wrong with a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportProblem {
    /// The line is not UTF-8.
    NotUtf8,
    /// A quotation mark opens a cell here, and no other one closes it.
    OpenQuote,
    /// The first line lacks the column `email`.
    NoEmailColumn,
    /// The first line names a column that there is not.
    UnknownColumn(String),
    /// The first line names a column twice.
    DoubledColumn(&'static str),
    /// The line has more or fewer cells than the first one.
    Cells {
        /// The cells that it has.
        given: usize,
        /// The cells that the first line has.
        wanted: usize,
    },
    /// An earlier line has the same address.
    Doubled {
        /// That line.
        first: u64,
    },
    /// A cell is wrong.
    Cell(&'static str, FieldProblem),
}

/// Reads a table of accounts. Its first line names the columns, in any order; commas, semicolons or tabs part them, as spreadsheets
/// write them. Whatever a cell holds is text: a formula is none.
///
/// # Errors
/// With the mistakes found, at most a hundred, in the order of the lines.
pub fn import(desk: &Desk, table: &[u8]) -> Result<Vec<ImportRow>, Vec<ImportMistake>> {
    // Spreadsheets mark UTF-8 by the first three bytes.
    let table = table.strip_prefix(b"\xef\xbb\xbf").unwrap_or(table);
    if let Some(line) = line_without_text(table) {
        return Err(mistake(line, ImportProblem::NotUtf8));
    }
    let delimiter = delimiter(table);
    let mut lines = Lines::of(table);
    if let Some(place) = open_quote(table, delimiter) {
        return Err(mistake(lines.at(place), ImportProblem::OpenQuote));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(table);
    let mut records = reader.records().map_while(Result::ok);
    let first = records.next().unwrap_or_default();
    let line = lines.at(place(&first));
    let columns = columns(&first).map_err(|problem| mistake(line, problem))?;
    let mut rows = Vec::new();
    let mut mistakes = Vec::new();
    let mut seen = HashMap::new();
    for record in records {
        let line = lines.at(place(&record));
        let mut refuse = |problem| mistakes.push(ImportMistake { line, problem });
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != columns.len() {
            refuse(ImportProblem::Cells {
                given: record.len(),
                wanted: columns.len(),
            });
        } else {
            match row(desk, &columns, &record) {
                Ok(change) => match seen.insert(change.email.clone(), line) {
                    Some(first) => {
                        seen.insert(change.email, first);
                        refuse(ImportProblem::Doubled { first });
                    }
                    None => rows.push(ImportRow { line, change }),
                },
                Err(problems) => problems.into_iter().for_each(&mut refuse),
            }
        }
        if mistakes.len() >= MOST_MISTAKES {
            break;
        }
    }
    mistakes.truncate(MOST_MISTAKES);
    match mistakes.is_empty() {
        true => Ok(rows),
        false => Err(mistakes),
    }
}

/// Returns the place at which a row begins. Empty lines before it may belong to it.
fn place(record: &csv::StringRecord) -> usize {
    let place = record.position().map_or(0, csv::Position::byte);
    usize::try_from(place).unwrap_or(usize::MAX)
}

fn mistake(line: u64, problem: ImportProblem) -> Vec<ImportMistake> {
    vec![ImportMistake { line, problem }]
}

fn columns(first: &csv::StringRecord) -> Result<Vec<&'static str>, ImportProblem> {
    let mut columns = Vec::new();
    for name in first {
        let name = name.trim();
        let known = COLUMNS
            .into_iter()
            .find(|known| name.eq_ignore_ascii_case(known));
        match known {
            Some(known) if columns.contains(&known) => {
                return Err(ImportProblem::DoubledColumn(known));
            }
            Some(known) => columns.push(known),
            None => {
                let shown = name.chars().filter(|c| !c.is_control()).take(60);
                return Err(ImportProblem::UnknownColumn(shown.collect()));
            }
        }
    }
    match columns.contains(&"email") {
        true => Ok(columns),
        false => Err(ImportProblem::NoEmailColumn),
    }
}

fn row(
    desk: &Desk,
    columns: &[&'static str],
    record: &csv::StringRecord,
) -> Result<AccountChange, Vec<ImportProblem>> {
    let cell = |column: &str| {
        let place = columns.iter().position(|known| *known == column);
        let cell = place.and_then(|place| record.get(place));
        cell.unwrap_or_default().to_owned()
    };
    let draft = AccountDraft {
        email: cell("email"),
        name: cell("name"),
        company: cell("company"),
        role: cell("role"),
        portal: cell("portal"),
        language: cell("language"),
    };
    draft.check(desk).map_err(|mistakes| {
        let problems = mistakes.into_iter().filter_map(|mistake| {
            let column = COLUMNS.into_iter().find(|known| mistake.field == *known)?;
            Some(ImportProblem::Cell(column, mistake.problem))
        });
        problems.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> Desk {
        Desk::parse(include_str!("../../../../../tests/data/demo.toml")).unwrap()
    }

    fn emails(table: &str) -> Vec<String> {
        let rows = import(&demo(), table.as_bytes()).unwrap();
        rows.iter()
            .map(|row| row.change.email.to_string())
            .collect()
    }

    fn problems(table: &[u8]) -> Vec<(u64, ImportProblem)> {
        let mistakes = import(&demo(), table).unwrap_err();
        mistakes
            .into_iter()
            .map(|mistake| (mistake.line, mistake.problem))
            .collect()
    }

    #[test]
    fn tables_are_read_as_spreadsheets_write_them() {
        for table in [
            "email,name\na@example.com,A\nb@example.com,\"B, the \"\"second\"\"\"\n",
            "\u{feff}email;name\r\na@example.com;A\r\nb@example.com;B\r\n\r\n;\r\n",
            "Name\tE-Mail\tX\n".replace("E-Mail\tX", "EMAIL").as_str(),
            "email\na@example.com\nb@example.com",
            "email;name\ra@example.com;A, B\rb@example.com;\"B\rC\"\r"
                .replace("B\rC", "B")
                .as_str(),
            "\r\n\r\nemail;name\r\na@example.com;A\r\nb@example.com;B",
        ] {
            let expected: &[&str] = match table.contains('@') {
                true => &["a@example.com", "b@example.com"],
                false => &[],
            };
            assert_eq!(emails(table), expected, "{table}");
        }
    }

    #[test]
    fn a_formula_is_text() {
        let rows = import(&demo(), b"email,name\na@example.com,=cmd|' /C calc'!A0\n").unwrap();
        let name = rows[0].change.name.as_ref().unwrap();
        assert_eq!(name.as_str(), "=cmd|' /C calc'!A0");
    }

    #[test]
    fn each_mistake_names_its_line() {
        assert_eq!(problems(b""), [(1, ImportProblem::NoEmailColumn)]);
        assert_eq!(problems(b"name\nA\n"), [(1, ImportProblem::NoEmailColumn)]);
        assert_eq!(
            problems(b"email,phone\n"),
            [(1, ImportProblem::UnknownColumn("phone".into()))]
        );
        assert_eq!(
            problems(b"email,name,email\n"),
            [(1, ImportProblem::DoubledColumn("email"))]
        );
        assert_eq!(
            problems(b"email,name\na@example.com,Jos\xe9\n"),
            [(2, ImportProblem::NotUtf8)]
        );
        // A spreadsheet's UTF-16, with and without its mark, and a NUL among text.
        for (table, line) in [
            (&b"\xff\xfee\0m\0a\0i\0l\0\n\0"[..], 1),
            (b"\0e\0m\0a\0i\0l\0\n", 1),
            (b"email,name\ra@example.com,A\rb@example.com,\0\r", 3),
        ] {
            assert_eq!(problems(table), [(line, ImportProblem::NotUtf8)]);
        }
        assert_eq!(
            problems(b"email,name\na@example.com,A\nb@example.com,\"B\nc@example.com,C\n"),
            [(3, ImportProblem::OpenQuote)]
        );
        assert_eq!(
            problems(b"\n\nname\nA\n"),
            [(3, ImportProblem::NoEmailColumn)]
        );
        let table = b"email,name,role\na@example.com,A,boss\n\nnobody,\nA@example.com,A,member\na@example.com,B,member\n";
        let found = problems(table);
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 4, 6], "{found:?}");
        assert_eq!(
            found[1].1,
            ImportProblem::Cells {
                given: 2,
                wanted: 3
            }
        );
        assert_eq!(found[2].1, ImportProblem::Doubled { first: 5 });
    }

    #[test]
    fn an_endless_table_ends_with_the_hundredth_mistake() {
        let table = format!("email\n{}", "nobody\n".repeat(100_000));
        assert_eq!(problems(table.as_bytes()).len(), MOST_MISTAKES);
    }
}

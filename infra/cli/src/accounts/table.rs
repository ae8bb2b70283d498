//! The file with a table of accounts.

use docket_domain::Language;
use docket_domain::account::{self, ImportMistake, ImportRow};
use docket_domain::desk::Desk;
use docket_texts::Texts;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes of a file. Two hundred thousand long rows have fewer.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most rows of a file. A whole file is kept in memory until it is imported.
const MOST_ROWS: usize = 200_000;

/// A table is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableError {
    /// The file cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error.
        source: io::Error,
    },
    /// The file is too large.
    #[error(
        "`{}` is too large: a file may have {MOST_ROWS} rows and {} MiB. Cut it into several files, each with the first line. \
         Nothing was written.",
        .0.display(), MOST_BYTES / 1024 / 1024
    )]
    TooLarge(PathBuf),
    /// Rows are wrong: each with its line and what to do.
    #[error("{}Nothing was written.", lines(path, mistakes))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        mistakes: Vec<ImportMistake>,
    },
}

/// Reads a table whole.
pub(crate) fn rows(desk: &Desk, path: &Path) -> Result<Vec<ImportRow>, TableError> {
    let mut table = Vec::new();
    let read = File::open(path).and_then(|file| {
        let mut file = file.take(MOST_BYTES + 1);
        file.read_to_end(&mut table)
    });
    let path = path.to_owned();
    if let Err(source) = read {
        return Err(TableError::Read { path, source });
    }
    // A row ends with two bytes at most. A table with far too many is refused before its cells are read, which takes long.
    let breaks = table.iter().filter(|byte| matches!(byte, b'\r' | b'\n'));
    if table.len() as u64 > MOST_BYTES || breaks.count() > 2 * MOST_ROWS + 2 {
        return Err(TableError::TooLarge(path));
    }
    match account::import(desk, &table) {
        Ok(rows) if rows.len() > MOST_ROWS => Err(TableError::TooLarge(path)),
        Ok(rows) => Ok(rows),
        Err(mistakes) => Err(TableError::Mistakes { path, mistakes }),
    }
}

fn lines(path: &Path, mistakes: &[ImportMistake]) -> String {
    let texts = Texts::of(&Language::english());
    let line = |ImportMistake { line, problem }: &ImportMistake| {
        format!(
            "{}:{line}: {}\n",
            path.display(),
            texts.import_problem(problem)
        )
    };
    mistakes.iter().map(line).collect()
}

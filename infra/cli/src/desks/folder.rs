//! The folder of desk files.

use super::holidays::{ending, not_of_now, resolve};
use docket_domain::TicketPrefix;
use docket_domain::desk::{Desk, DeskMistake};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A desk and the text of its file.
#[derive(Debug)]
pub struct DeskFile {
    /// The path of the file.
    pub path: PathBuf,
    /// The text of the file, with the dates of the iCalendar files that it names.
    pub source: String,
    /// The desk that it describes.
    pub desk: Desk,
}

/// The folder does not hold valid desks.
#[derive(Debug, thiserror::Error)]
pub enum DeskFolderError {
    /// The folder or a file cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Read {
        /// The folder or the file.
        path: PathBuf,
        /// The error.
        source: std::io::Error,
    },
    /// There is no desk file.
    #[error("`{}` holds no desk file: write one as docs/DESKS.md says, named `<desk>.toml`", .0.display())]
    Empty(PathBuf),
    /// The files have mistakes.
    #[error("{}", lines(.0))]
    Mistakes(Vec<(PathBuf, DeskMistake)>),
}

fn lines(mistakes: &[(PathBuf, DeskMistake)]) -> String {
    let lines: Vec<String> = mistakes
        .iter()
        .map(|(path, mistake)| format!("{}:{mistake}", path.display()))
        .collect();
    lines.join("\n")
}

/// Reads all desk files of a folder, in alphabetical order.
///
/// # Errors
/// With the mistakes of all files at once.
pub fn read_folder(folder: &Path) -> Result<Vec<DeskFile>, DeskFolderError> {
    let read_error = |path: &Path| {
        let path = path.to_owned();
        move |source| DeskFolderError::Read { path, source }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read_error(folder))? {
        let path = entry.map_err(read_error(folder))?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(DeskFolderError::Empty(folder.to_owned()));
    }
    let mut files: Vec<DeskFile> = Vec::new();
    let mut mistakes = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(read_error(&path))?;
        let Ok(source) = String::from_utf8(bytes) else {
            mistakes.push((path, at_start("is not text in UTF-8: save it as such")));
            continue;
        };
        let resolved = resolve(&path, source);
        let is_whole = resolved.mistakes.is_empty();
        mistakes.extend(resolved.mistakes);
        let source = resolved.source;
        match Desk::parse(&source) {
            Ok(desk) if is_whole => files.push(DeskFile { path, source, desk }),
            Ok(_) => {}
            Err(found) => mistakes.extend(found.into_iter().map(|mistake| (path.clone(), mistake))),
        }
    }
    let mut prefixes: BTreeMap<TicketPrefix, PathBuf> = BTreeMap::new();
    for file in &files {
        let id = file.desk.id.as_str();
        if file.path.file_stem().is_none_or(|stem| stem != id) {
            let message = format!(
                "a desk's file is named after it: rename it to `{id}.toml`, or write another `id`"
            );
            mistakes.push((file.path.clone(), at_start(&message)));
        }
        // The table may still have such a file. It has no effect there.
        for (former, now) in file.desk.former_tables() {
            let message = format!("`[{former}]` has no effect any more: write `[{now}]`");
            mistakes.push((file.path.clone(), at_start(&message)));
        }
        for message in file.desk.overlapping_hours() {
            mistakes.push((file.path.clone(), at_start(&message)));
        }
        if let Some(mistake) = docket_logo::mistake(&file.desk, &file.source) {
            mistakes.push((file.path.clone(), mistake));
        }
        let prefix = file.desk.ticket_prefix.clone();
        if let Some(other) = prefixes.insert(prefix, file.path.clone()) {
            let message = format!(
                "its `ticket_prefix` is the one of `{}` too: choose another",
                other.display()
            );
            mistakes.push((file.path.clone(), at_start(&message)));
        }
    }
    if mistakes.is_empty() {
        Ok(files)
    } else {
        Err(DeskFolderError::Mistakes(mistakes))
    }
}

/// Refuses files whose holidays have ended by then, or begin later.
///
/// # Errors
/// With each of them.
pub(super) fn refuse_holidays(files: &[DeskFile], now: Timestamp) -> Result<(), DeskFolderError> {
    let mistakes = files.iter().flat_map(|file| {
        let mistakes = not_of_now(&file.desk, &file.source, now).into_iter();
        mistakes.map(|mistake| (file.path.clone(), mistake))
    });
    let mistakes: Vec<_> = mistakes.collect();
    match mistakes.is_empty() {
        true => Ok(()),
        false => Err(DeskFolderError::Mistakes(mistakes)),
    }
}

/// Returns a line for each file whose holidays end soon, or have ended.
#[must_use]
pub(crate) fn warnings(files: &[DeskFile], now: Timestamp) -> Vec<String> {
    let all = files.iter().flat_map(|file| {
        let lines = ending(&file.desk, now).into_iter();
        lines.map(|line| format!("{}: {line}", file.path.display()))
    });
    all.collect()
}

fn at_start(message: &str) -> DeskMistake {
    DeskMistake {
        line: 1,
        column: 1,
        message: message.to_owned(),
    }
}

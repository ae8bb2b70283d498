//! The changes that applying a folder of desk files makes.

use super::folder::{DeskFile, read_folder};
use super::place::{ApplyError, DeskPlace};
use similar::TextDiff;
use std::path::Path;

/// The changes that applying a folder makes to the stored desks.
#[derive(Debug)]
pub struct Plan {
    place: DeskPlace,
    changes: Vec<Change>,
    /// The IDs of stored desks that have no file in the folder. They stay stored.
    elsewhere: Vec<String>,
}

#[derive(Debug)]
struct Change {
    file: DeskFile,
    before: Option<String>,
}

impl Plan {
    /// Compares the folder with the stored desks.
    ///
    /// # Errors
    /// When the folder has mistakes, or the place cannot be read.
    pub async fn make(place: DeskPlace, folder: &Path) -> Result<Self, ApplyError> {
        let files = read_folder(folder)?;
        let mut there = place.sources().await?;
        let mut changes = Vec::new();
        for file in files {
            let before = there.remove(file.desk.id.as_str());
            if before.as_ref() != Some(&file.source) {
                changes.push(Change { file, before });
            }
        }
        Ok(Self {
            place,
            changes,
            elsewhere: there.into_keys().collect(),
        })
    }

    /// Returns `true` when there is nothing to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Describes the changes, as a diff for each changed desk.
    #[must_use]
    pub fn report(&self) -> String {
        let changes = self.changes.iter().map(|change| {
            let name = change.file.path.display();
            match &change.before {
                None => format!(
                    "{name}: a new desk, {} lines\n",
                    change.file.source.lines().count()
                ),
                Some(before) => {
                    let diff = TextDiff::from_lines(before, &change.file.source);
                    let mut diff = diff.unified_diff();
                    format!("{name}:\n{}", diff.header("in the table", "in the file"))
                }
            }
        });
        let elsewhere = self.elsewhere.iter().map(|desk| {
            format!("{desk} is in the table and not in the folder: it stays as it is\n")
        });
        let report: String = changes.chain(elsewhere).collect();
        match self.is_empty() {
            true => format!("{report}The table has these desks already.\n"),
            false => report,
        }
    }

    /// Stores the changed desks. A running stack shows a changed desk at once, a deployed function
    /// within a minute.
    ///
    /// # Errors
    /// When the place cannot be written. Desks before the error stay stored. Applying again stores
    /// the rest.
    pub async fn carry_out(&self) -> Result<(), ApplyError> {
        let files: Vec<&DeskFile> = self.changes.iter().map(|change| &change.file).collect();
        self.place.keep(&files).await
    }
}

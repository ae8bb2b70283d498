//! The changes that applying a folder of desk files makes.

use super::folder::{DeskFile, read_folder, refuse_holidays, warnings};
use super::orphans::sentences;
use super::place::{ApplyError, DeskPlace};
use docket_app::desks::CompareOrder;
use docket_cloud::store::{DeskChange, StoredFile};
use docket_domain::DeskId;
use jiff::Timestamp;
use similar::TextDiff;
use std::path::Path;

/// The changes that applying a folder makes to the stored desks.
#[derive(Debug)]
pub struct Plan {
    place: DeskPlace,
    changes: Vec<Change>,
    /// The stored desks that are removed, since they have no file in the folder.
    removed: Vec<DeskId>,
    /// What tickets have and the files do not.
    orphans: String,
    /// The holidays that end soon.
    warnings: Vec<String>,
}

#[derive(Debug)]
struct Change {
    file: DeskFile,
    before: Option<StoredFile>,
}

impl Plan {
    /// Compares the folder with the stored desks and their tickets. With `remove`, desks that have no file in the folder are
    /// to be removed. Otherwise they stay.
    ///
    /// # Errors
    /// When the folder has mistakes, holidays have ended by `now`, or the place cannot be read.
    pub async fn make(
        place: DeskPlace,
        folder: &Path,
        remove: bool,
        now: Timestamp,
    ) -> Result<Self, ApplyError> {
        let files = read_folder(folder)?;
        refuse_holidays(&files, now)?;
        let warnings = warnings(&files, now);
        let mut there = place.files().await?;
        let mut changes = Vec::new();
        for file in files {
            let before = there.remove(&*file.desk.id);
            let is_there = before
                .as_ref()
                .is_some_and(|before| before.is_settled && before.source == file.source);
            if !is_there {
                changes.push(Change { file, before });
            }
        }
        let without_file: Vec<DeskId> = there.into_keys().collect();
        let order = CompareOrder {
            files: changes
                .iter()
                .map(|change| change.file.source.clone())
                .collect(),
            without_file: without_file.clone(),
        };
        let orphans = sentences(&place.compare(order).await?, remove);
        Ok(Self {
            place,
            changes,
            removed: if remove { without_file } else { Vec::new() },
            orphans,
            warnings,
        })
    }

    /// Returns `true` when there is nothing to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.removed.is_empty()
    }

    /// Describes the changes, as a diff for each changed desk, and what they mean to the tickets.
    #[must_use]
    pub fn report(&self) -> String {
        let changes = self.changes.iter().map(|change| {
            let name = change.file.path.display();
            match &change.before {
                None => format!(
                    "{name}: a new desk, {} lines\n",
                    change.file.source.lines().count()
                ),
                Some(before) if before.source == change.file.source => format!(
                    "{name}: its last change was broken off, or its tickets are not all counted. They are put where they belong, and counted\n"
                ),
                Some(before) => {
                    let diff = TextDiff::from_lines(&before.source, &change.file.source);
                    let mut diff = diff.unified_diff();
                    format!("{name}:\n{}", diff.header("in the table", "in the file"))
                }
            }
        });
        let changes: String = changes.collect();
        let already = match self.is_empty() {
            true => "The table has these desks already.\n",
            false => "",
        };
        let warnings = self.warnings.iter().map(|line| format!("{line}\n"));
        let warnings: String = warnings.collect();
        format!("{changes}{}{warnings}{already}", self.orphans)
    }

    /// Stores the changed desks, and puts their tickets where they belong. A running stack shows a changed desk at once, a deployed function
    /// within a minute. Until then it may place tickets by the old file: the changes that are returned are to be given to
    /// [`Self::settle`] after that.
    ///
    /// # Errors
    /// When the place cannot be written. Desks before the error stay stored. Applying again stores
    /// the rest.
    pub async fn carry_out(&self) -> Result<Vec<DeskChange>, ApplyError> {
        let files: Vec<&DeskFile> = self.changes.iter().map(|change| &change.file).collect();
        let unsettled = self.place.keep(&files).await?;
        self.place.remove(&self.removed).await?;
        Ok(unsettled)
    }

    /// Puts the tickets where they belong that a function placed by an old file meanwhile.
    ///
    /// # Errors
    /// When the place cannot be written. Applying again does the rest.
    pub async fn settle(&self, changes: &[DeskChange]) -> Result<(), ApplyError> {
        self.place.settle(changes).await
    }
}

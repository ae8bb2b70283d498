//! `docket desks apply`: the desk files go into a deployed table.

use crate::desks::{DeskFile, DeskFolderError, read_folder};
use docket_cloud::{Store, StoreError};
use docket_domain::DeskId;
use similar::TextDiff;
use std::path::Path;

/// What applying a folder would change in a table.
#[derive(Debug)]
pub struct Plan {
    store: Store,
    changes: Vec<Change>,
    /// Desks in the table that the folder does not have. They stay.
    elsewhere: Vec<DeskId>,
}

#[derive(Debug)]
struct Change {
    file: DeskFile,
    before: Option<String>,
}

/// The desks cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The folder does not hold desks.
    #[error(transparent)]
    Folder(#[from] DeskFolderError),
    /// The table cannot be used.
    #[error("{0}; is the name of the table right, and may you read and write it?")]
    Store(#[from] StoreError),
}

impl Plan {
    /// Compares the folder with the table.
    ///
    /// # Errors
    /// When the folder has mistakes, or the table cannot be read.
    pub async fn make(store: Store, folder: &Path) -> Result<Self, ApplyError> {
        let files = read_folder(folder)?;
        let mut elsewhere = store.desks().await?;
        elsewhere.retain(|desk| files.iter().all(|file| *file.desk.id != *desk));
        let mut changes = Vec::new();
        for file in files {
            let before = store.desk_source(&file.desk.id).await?;
            if before.as_ref() != Some(&file.source) {
                changes.push(Change { file, before });
            }
        }
        Ok(Self {
            store,
            changes,
            elsewhere,
        })
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What would change, desk by desk and line by line.
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

    /// Carries it out. A deployed function sees a changed desk within a minute.
    ///
    /// # Errors
    /// When the table cannot be written. What was written by then stands; to apply again goes on.
    pub async fn carry_out(&self) -> Result<(), ApplyError> {
        self.store.make_signing_secret().await?;
        for change in &self.changes {
            self.store.keep_desk(&change.file.source).await?;
        }
        Ok(())
    }
}

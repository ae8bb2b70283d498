//! How many files a ticket takes, and how much of them.

use super::state::{Attachment, FileState};
use crate::desk::Attachments;
use crate::refusal::{FieldProblem, Refusal};

/// What takes up room on a ticket already: files that are there and files on their way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesOnTicket {
    /// How many.
    pub count: u64,
    /// Their bytes in all.
    pub bytes: u64,
    /// How many were set aside: they take up no room, and nobody may send them without end.
    pub refused: u64,
}

/// How many files may be set aside for each that a ticket can have.
const REFUSED_FOR_EACH: u64 = 3;

impl FilesOnTicket {
    /// What these files take up: those that were set aside take up nothing.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f Attachment>) -> Self {
        files
            .into_iter()
            .fold(Self::default(), |used, file| match file.state {
                FileState::Quarantined => Self {
                    refused: used.refused + 1,
                    ..used
                },
                _ => Self {
                    count: used.count + 1,
                    bytes: used.bytes + file.size,
                    ..used
                },
            })
    }
}

impl Attachments {
    /// Whether there is room for one more file of that size.
    ///
    /// # Errors
    /// When there would be too many, or too much in all.
    pub fn room(&self, size: u64, used: FilesOnTicket) -> Result<(), Refusal> {
        let most = u64::from(self.max_count);
        if used.count >= most || used.refused >= most * REFUSED_FOR_EACH {
            let max = self.max_count as usize;
            return Err(Refusal::field("name", FieldProblem::TooManyFiles { max }));
        }
        let left = self.max_total_bytes.saturating_sub(used.bytes);
        if size > left {
            let max = self.max_total_bytes;
            return Err(Refusal::field("size", FieldProblem::NoRoom { max, left }));
        }
        Ok(())
    }

    /// The most bytes that one more file may have.
    ///
    /// # Errors
    /// When there is room for none.
    pub fn most(&self, used: FilesOnTicket) -> Result<u64, Refusal> {
        self.room(1, used)?;
        let left = self.max_total_bytes.saturating_sub(used.bytes);
        Ok(self.max_bytes.min(left))
    }
}

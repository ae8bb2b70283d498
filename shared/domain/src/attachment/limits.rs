//! Limits on the number of a ticket's files and on their size.

use super::state::{Attachment, FileState};
use crate::desk::Attachments;
use crate::refusal::{FieldProblem, Refusal};

/// The number and the size of a ticket's files, those on their way included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesOnTicket {
    /// The number of files. Files in quarantine do not count.
    pub count: u64,
    /// The bytes of these files together.
    pub bytes: u64,
    /// The number of files in quarantine. They take up no room, but their number is limited too.
    pub refused: u64,
}

/// The number of files that may be in quarantine, for each file that a ticket can have.
const REFUSED_FOR_EACH: u64 = 3;

impl FilesOnTicket {
    /// Counts the files of a ticket.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f Attachment>) -> Self {
        files
            .into_iter()
            .fold(Self::default(), |used, file| match file.state {
                FileState::Quarantined => Self {
                    refused: used.refused + 1,
                    ..used
                },
                FileState::Removed => used,
                _ => Self {
                    count: used.count + 1,
                    bytes: used.bytes + file.size,
                    ..used
                },
            })
    }
}

impl Attachments {
    /// Checks that the ticket has room for one more file of `size` bytes.
    ///
    /// # Errors
    /// When the ticket has too many files already, too many of its files are in quarantine, or all
    /// files together would be too large.
    pub fn check_room(&self, size: u64, used: FilesOnTicket) -> Result<(), Refusal> {
        let most = u64::from(self.max_count);
        if used.count >= most || used.refused >= most * REFUSED_FOR_EACH {
            let max = self.max_count as usize;
            return Err(Refusal::field("name", FieldProblem::TooManyFiles { max }));
        }
        let left = self.max_total_bytes.saturating_sub(used.bytes);
        if size > left {
            let max = self.max_total_bytes;
            return Err(Refusal::field(
                "size",
                FieldProblem::TotalTooLarge { max, left },
            ));
        }
        Ok(())
    }

    /// Returns the most bytes that one more file may have.
    ///
    /// # Errors
    /// When there is no room for another file.
    pub fn max_next_file_bytes(&self, used: FilesOnTicket) -> Result<u64, Refusal> {
        self.check_room(1, used)?;
        let left = self.max_total_bytes.saturating_sub(used.bytes);
        Ok(self.max_bytes.min(left))
    }
}

//! The command that reports a harmful file.

use crate::attachment::Attachment;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::EmailAddress;

impl Ticket {
    /// Returns the change for a file that a person sent. Returns none for the system, which sends
    /// no files.
    pub(super) fn report_infected(&self, file: &Attachment) -> Vec<Change> {
        let told = |sender: &EmailAddress| Change::AttachmentInfected {
            file: file.id,
            name: file.name.clone(),
            sender: sender.clone(),
            internal: file.internal,
        };
        file.by.email().map(told).into_iter().collect()
    }
}

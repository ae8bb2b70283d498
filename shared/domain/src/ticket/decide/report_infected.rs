//! Telling that something harmful was found in a file.

use crate::attachment::Attachment;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::EmailAddress;

impl Ticket {
    /// Files that a person sent are told of; the system sends none.
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

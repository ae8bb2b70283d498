//! The command that reports a harmful file.

use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::EmailAddress;

impl Ticket {
    /// Returns the change for a file that a person sent. Returns none for the system, which sends
    /// no files, and for a file that was reported before: scanners report at least once.
    pub(super) fn report_infected(&self, file: &Attachment) -> Vec<Change> {
        let told = |sender: &EmailAddress| Change::AttachmentInfected {
            file: file.id,
            name: file.name.clone(),
            sender: sender.clone(),
            internal: file.internal,
            by_opener: matches!(file.by, Actor::Opener(_)),
        };
        let sender = file.by.email().filter(|_| !file.infection_told);
        sender.map(told).into_iter().collect()
    }
}

//! The command that reports an inspected file.

use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::desk::Desk;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use jiff::Timestamp;

impl Ticket {
    /// Returns the changes for an inspected file: it was added to the ticket, or refused.
    ///
    /// A file from the requester, or from a person who is copied, causes a reaction as a comment
    /// does: it may be the log that the desk waits for. A file from the desk causes none, since it
    /// asks for no answer.
    pub(super) fn record_inspection(
        &self,
        file: &Attachment,
        desk: &Desk,
        actor: &Actor,
        now: Timestamp,
    ) -> Vec<Change> {
        if let (Some(reason), Some(sender)) = (&file.reason, file.by.email()) {
            return vec![Change::AttachmentRefused {
                file: file.id,
                name: file.name.clone(),
                reason: reason.clone(),
                sender: sender.clone(),
                by_opener: matches!(file.by, Actor::Opener(_)),
            }];
        }
        let attached = Change::Attached {
            file: file.id,
            name: file.name.clone(),
            size: file.size,
            content_type: file.content_type.clone(),
            internal: file.internal,
        };
        // It was declared before, and comes too late to take the ticket up again.
        let is_reply = !actor.is_staff() && self.check_reply(desk, actor, now).is_ok();
        let reaction = self.reaction(desk, actor).filter(|_| is_reply);
        std::iter::once(attached).chain(reaction).collect()
    }
}

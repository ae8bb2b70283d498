//! A notice: what is said to one person about one event.

use crate::value::EmailAddress;

/// One message to one person about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who is told.
    pub to: EmailAddress,
    /// What they are told.
    pub kind: NoticeKind,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// The requester's ticket has arrived.
    Acknowledgement,
    /// Somebody copied the person on their ticket.
    Copied,
    /// Somebody wrote on the ticket.
    Comment,
    /// The ticket came into another status.
    StatusChange,
    /// The ticket was closed because nobody said anything.
    ClosedBySilence,
    /// The desk put a file on the ticket.
    Attached,
    /// The person's file was set aside.
    FileRefused,
    /// Something harmful was found in a file.
    FileInfected,
}

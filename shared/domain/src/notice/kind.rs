//! A message to one person about one event.

use crate::value::EmailAddress;

/// One message to one person about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The address of the receiver.
    pub to: EmailAddress,
    /// The kind of message.
    pub kind: NoticeKind,
}

/// The kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// The requester's ticket was opened.
    Acknowledgement,
    /// The requester copied the person on a new ticket.
    Copied,
    /// Somebody wrote a comment.
    Comment,
    /// The status of the ticket changed.
    StatusChange,
    /// The ticket was closed because nobody wrote in public for the time that the desk file sets.
    ClosedBySilence,
    /// The desk added a file to the ticket.
    Attached,
    /// The person's file was refused and is in quarantine.
    FileRefused,
    /// A scanner found something harmful in a file.
    FileInfected,
}

//! The people who get a message about an event.

use crate::actor::Actor;
use crate::desk::{Desk, Phase};
use crate::ticket::{Cause, Change, Event, Ticket};
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
    /// Something else happened. The mail says what the timeline says.
    Change,
    /// The person's file was refused and is in quarantine.
    FileRefused,
    /// A scanner found something harmful in a file.
    FileInfected,
}

/// Returns the messages that an event sends.
///
/// Each address gets at most one. Nobody gets a message about their own action, except for the
/// acknowledgement of a new ticket. Internal comments and files cause no message. A refused file is
/// reported to its sender only.
#[must_use]
pub fn notices(event: &Event, ticket: &Ticket, desk: &Desk) -> Vec<Notice> {
    let kind = match &event.change {
        Change::Opened(_) => NoticeKind::Copied,
        Change::Commented { internal: true, .. } | Change::Unknown { .. } => return Vec::new(),
        Change::Commented { .. } => NoticeKind::Comment,
        Change::StatusChanged { cause, to, .. } => match cause {
            Cause::Move => NoticeKind::StatusChange,
            // The comment or file that caused it has an event of its own, which sends the message.
            Cause::Reaction => return Vec::new(),
            Cause::Silence if desk.phase(to) == Phase::Done => NoticeKind::ClosedBySilence,
            Cause::Silence => NoticeKind::StatusChange,
        },
        // The desk sees a requester's file in the console. People who are copied see it on the
        // ticket.
        Change::Attached { internal, .. } if *internal || !event.actor.is_staff() => {
            return Vec::new();
        }
        Change::Attached { .. } => NoticeKind::Change,
        Change::AttachmentRefused { .. } => NoticeKind::FileRefused,
        Change::AttachmentInfected { .. } => NoticeKind::FileInfected,
    };
    let everybody = std::iter::once(&ticket.requester.email).chain(&ticket.watchers);
    let told: Vec<&EmailAddress> = match &event.change {
        Change::AttachmentRefused { sender, .. }
        | Change::AttachmentInfected {
            sender,
            internal: true,
            ..
        } => vec![sender],
        Change::AttachmentInfected { sender, .. } => everybody.chain([sender]).collect(),
        _ => everybody.collect(),
    };
    let mut notices: Vec<Notice> = Vec::new();
    for to in told {
        let acknowledges =
            matches!(event.change, Change::Opened(_)) && is_requester(&event.actor, to);
        let kind = if acknowledges {
            NoticeKind::Acknowledgement
        } else {
            kind
        };
        let own = event.actor.email() == Some(to) && !acknowledges;
        if !own && !notices.iter().any(|notice| notice.to == *to) {
            notices.push(Notice {
                to: to.clone(),
                kind,
            });
        }
    }
    notices
}

fn is_requester(actor: &Actor, email: &EmailAddress) -> bool {
    matches!(actor, Actor::Requester(requester) if requester.email == *email)
}

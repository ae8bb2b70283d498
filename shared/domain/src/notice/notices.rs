//! Who is told of an event, each once, and what the notice is about.

use crate::actor::Actor;
use crate::desk::{Desk, Phase};
use crate::ticket::{Cause, Change, Event, Ticket};
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
    /// Something else happened, which the timeline says in a sentence.
    Change,
    /// The person's file was set aside.
    FileRefused,
    /// Something harmful was found in a file.
    FileInfected,
}

/// The messages that an event asks for.
///
/// Each address gets at most one, nobody is told of what they did themselves (the acknowledgement apart, which says
/// that it arrived), and what is internal is told to nobody outside.
#[must_use]
pub fn notices(event: &Event, ticket: &Ticket, desk: &Desk) -> Vec<Notice> {
    let kind = match &event.change {
        Change::Opened(_) => NoticeKind::Copied,
        Change::Commented { internal: true, .. } => return Vec::new(),
        Change::Commented { .. } => NoticeKind::Comment,
        Change::StatusChanged { cause, to, .. } => match cause {
            Cause::Move => NoticeKind::StatusChange,
            // The comment that set it off is told already.
            Cause::Reaction => return Vec::new(),
            Cause::Silence if desk.phase(to) == Phase::Done => NoticeKind::ClosedBySilence,
            Cause::Silence => NoticeKind::StatusChange,
        },
        // A file of the requester's is seen where the desk works; those copied see it on the ticket.
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

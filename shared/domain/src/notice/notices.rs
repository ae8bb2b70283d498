//! The people who get a message about an event.

use super::audience::{Audience, addresses, given_to};
use crate::account::NoticeTopic;
use crate::actor::Actor;
use crate::desk::{Desk, Occasion, Phase};
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
    /// The requester is told who works on their ticket.
    Introduction,
    /// Somebody wrote a comment.
    Comment,
    /// The status of the ticket changed.
    StatusChange,
    /// The requester is reminded that the ticket will be closed if they do not write.
    ClosingReminder,
    /// The ticket was closed because nobody wrote in public for the time that the desk file sets.
    ClosedBySilence,
    /// The requester closed the ticket, and is asked how the desk did.
    RatingRequest,
    /// Something else happened. The mail says what the timeline says.
    Change,
    /// The person's file was refused and is in quarantine.
    FileRefused,
    /// The requester is offered a remote session.
    RemoteSession,
    /// A scanner found something harmful in a file.
    FileInfected,
    /// Whoever looks after the customer is told of a large-scale problem.
    ProjectManager,
    /// The desk's people are told of what somebody else did.
    ForStaff(Occasion),
}

impl NoticeKind {
    /// Returns `true` if it goes to people whom the desk names, who see what strangers write.
    #[must_use]
    pub fn is_for_staff(self) -> bool {
        matches!(self, Self::ForStaff(_) | Self::ProjectManager)
    }

    /// Returns `true` if what was said on the ticket before stands below the message.
    #[must_use]
    pub fn shows_earlier(self) -> bool {
        match self {
            Self::Copied
            | Self::Introduction
            | Self::Comment
            | Self::StatusChange
            | Self::ClosingReminder
            | Self::ClosedBySilence
            | Self::Change
            | Self::ForStaff(
                Occasion::Commented
                | Occasion::Moved
                | Occasion::Entered
                | Occasion::DueSoon
                | Occasion::Breached
                | Occasion::Assigned
                | Occasion::Rated,
            ) => true,
            // These are about a file, or tell of a new ticket.
            Self::Acknowledgement
            | Self::RatingRequest
            | Self::RemoteSession
            | Self::FileRefused
            | Self::FileInfected
            | Self::ProjectManager
            | Self::ForStaff(Occasion::Opened) => false,
        }
    }

    /// Returns `true` if it can wait for what else happens to the ticket, where the desk makes one mail of it. What asks for an act, and
    /// the first word of a ticket, does not wait; nor does what the desk's people are told of.
    #[must_use]
    pub fn can_wait(self) -> bool {
        match self {
            Self::Introduction
            | Self::Comment
            | Self::StatusChange
            | Self::ClosedBySilence
            | Self::Change => true,
            Self::Acknowledgement
            | Self::Copied
            | Self::ClosingReminder
            | Self::RatingRequest
            | Self::RemoteSession
            | Self::FileRefused
            | Self::FileInfected
            | Self::ProjectManager
            | Self::ForStaff(_) => false,
        }
    }

    /// Returns what the message is about, if a person can do without it. What asks for an act is for everybody.
    #[must_use]
    pub fn topic(self) -> Option<NoticeTopic> {
        match self {
            Self::Comment | Self::Introduction => Some(NoticeTopic::Comments),
            Self::StatusChange | Self::ClosedBySilence | Self::RatingRequest => {
                Some(NoticeTopic::Status)
            }
            Self::Change => Some(NoticeTopic::Files),
            // Of the desk's people, its file says who is told.
            Self::Acknowledgement
            | Self::Copied
            | Self::ClosingReminder
            | Self::RemoteSession
            | Self::FileRefused
            | Self::FileInfected
            | Self::ProjectManager
            | Self::ForStaff(_) => None,
        }
    }
}

impl Notice {
    /// Returns `true` if no person of the desk caused it. Two programs that answer each other's mails would go on for ever, so such mails to one
    /// address are limited. The link to a ticket is not among them: how many tickets are opened for an address has a limit of its own.
    #[must_use]
    pub fn is_automatic(&self, event: &Event) -> bool {
        let is_link = self.kind == NoticeKind::Acknowledgement;
        !(event.actor.is_staff() || self.kind.is_for_staff() || is_link)
    }
}

/// Returns the messages that an event sends.
///
/// Each address gets at most one. Nobody gets a message about their own action, except for the
/// acknowledgement of a new ticket. Internal comments and files cause no message. A refused file is
/// reported to its sender only.
///
/// A stranger's words go to nobody's mailbox. What came by an opener's key causes no message, but for the
/// link. Until the requester has confirmed the address, they get only that and what the desk does, and
/// the people who are copied get nothing.
///
/// The desk's people are told as the rules in its file say. Whoever is on the ticket as well is told as such.
#[must_use]
pub fn notices(event: &Event, ticket: &Ticket, desk: &Desk, audience: &Audience) -> Vec<Notice> {
    if ticket.disowned {
        return Vec::new();
    }
    let mut notices = for_people(event, ticket, desk);
    if asks_for_rating(event, ticket, desk) {
        let to = ticket.requester.email.clone();
        let kind = NoticeKind::RatingRequest;
        notices.push(Notice { to, kind });
    }
    if informs_project_manager(event, desk)
        && let Some(to) = audience.project_manager(ticket, desk)
    {
        add(&mut notices, event, to, NoticeKind::ProjectManager);
    }
    for to in given_to(event, desk) {
        add(
            &mut notices,
            event,
            to,
            NoticeKind::ForStaff(Occasion::Assigned),
        );
    }
    for (occasion, to) in addresses(event, ticket, desk, audience) {
        let kind = NoticeKind::ForStaff(occasion);
        add(&mut notices, event, to, kind);
    }
    notices
}

/// Adds a message, unless the person gets one already or did it themselves.
fn add(notices: &mut Vec<Notice>, event: &Event, to: &EmailAddress, kind: NoticeKind) {
    let own = event.actor.email() == Some(to) && kind != NoticeKind::Acknowledgement;
    if !own && !notices.iter().any(|notice| notice.to == *to) {
        notices.push(Notice {
            to: to.clone(),
            kind,
        });
    }
}

/// Returns `true` if the requester is asked for a rating without another message: they closed the ticket themselves. Otherwise the
/// message about the closing asks.
fn asks_for_rating(event: &Event, ticket: &Ticket, desk: &Desk) -> bool {
    let Change::StatusChanged { to, .. } = &event.change else {
        return false;
    };
    matches!(event.actor, Actor::Requester(_))
        && event.actor.email() == Some(&ticket.requester.email)
        && desk.rating_on(to).is_some()
}

/// Returns `true` if whoever looks after the customer is told of the event.
pub(super) fn informs_project_manager(event: &Event, desk: &Desk) -> bool {
    match &event.change {
        Change::Paged { policy, .. } => {
            let policy = desk.policy(policy);
            policy.is_some_and(|policy| policy.inform_project_manager)
        }
        Change::IncidentLinked { .. } => true,
        _ => false,
    }
}

/// Returns the messages to those on the ticket.
fn for_people(event: &Event, ticket: &Ticket, desk: &Desk) -> Vec<Notice> {
    let requester = || vec![&ticket.requester.email];
    let (kind, told) = match &event.change {
        Change::Opened(_) | Change::AddressCorrected { .. } | Change::LinkRequested => {
            (NoticeKind::Acknowledgement, requester())
        }
        Change::Confirmed => (NoticeKind::Copied, ticket.watchers.iter().collect()),
        // Until then, a stranger may have asked for it.
        Change::WatcherAdded { .. } if ticket.confirmed_at.is_none() && !event.actor.is_staff() => {
            return Vec::new();
        }
        Change::WatcherAdded { email } => (NoticeKind::Copied, vec![email]),
        Change::RemoteSessionOffered { .. } => (NoticeKind::RemoteSession, requester()),
        Change::RequesterReminded { .. } => (NoticeKind::ClosingReminder, requester()),
        change => match (kind(change, &event.actor, desk), ticket.confirmed_at) {
            (None, _) => return Vec::new(),
            (Some(kind), Some(_)) => (kind, told(change, ticket)),
            // The name of the file is a stranger's.
            (Some(NoticeKind::FileRefused | NoticeKind::FileInfected), None) => return Vec::new(),
            (Some(_), None) if is_of_incident(change) => return Vec::new(),
            (Some(kind), None) => (kind, requester()),
        },
    };
    let mut notices: Vec<Notice> = Vec::new();
    for to in told {
        add(&mut notices, event, to, kind);
    }
    notices
}

/// Returns the kind of message about a change. Returns `None` if there is none.
fn kind(change: &Change, actor: &Actor, desk: &Desk) -> Option<NoticeKind> {
    if matches!(actor, Actor::Opener(_)) {
        return None;
    }
    match change {
        Change::Commented {
            internal: false, ..
        } => Some(NoticeKind::Comment),
        Change::StatusChanged { cause, to, .. } => match cause {
            Cause::Move => Some(NoticeKind::StatusChange),
            // The comment or file that caused it has an event of its own, which sends the message.
            Cause::Reaction => None,
            Cause::Incident => Some(NoticeKind::StatusChange),
            Cause::Silence if desk.phase(to) == Phase::Done => Some(NoticeKind::ClosedBySilence),
            Cause::Silence => Some(NoticeKind::StatusChange),
        },
        Change::Assigned(assigned) if assigned.introduces => Some(NoticeKind::Introduction),
        Change::Assigned(assigned) => assigned.comment.as_ref().map(|_| NoticeKind::Comment),
        // The desk sees a requester's file in the console. People who are copied see it on the
        // ticket.
        Change::Attached { internal, .. } => {
            (!internal && actor.is_staff()).then_some(NoticeKind::Change)
        }
        Change::AttachmentRefused { .. } => Some(NoticeKind::FileRefused),
        Change::AttachmentInfected { .. } => Some(NoticeKind::FileInfected),
        _ => None,
    }
}

/// Returns `true` if a ticket is closed with its incident.
fn is_of_incident(change: &Change) -> bool {
    matches!(
        change,
        Change::StatusChanged {
            cause: Cause::Incident,
            ..
        }
    )
}

/// Returns the people who are told of a change on a confirmed ticket.
fn told<'t>(change: &'t Change, ticket: &'t Ticket) -> Vec<&'t EmailAddress> {
    let everybody = std::iter::once(&ticket.requester.email).chain(&ticket.watchers);
    match change {
        // The name of the file is a stranger's. An opener sees it on the ticket, and so does the desk.
        Change::AttachmentRefused {
            by_opener: true, ..
        }
        | Change::AttachmentInfected {
            by_opener: true, ..
        } => Vec::new(),
        Change::AttachmentRefused { sender, .. }
        | Change::AttachmentInfected {
            sender,
            internal: true,
            ..
        } => vec![sender],
        Change::AttachmentInfected { sender, .. } => everybody.chain([sender]).collect(),
        // Who works on it is between the desk and the requester.
        Change::Assigned(assigned) if assigned.comment.is_none() => vec![&ticket.requester.email],
        // The last update of the incident says it to the requester.
        change if is_of_incident(change) => ticket.watchers.iter().collect(),
        _ => everybody.collect(),
    }
}

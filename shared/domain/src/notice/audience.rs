//! The desk's people who are told of an event, as the rules in its file say.

use crate::actor::Actor;
use crate::desk::{Channel, Desk, NoticeRule, Occasion, Told};
use crate::ticket::{Cause, Change, Event, Ticket};
use crate::value::EmailAddress;

/// Whom a notice may go to, as far as neither the ticket nor the desk file tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// Whoever looks after the company that the ticket is of.
    pub project_manager: Option<EmailAddress>,
}

impl Audience {
    /// Returns `true` if a rule asks for the project manager, so that the company has to be read.
    #[must_use]
    pub fn needs_company(event: &Event, ticket: &Ticket, desk: &Desk) -> bool {
        let mut told = told(event, ticket, desk);
        ticket.company.is_some() && told.any(|who| *who == Told::ProjectManager)
    }
}

/// Returns what the desk's people can be told of, if the event is such a thing.
///
/// They are told of what a stranger opens, which the desk's limits bound, and of nothing more that comes by an opener's key: what
/// is answered is read with a mailed key.
#[must_use]
pub fn occasion(event: &Event) -> Option<Occasion> {
    let is_opening = matches!(event.change, Change::Opened(_));
    let is_by_opener = matches!(event.actor, Actor::Opener(_));
    if event.actor.is_staff() || (is_by_opener && !is_opening) {
        return None;
    }
    match &event.change {
        Change::Opened(_) => Some(Occasion::Opened),
        Change::Commented {
            internal: false, ..
        } => Some(Occasion::Commented),
        Change::StatusChanged { cause, .. } => match cause {
            Cause::Move | Cause::Silence => Some(Occasion::Moved),
            // What caused it has an event of its own, which they are told of.
            Cause::Reaction => None,
        },
        _ => None,
    }
}

/// Returns the people whom the desk's rules name for an event, but for the one who did it. An address may stand there twice.
pub(super) fn addresses<'t>(
    event: &'t Event,
    ticket: &'t Ticket,
    desk: &'t Desk,
    audience: &'t Audience,
) -> impl Iterator<Item = &'t EmailAddress> {
    let named = |who: &'t Told| -> Vec<&'t EmailAddress> {
        match who {
            Told::Team => desk.answering(&ticket.topic),
            Told::LastAgent => match last_agent(ticket, desk) {
                Some(agent) => vec![agent],
                None => desk.answering(&ticket.topic),
            },
            Told::Rank(rank) => desk.ranked(*rank).collect(),
            Told::ProjectManager => audience.project_manager.iter().collect(),
            Told::Person(email) => vec![email],
        }
    };
    told(event, ticket, desk).flat_map(named)
}

/// Whoever left the desk is told of nothing.
fn last_agent<'t>(ticket: &'t Ticket, desk: &Desk) -> Option<&'t EmailAddress> {
    let agent = ticket.last_agent.as_ref();
    agent.filter(|email| desk.person(email).is_some())
}

fn told<'d>(event: &Event, ticket: &Ticket, desk: &'d Desk) -> impl Iterator<Item = &'d Told> {
    let occasion = occasion(event);
    let (topic, priority) = (ticket.topic.clone(), ticket.priority.clone());
    let fits = move |rule: &&NoticeRule| {
        let Channel::Mail = rule.channel;
        let topic = desk.current_topic(&topic);
        let priority = priority.as_ref().map(|it| desk.current_priority(it));
        Some(*rule.when) == occasion && rule.is_about(topic, priority)
    };
    let rules = desk.notices.iter().filter(fits);
    rules.flat_map(|rule| &rule.who).map(|who| &**who)
}

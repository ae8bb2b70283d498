//! The desk's people who are told of an event, as the rules in its file say.

use super::notices::informs_project_manager;
use crate::account::Company;
use crate::actor::Actor;
use crate::clock;
use crate::desk::{Desk, NoticeChannel, NoticeRule, Occasion, Team, Told};
use crate::ticket::{Cause, Change, Event, Handed, Ticket};
use crate::value::EmailAddress;

/// Whom a notice may go to, as far as neither the ticket nor the desk file tells.
#[derive(Debug, Clone, Default)]
pub struct Audience {
    /// The company that the ticket is of.
    pub company: Option<Company>,
}

impl Audience {
    /// Returns `true` if the project manager is asked for, so that the company has to be read.
    #[must_use]
    pub fn needs_company(event: &Event, ticket: &Ticket, desk: &Desk) -> bool {
        let mut told = told(event, ticket, desk);
        let is_told = informs_project_manager(event, desk)
            || told.any(|(_, who)| *who == Told::ProjectManager);
        ticket.company.is_some() && is_told
    }

    /// Returns whoever looks after the customer: as the company says, or else its contract, or else that of the requester's domain.
    #[must_use]
    pub fn project_manager<'a>(
        &'a self,
        ticket: &Ticket,
        desk: &'a Desk,
    ) -> Option<&'a EmailAddress> {
        let company = self.company.as_ref();
        let own = company.and_then(|company| company.project_manager.as_ref());
        own.or_else(|| {
            let contract = desk.contract_for(company, &ticket.requester.email);
            contract?.project_manager.as_deref()
        })
    }
}

/// Returns what the desk's people can be told of by the event.
///
/// They are told of what a stranger opens, which the desk's limits bound, and of nothing more that comes by an opener's key: what
/// is answered is read with a mailed key.
fn occasions(event: &Event) -> &'static [Occasion] {
    let is_by_opener = matches!(event.actor, Actor::Opener(_));
    match (&event.change, event.actor.is_staff()) {
        (Change::Opened(_), false) => &[Occasion::Opened],
        _ if is_by_opener => &[],
        (
            Change::Commented {
                internal: false, ..
            },
            false,
        ) => &[Occasion::Commented],
        (
            Change::StatusChanged {
                cause: Cause::Move,
                comment: Some(_),
                ..
            },
            false,
        ) => &[Occasion::Commented, Occasion::Moved, Occasion::Entered],
        (Change::StatusChanged { cause, .. }, false) => match cause {
            Cause::Move | Cause::Silence => &[Occasion::Moved, Occasion::Entered],
            // The comment that caused it has an event of its own, which they are told of.
            Cause::Reaction | Cause::Incident => &[],
        },
        (Change::StatusChanged { .. }, true) => &[Occasion::Entered],
        (Change::Rated { .. }, _) => &[Occasion::Rated],
        (Change::Assigned(_), _) => &[Occasion::Assigned],
        (Change::ServiceLevelReminded { .. }, _) => &[Occasion::DueSoon],
        // A level that is new says of old tickets what nobody can mend any more.
        (Change::ServiceLevelBreached { target_at, .. }, _)
            if clock::is_old_news(*target_at, event.at) =>
        {
            &[]
        }
        (Change::ServiceLevelBreached { .. }, _) => &[Occasion::Breached],
        _ => &[],
    }
}

/// Returns the people whom the desk's rules name for an event, and what each is told of. An address may stand there twice.
pub(super) fn addresses<'t>(
    event: &'t Event,
    ticket: &'t Ticket,
    desk: &'t Desk,
    audience: &'t Audience,
) -> impl Iterator<Item = (Occasion, &'t EmailAddress)> {
    let named = |who: &'t Told| -> Vec<&'t EmailAddress> {
        match who {
            Told::Team => desk.answering_ticket(ticket),
            Told::LastAgent => last_agent_or_team(event, ticket, desk),
            Told::Assignee => match desk.assignee(ticket) {
                Some(person) => vec![&*person.email],
                None => last_agent_or_team(event, ticket, desk),
            },
            Told::NamedTeam(team) => desk.team(team).map(Team::addresses).unwrap_or_default(),
            Told::Rank(rank) => desk.ranked(*rank).collect(),
            Told::ProjectManager => audience.project_manager(ticket, desk).into_iter().collect(),
            Told::Person(email) => vec![email],
        }
    };
    told(event, ticket, desk).flat_map(move |(occasion, who)| {
        let named = named(who).into_iter();
        named.map(move |email| (occasion, email))
    })
}

/// Returns who of the desk wrote last, or whoever answers the ticket if nobody has.
fn last_agent_or_team<'t>(
    event: &Event,
    ticket: &'t Ticket,
    desk: &'t Desk,
) -> Vec<&'t EmailAddress> {
    match last_agent(event, ticket, desk) {
        Some(agent) => vec![agent],
        // Whoever acts is the only one who wrote, or the first.
        None if event.actor.is_staff() => Vec::new(),
        None => desk.answering_ticket(ticket),
    }
}

/// Returns those to whom a ticket was just given: somebody of the desk, or the people of a team.
pub(super) fn given_to<'t>(event: &'t Event, desk: &'t Desk) -> Vec<&'t EmailAddress> {
    let Change::Assigned(assigned) = &event.change else {
        return Vec::new();
    };
    match assigned.handed {
        Some(Handed::ToPerson) => assigned.to.iter().map(|person| &person.email).collect(),
        Some(Handed::ToTeam) => {
            let team = assigned.team.as_ref().and_then(|team| desk.team(team));
            team.map(Team::addresses).unwrap_or_default()
        }
        Some(Handed::Back) | None => Vec::new(),
    }
}

/// Returns who of the desk wrote last, other than the one who acts. Whoever left the desk is told of nothing.
fn last_agent<'t>(event: &Event, ticket: &'t Ticket, desk: &Desk) -> Option<&'t EmailAddress> {
    let own = event.actor.email();
    let mut agents = ticket.last_agents.iter();
    agents.find(|email| Some(*email) != own && desk.person(email).is_some())
}

fn told<'t>(
    event: &'t Event,
    ticket: &'t Ticket,
    desk: &'t Desk,
) -> impl Iterator<Item = (Occasion, &'t Told)> {
    let occasions = occasions(event);
    let topic = desk.current_topic(&ticket.topic);
    let priority = ticket.priority.as_ref();
    let priority = priority.map(|it| desk.current_priority(it));
    let status = match &event.change {
        Change::StatusChanged { to, .. } => Some(desk.current_status(to)),
        _ => None,
    };
    let fits = move |rule: &&NoticeRule| {
        let NoticeChannel::Mail = rule.channel;
        occasions.contains(&rule.when) && rule.is_about(topic, priority, status)
    };
    let rules = desk.notices.iter().filter(fits);
    rules.flat_map(|rule| rule.who.iter().map(|who| (*rule.when, &**who)))
}

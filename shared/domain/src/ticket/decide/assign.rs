//! The command that says who works on a ticket.

use crate::actor::Actor;
use crate::desk::{Desk, Person, Trigger};
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::assigned::{Assigned, Handed, Representative};
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::{EmailAddress, Prose, TeamId};

/// To whom a ticket is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignTo {
    /// The one who gives it.
    Me,
    /// Somebody of the desk.
    Person(EmailAddress),
    /// A team. Nobody of it in particular works on the ticket then.
    Team(TeamId),
    /// Nobody in particular.
    Nobody,
}

impl Ticket {
    /// Returns the changes that give the ticket to somebody.
    ///
    /// # Errors
    /// When the desk has no such person or team, or nobody writes with a comment to the requester.
    pub(super) fn assign(
        &self,
        (to, field): (&AssignTo, &str),
        comment: Option<&Prose>,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        let unknown = || {
            Refusal::field(
                field,
                FieldProblem::NotAChoice {
                    choices: desk.assignee_choices(),
                },
            )
        };
        let person = |email: &EmailAddress| desk.person(email).ok_or_else(unknown);
        let (person, team) = match to {
            AssignTo::Me => (
                Some(person(actor.email().ok_or(Refusal::NotAllowed)?)?),
                self.team.as_ref(),
            ),
            AssignTo::Person(email) => (Some(person(email)?), self.team.as_ref()),
            AssignTo::Team(id) => (None, Some(&*desk.team(id).ok_or_else(unknown)?.id)),
            AssignTo::Nobody => (None, self.team.as_ref()),
        };
        let is_new = person.map(|it| &*it.email) != self.assignee.as_ref();
        if !is_new && team == self.team.as_ref() && comment.is_none() {
            return Ok(Vec::new());
        }
        let handed = match (person, to) {
            (Some(_), _) => is_new.then_some(Handed::ToPerson),
            (None, AssignTo::Team(_)) => {
                (is_new || team != self.team.as_ref()).then_some(Handed::ToTeam)
            }
            (None, _) => is_new.then_some(Handed::Back),
        };
        let introduces =
            desk.assignment.introduce && person.is_some() && !self.desk_wrote && !self.introduced;
        let assigned = Change::Assigned(Assigned {
            to: person.map(Representative::from),
            team: team.cloned(),
            comment: comment.cloned(),
            handed,
            introduces,
            by_rule: false,
        });
        let reaction = match comment {
            Some(_) => self.reaction(desk, actor),
            None => None,
        };
        let taken = || {
            let is_taken = is_new && person.is_some();
            is_taken
                .then(|| self.reaction_to(Trigger::Assigned, desk))
                .flatten()
        };
        let reaction = reaction.or_else(taken);
        Ok(std::iter::once(assigned).chain(reaction).collect())
    }

    /// Returns the changes that give the ticket to somebody by a rule of the desk. Returns none for somebody who has left it. The
    /// requester, who gets the mail of the opening, is not told: nobody of the desk has done anything yet.
    pub(super) fn assign_by_rule(&self, to: &EmailAddress, desk: &Desk) -> Vec<Change> {
        let Some(person) = desk.person(to) else {
            return Vec::new();
        };
        let assigned = Change::Assigned(Assigned {
            to: Some(person.into()),
            team: self.team.clone(),
            handed: Some(Handed::ToPerson),
            by_rule: true,
            ..Assigned::default()
        });
        let reaction = self.reaction_to(Trigger::Assigned, desk);
        std::iter::once(assigned).chain(reaction).collect()
    }

    /// Returns the changes that give the ticket to whoever of the desk answers it with these changes, where the desk wants that.
    pub(super) fn taken_by_reply(
        &self,
        changes: &[Change],
        desk: &Desk,
        actor: &Actor,
    ) -> Vec<Change> {
        let answers = desk.assignment.on_reply && changes.iter().any(Change::is_for_people);
        let has = |kind: fn(&Change) -> bool| changes.iter().any(kind);
        let is_given = has(|change| matches!(change, Change::Assigned(_)));
        let is_moved = has(|change| matches!(change, Change::StatusChanged { .. }));
        let person = actor.email().and_then(|email| desk.person(email));
        let Some(person) = person.filter(|_| answers && !is_given && actor.is_staff()) else {
            return Vec::new();
        };
        if desk.assignee(self).is_some() {
            return Vec::new();
        }
        let assigned = Change::Assigned(Assigned {
            to: Some(person.into()),
            team: self.team.clone(),
            handed: Some(Handed::ToPerson),
            ..Assigned::default()
        });
        let reaction = self.reaction_to(Trigger::Assigned, desk);
        let reaction = reaction.filter(|_| !is_moved);
        std::iter::once(assigned).chain(reaction).collect()
    }
}

impl From<&Person> for Representative {
    fn from(person: &Person) -> Self {
        Self {
            email: (*person.email).clone(),
            name: person.name.clone(),
        }
    }
}

impl Desk {
    /// Returns all to whom a ticket can be given: the addresses of its people, and the IDs of its teams.
    fn assignee_choices(&self) -> Vec<String> {
        let people = self.people.iter().map(|person| person.email.to_string());
        let teams = self.teams.iter().map(|team| team.id.to_string());
        people.chain(teams).collect()
    }
}

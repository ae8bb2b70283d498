//! The command that says who works on a ticket.

use crate::actor::Actor;
use crate::desk::{Desk, Person, Trigger};
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::assigned::{Assigned, Representative};
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
        to: &AssignTo,
        comment: Option<&Prose>,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        let unknown = || {
            Refusal::field(
                "assignee",
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
        let introduces =
            desk.assignment.introduce && person.is_some() && !self.desk_wrote && !self.introduced;
        let assigned = Change::Assigned(Assigned {
            to: person.map(Representative::from),
            team: team.cloned(),
            comment: comment.cloned(),
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

    /// Returns the changes that give the ticket to somebody by a rule of the desk. Returns none for somebody who has left it.
    pub(super) fn assign_by_rule(&self, to: &EmailAddress, desk: &Desk) -> Vec<Change> {
        let Some(person) = desk.person(to) else {
            return Vec::new();
        };
        let assigned = Change::Assigned(Assigned {
            to: Some(person.into()),
            team: self.team.clone(),
            introduces: desk.assignment.introduce && !self.desk_wrote && !self.introduced,
            by_rule: true,
            ..Assigned::default()
        });
        let reaction = self.reaction_to(Trigger::Assigned, desk);
        std::iter::once(assigned).chain(reaction).collect()
    }

    /// Returns the change that gives the ticket to whoever of the desk answers it with these changes, where the desk wants that.
    pub(super) fn taken_by_reply(
        &self,
        changes: &[Change],
        desk: &Desk,
        actor: &Actor,
    ) -> Option<Change> {
        let answers = desk.assignment.on_reply && changes.iter().any(Change::is_for_people);
        let is_given = changes
            .iter()
            .any(|change| matches!(change, Change::Assigned(_)));
        if !answers || is_given || !actor.is_staff() || desk.assignee(self).is_some() {
            return None;
        }
        Some(Change::Assigned(Assigned {
            to: Some(desk.person(actor.email()?)?.into()),
            team: self.team.clone(),
            ..Assigned::default()
        }))
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

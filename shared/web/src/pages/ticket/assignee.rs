//! Who works on a ticket, and to whom one of the desk can give it.

use docket_app::TicketView;
use docket_domain::access::Action;
use docket_domain::desk::{Desk, Person, Team};
use docket_domain::{EmailAddress, Language};

/// Who works on a ticket, as its page shows it to the desk's people.
pub(super) struct AssigneeView<'a> {
    /// Who does. `None` if nobody does.
    pub(super) person: Option<&'a Person>,
    /// The team that answers it: the one that it was given to, or that of its topic.
    pub(super) team: Option<&'a Team>,
    /// The ID of the team that it was given to.
    given: Option<&'a str>,
    /// `true` if the reader works on it.
    pub(super) is_own: bool,
    people: &'a [Person],
    teams: &'a [Team],
    language: &'a Language,
}

/// One to whom the ticket can be given.
pub(super) struct AssigneeChoice<'a> {
    /// The address, or the ID of the team.
    pub(super) value: &'a str,
    /// The name.
    pub(super) label: &'a str,
}

impl<'a> AssigneeView<'a> {
    /// Makes the view. Returns `None` for a reader who gives tickets to nobody.
    pub(super) fn of(view: &'a TicketView, desk: &'a Desk, language: &'a Language) -> Option<Self> {
        let (ticket, reader) = (&view.ticket, &view.actor);
        if !reader.may(Action::Assign) {
            return None;
        }
        let given = ticket.team.as_ref().and_then(|team| desk.team(team));
        let own: Option<&EmailAddress> = reader.email();
        Some(Self {
            person: desk.assignee(ticket),
            given: given.map(|team| team.id.as_str()),
            team: given.or_else(|| desk.team_of(&ticket.topic)),
            is_own: own.is_some() && own == ticket.assignee.as_ref(),
            people: &desk.people,
            teams: &desk.teams,
            language,
        })
    }

    /// Returns the people to choose from.
    pub(super) fn people(&self) -> Vec<AssigneeChoice<'a>> {
        let people = self.people.iter().map(|person| AssigneeChoice {
            value: person.email.as_str(),
            label: &person.name,
        });
        people.collect()
    }

    /// Returns the teams to choose from.
    pub(super) fn teams(&self) -> Vec<AssigneeChoice<'a>> {
        let teams = self.teams.iter().map(|team| AssigneeChoice {
            value: team.id.as_str(),
            label: team.label.in_language(self.language),
        });
        teams.collect()
    }

    /// Returns what the list of choices shows: what was chosen and not saved, or else who has the ticket.
    pub(super) fn chosen<'s>(&'s self, typed: &'s str) -> &'s str {
        match (typed, self.person) {
            ("", Some(person)) => person.email.as_str(),
            ("", None) => self.given.unwrap_or_default(),
            (typed, _) => typed,
        }
    }

    /// Returns the name of the team.
    pub(super) fn team_label(&self) -> Option<&'a str> {
        self.team.map(|team| team.label.in_language(self.language))
    }
}

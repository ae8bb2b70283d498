//! The check of people, teams and contracts.

use super::reporter::{Check, list};
use crate::desk::{Assignment, SupportAccess};

impl Check<'_> {
    pub(super) fn people(&mut self) {
        let desk = self.desk;
        self.unique("address", desk.people.iter().map(|p| &p.email));
        self.teams();
        self.assignment();
        self.unique("contract", desk.contracts.iter().map(|c| &c.id));
    }

    /// Each scope says which portals it stands for. Another one would stand for none, and nobody could grant it.
    pub(super) fn support_access(&mut self) {
        let known = SupportAccess::SCOPES;
        let scopes = self.desk.support_access.iter().flat_map(|it| &it.scopes);
        self.unique("scope", scopes.clone().map(|scope| &scope.id));
        for scope in scopes.filter(|scope| !known.contains(&scope.id.as_str())) {
            let known = list(known);
            self.say(
                &scope.id,
                format!("there is no scope `{}`: write one of {known}", *scope.id),
            );
        }
    }

    fn assignment(&mut self) {
        let desk = self.desk;
        let assignment = &desk.assignment;
        let is_automatic = assignment.automatic.is_some();
        if let Some(most) = &assignment.most {
            if **most == 0 {
                self.say(most, "nobody would get a ticket: write 1 at least");
            }
            if **most > Assignment::MOST_COUNTED {
                self.say(
                    most,
                    "tickets are counted up to 200: write 200 at most, or remove it",
                );
            }
            if !is_automatic {
                self.say(
                    most,
                    "only tickets that a rule gives are limited: write `automatic`, or remove it",
                );
            }
        }
        if let Some(schedule) = &assignment.on_shift {
            self.known("schedule", schedule, desk.schedules.iter().map(|it| &it.id));
            if !is_automatic {
                self.say(
                    schedule,
                    "it says who gets tickets by a rule: write `automatic`, or remove it",
                );
            }
        }
    }

    fn teams(&mut self) {
        let desk = self.desk;
        self.unique("team", desk.teams.iter().map(|team| &team.id));
        self.unique("topic", desk.teams.iter().flat_map(|team| &team.topics));
        for team in desk.teams.iter().filter(|team| team.rest).skip(1) {
            self.say(
                &team.id,
                "another team answers the rest already: remove `rest`, or write the `topics` of one",
            );
        }
        for team in &desk.teams {
            self.unique("address", &team.people);
            for email in &team.people {
                self.known("person", email, desk.people.iter().map(|p| &p.email));
            }
            for topic in &team.topics {
                self.known("topic", topic, desk.topics.iter().map(|t| &t.id));
            }
        }
    }
}

//! The check of people, teams and contracts.

use super::reporter::{Check, list};
use crate::desk::SupportAccess;

impl Check<'_> {
    pub(super) fn people(&mut self) {
        let desk = self.desk;
        self.unique("address", desk.people.iter().map(|p| &p.email));
        self.teams();
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

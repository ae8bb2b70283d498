//! The check of the rules that tell the desk's people: each can tell somebody, and everybody is told of something.

use super::reporter::Check;
use crate::actor::Rank;
use crate::desk::notices::{DIGEST, NAMES, NoticeRule, Occasion, Told};
use crate::desk::people::Person;
use crate::desk::workflow::Mover;

impl<'a> Check<'a> {
    pub(super) fn notices(&mut self) {
        let desk = self.desk;
        if let Some(digest) = &desk.mail.digest
            && !DIGEST.contains(&digest.duration())
        {
            self.say(
                digest,
                "mails wait between a minute and a day: write `PT10M` or the like, or remove it to have each sent at once",
            );
        }
        for rule in &desk.notices {
            for topic in &rule.topics {
                self.known("topic", topic, desk.topics.iter().map(|it| &it.id));
            }
            for priority in &rule.priorities {
                self.known(
                    "priority",
                    priority,
                    desk.priorities.iter().map(|it| &it.id),
                );
            }
            for status in &rule.statuses {
                self.known("status", status, desk.statuses.iter().map(|it| &it.id));
            }
            self.told(rule);
            self.occasion(rule);
            self.of_what_is_there(rule);
            if *rule.when == Occasion::Moved && !self.is_moved_by_others() {
                self.say(
                    &rule.when,
                    "only the desk's people move its tickets, so this never happens: remove the rule",
                );
            }
        }
        if desk.notices.is_empty() {
            return;
        }
        for person in desk.people.iter().filter(|person| !person.quiet) {
            if !self.is_told(person) {
                self.say(
                    &person.email,
                    format!(
                        "no `[[notices]]` rule tells `{}` of anything: name them in one, or write `quiet = true`",
                        *person.email
                    ),
                );
            }
        }
    }

    fn occasion(&mut self, rule: &'a NoticeRule) {
        match (*rule.when, rule.statuses.first()) {
            (Occasion::Entered, None) => self.say(
                &rule.when,
                "write the `statuses` that tickets get, or `moved` for all that the desk's people do not change themselves",
            ),
            (
                Occasion::Opened
                | Occasion::Commented
                | Occasion::DueSoon
                | Occasion::Breached
                | Occasion::Assigned
                | Occasion::Rated,
                Some(status),
            ) => self.say(
                status,
                "`statuses` are for `moved` and `entered`: remove them, or write another `when`",
            ),
            _ => {}
        }
    }

    /// What follows from service levels and ratings happens where there are some.
    fn of_what_is_there(&mut self, rule: &'a NoticeRule) {
        let mut levels = self.desk.service_levels.iter();
        match *rule.when {
            Occasion::DueSoon if !levels.any(|level| level.remind_before.is_some()) => self.say(
                &rule.when,
                "no service level reminds anybody, so this never happens: write `remind_before` in one, or remove the rule",
            ),
            Occasion::Rated if self.desk.rating.is_none() => self.say(
                &rule.when,
                "the desk asks for no rating, so this never happens: add `[rating]`, or remove the rule",
            ),
            Occasion::Breached if levels.next().is_none() => self.say(
                &rule.when,
                "the desk has no service levels, so this never happens: add `[[service_levels]]`, or remove the rule",
            ),
            _ => {}
        }
    }

    fn told(&mut self, rule: &'a NoticeRule) {
        let desk = self.desk;
        if rule.who.is_empty() {
            self.say(&rule.when, "the rule tells nobody: write `who`");
        }
        for who in &rule.who {
            match &**who {
                Told::Person(email) if desk.person(email).is_none() => {
                    self.say(who, format!("there is no person `{email}`: write an address of `[[people]]`, or add it"));
                }
                Told::NamedTeam(team) if desk.team(team).is_none() => {
                    self.say(who, format!("`{team}` names nobody: {NAMES}"));
                }
                Told::NamedTeam(team) if desk.team(team).is_some_and(|it| it.people.is_empty()) => {
                    self.say(
                        who,
                        format!(
                            "nobody is of the team `{team}`, so this tells nobody: add its `people`"
                        ),
                    );
                }
                Told::Rank(rank) if desk.ranked(*rank).next().is_none() => {
                    self.say(
                        who,
                        format!(
                            "nobody of the desk is of `{}`, so this tells nobody: remove it",
                            **who
                        ),
                    );
                }
                Told::Team | Told::LastAgent | Told::Assignee
                    if desk.teams.is_empty() && desk.ranked(Rank::Agent).next().is_none() =>
                {
                    self.say(
                        who,
                        "the desk has neither teams nor agents, so this tells nobody: remove it",
                    );
                }
                Told::ProjectManager if !desk.has_accounts() => {
                    self.say(who, "a desk without `[access]` knows no companies and no project managers, so this tells nobody: remove it");
                }
                _ => {}
            }
        }
    }

    /// Returns `true` if somebody who does not work at the desk changes the status of a ticket, or a timer.
    fn is_moved_by_others(&self) -> bool {
        let by_requester = |it: &crate::desk::Move| it.by.contains(&Mover::Requester);
        self.desk.moves.iter().any(by_requester) || !self.desk.auto_close.is_empty()
    }

    fn is_told(&self, person: &Person) -> bool {
        let desk = self.desk;
        let mut all = desk.notices.iter().flat_map(|rule| &rule.who);
        all.any(|who| desk.can_tell(who, person))
    }
}

//! What a desk file must keep to, beyond the types of its values.

use super::{
    At, Choice, Desk, DeskMistake, FieldType, MoveComment, Mover, Phase, Start, TopicKind,
};
use crate::{Language, StatusId, Words};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Addresses of a desk that entry links cannot take.
const RESERVED_PATHS: [&str; 5] = ["new", "tickets", "sign-in", "sign-out", "api"];

/// All mistakes of a desk file that its types let through.
pub(super) fn check(desk: &Desk, source: &str) -> Result<(), Vec<DeskMistake>> {
    let mut check = Check {
        desk,
        source,
        mistakes: Vec::new(),
    };
    check.whole_desk();
    check.topics();
    check.fields();
    check.workflow();
    check.people();
    check.words();
    if check.mistakes.is_empty() {
        Ok(())
    } else {
        check.mistakes.sort_by_key(|m| (m.line, m.column));
        Err(check.mistakes)
    }
}

/// A mistake at that byte of the source.
pub(super) fn mistake(source: &str, at: usize, message: String) -> DeskMistake {
    let before = source.get(..at).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    DeskMistake {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        message,
    }
}

struct Check<'a> {
    desk: &'a Desk,
    source: &'a str,
    mistakes: Vec<DeskMistake>,
}

fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = items.into_iter().map(|item| format!("`{item}`")).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

impl<'a> Check<'a> {
    fn say<T>(&mut self, at: &At<T>, message: impl Into<String>) {
        self.mistakes
            .push(mistake(self.source, at.span().start, message.into()));
    }

    fn unique<T: PartialEq + Display + 'a>(
        &mut self,
        what: &str,
        ids: impl IntoIterator<Item = &'a At<T>>,
    ) {
        let mut seen: Vec<&At<T>> = Vec::new();
        for id in ids {
            if seen.iter().any(|other| ***other == **id) {
                self.say(
                    id,
                    format!("{what} `{}` stands here twice: rename or remove one", **id),
                );
            }
            seen.push(id);
        }
    }

    fn known<T: PartialEq + Display + 'a>(
        &mut self,
        what: &str,
        id: &At<T>,
        all: impl Iterator<Item = &'a At<T>> + Clone,
    ) {
        if !all.clone().any(|other| **other == **id) {
            let known = list(all.map(|id| &**id));
            self.say(
                id,
                format!(
                    "there is no {what} `{}`: write one of {known}, or add it",
                    **id
                ),
            );
        }
    }

    fn known_status(&mut self, id: &At<StatusId>) {
        let statuses = self.desk.statuses.iter().map(|status| &status.id);
        self.known("status", id, statuses);
    }

    fn web_address(&mut self, url: &At<String>) {
        let rest = ["https://", "mailto:"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme));
        let plain = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic());
        if !rest.is_some_and(plain) {
            self.say(
                url,
                format!(
                    "`{}` is not an address: write `https://…` or `mailto:…`",
                    **url
                ),
            );
        }
    }

    fn whole_desk(&mut self) {
        let desk = self.desk;
        if desk.languages.is_empty() {
            self.say(
                &desk.languages,
                "a desk speaks at least one language: write `languages = [\"en\"]`",
            );
        }
        for language in desk.languages.iter() {
            if !Language::SPOKEN.contains(&language.as_str()) {
                let spoken = list(Language::SPOKEN);
                self.say(
                    &desk.languages,
                    format!("pages and mails do not come in `{language}`: choose from {spoken}"),
                );
            }
        }
        if RESERVED_PATHS.contains(&desk.id.as_str()) {
            self.say(
                &desk.id,
                format!(
                    "a desk cannot be called `{}`: addresses of Docket's own begin with it",
                    *desk.id
                ),
            );
        }
        if !(1..=crate::TicketId::MAX_NUMBER).contains(&desk.first_number) {
            self.say(
                &desk.ticket_prefix,
                format!(
                    "`first_number` is between 1 and {}",
                    crate::TicketId::MAX_NUMBER
                ),
            );
        }
        if TimeZone::get(&desk.zone_name).is_err() {
            self.say(
                &desk.zone_name,
                format!(
                    "there is no time zone `{}`: write an IANA name such as `Europe/Berlin`",
                    *desk.zone_name
                ),
            );
        }
        if !desk.hours.ever_open() {
            self.say(&desk.id, "the desk is never open: write `always_open = true` or the spans of a day under `[hours]`");
        }
        if desk.hours.always_open && (desk.hours.has_days() || !desk.hours.holidays.is_empty()) {
            self.say(&desk.id, "`always_open = true` and days under `[hours]` contradict each other: leave one out");
        }
        if desk.categories.is_empty() || desk.topics.is_empty() {
            self.say(
                &desk.id,
                "nothing can be asked: add at least one `[[categories]]` and one `[[topics]]`",
            );
        }
        match &desk.default_priority {
            Some(id) => self.known("priority", id, desk.priorities.iter().map(|p| &p.id)),
            None if !desk.priorities.is_empty() => {
                self.say(
                    &desk.id,
                    "add `default_priority`: the priority of a ticket whose sender chose none",
                );
            }
            None => {}
        }
        self.unique("category", desk.categories.iter().map(|c| &c.id));
        self.unique("priority", desk.priorities.iter().map(|c| &c.id));
        self.unique("impact", desk.impacts.iter().map(|c| &c.id));
        self.unique("resource", desk.resources.iter().map(|r| &r.id));
        self.unique("context value", desk.context.iter().map(|c| &c.id));
        self.unique("entry link", desk.entry_links.iter().map(|l| &l.path));
        for context in &desk.context {
            if !(1..=1_000).contains(&context.max_length) {
                self.say(
                    &context.id,
                    "`max_length` of a context value is between 1 and 1000",
                );
            }
        }
        for resource in &desk.resources {
            self.web_address(&resource.url);
        }
        for link in &desk.entry_links {
            if link.path.parse::<crate::TopicId>().is_err()
                || RESERVED_PATHS.contains(&link.path.as_str())
            {
                let taken = list(RESERVED_PATHS);
                self.say(&link.path, format!("`{}` cannot be an entry link: write lower case letters, digits and hyphens, but none of {taken}", *link.path));
            }
            if let Some(topic) = &link.topic {
                self.known("topic", topic, desk.topics.iter().map(|t| &t.id));
            }
        }
        if let Some(white_label) = &desk.white_label {
            self.web_address(&white_label.home);
        }
    }

    fn topics(&mut self) {
        let desk = self.desk;
        self.unique("topic", desk.topics.iter().map(|t| &t.id));
        for topic in &desk.topics {
            self.known(
                "category",
                &topic.category,
                desk.categories.iter().map(|c| &c.id),
            );
            self.unique("field", &topic.fields);
            for field in &topic.fields {
                self.known("field", field, desk.fields.iter().map(|f| &f.id));
            }
            let out_of_scope = topic.out_of_scope.iter().map(|o| &o.resource);
            for resource in topic.resources.iter().chain(out_of_scope) {
                self.known("resource", resource, desk.resources.iter().map(|r| &r.id));
            }
            if let Some(policy) = &topic.escalation_policy {
                self.known(
                    "escalation policy",
                    policy,
                    desk.escalation_policies.iter().map(|p| &p.id),
                );
            }
            if topic.priority != super::Asks::None && desk.priorities.is_empty() {
                self.say(&topic.id, "asks for a priority, and the desk has none: add `[[priorities]]` or leave `priority` out");
            }
            if topic.impact != super::Asks::None && desk.impacts.is_empty() {
                self.say(&topic.id, "asks for an impact, and the desk has none: add `[[impacts]]` or leave `impact` out");
            }
            if topic.cc && desk.cc.is_none() {
                self.say(&topic.id, "asks who is copied, and the desk does not say how: add `[cc]` or leave `cc` out");
            }
            match (&topic.kind, &topic.redirect) {
                (TopicKind::Redirect, None) => self.say(
                    &topic.id,
                    "redirects nowhere: add `redirect = { text = …, contacts = [ … ] }`",
                ),
                (TopicKind::Form, Some(_)) => self.say(
                    &topic.id,
                    "has a form and redirects: write `kind = \"redirect\"` or leave `redirect` out",
                ),
                _ => {}
            }
            let contacts = || topic.redirect.iter().flat_map(|r| &r.contacts);
            if topic.redirect.is_some() && !contacts().any(|contact| contact.when.is_empty()) {
                self.say(
                    &topic.id,
                    "people who come without context are shown no contact: add one without `when`",
                );
            }
            for contact in contacts() {
                self.web_address(&contact.url);
                for id in contact.when.keys() {
                    if !desk.context.iter().any(|context| *context.id == *id) {
                        let known = list(desk.context.iter().map(|c| &*c.id));
                        self.say(
                            &contact.url,
                            format!(
                                "there is no context value `{id}`: write one of {known}, or add it"
                            ),
                        );
                    }
                }
            }
        }
        for category in &desk.categories {
            if desk.topics_of(&category.id).next().is_none() {
                self.say(
                    &category.id,
                    format!(
                        "category `{}` has no topic: add one or remove it",
                        *category.id
                    ),
                );
            }
        }
    }

    fn fields(&mut self) {
        let desk = self.desk;
        self.unique("field", desk.fields.iter().map(|f| &f.id));
        for field in &desk.fields {
            self.unique("choice", field.choices.iter().map(|c| &c.id));
            match (field.kind.has_choices(), field.choices.is_empty()) {
                (true, true) => self.say(
                    &field.kind,
                    "there is nothing to choose: add `choices = [{ id = …, label = … }]`",
                ),
                (false, false) => self.say(
                    &field.kind,
                    format!(
                        "`{}` takes no choices: write `type = \"choice\"` or leave them out",
                        field.kind.name()
                    ),
                ),
                _ => {}
            }
            if let Some(max) = &field.max_length {
                let most = match *field.kind {
                    FieldType::LongText => crate::Prose::MAX,
                    _ => 1_000,
                };
                if **max == 0 || **max > most {
                    self.say(
                        max,
                        format!("a `{}` has 1 to {most} characters", field.kind.name()),
                    );
                }
            }
            for impact in field.when.iter().filter_map(|when| when.impact.as_ref()) {
                self.known("impact", impact, desk.impacts.iter().map(|c| &c.id));
            }
            for priority in field.when.iter().filter_map(|when| when.priority.as_ref()) {
                self.known("priority", priority, desk.priorities.iter().map(|c| &c.id));
            }
            if !desk
                .topics
                .iter()
                .any(|topic| topic.fields.iter().any(|id| **id == *field.id))
            {
                self.say(
                    &field.id,
                    format!(
                        "no topic asks for `{}`: name it in a topic's `fields` or remove it",
                        *field.id
                    ),
                );
            }
        }
    }

    fn workflow(&mut self) {
        let desk = self.desk;
        self.unique("status", desk.statuses.iter().map(|s| &s.id));
        self.known_status(&desk.workflow.initial);
        if !desk
            .statuses
            .iter()
            .any(|status| status.phase == Phase::Done)
        {
            self.say(
                &desk.workflow.initial,
                "no ticket can end: give a status `phase = \"done\"`",
            );
        }
        for step in &desk.moves {
            self.known_status(&step.to);
            if let Start::These(statuses) = &step.from {
                for from in statuses {
                    self.known_status(from);
                }
            }
            if step.by.is_empty() {
                self.say(
                    &step.by,
                    "nobody may make this move: name `requester`, `agent` or `lead`",
                );
            }
            if step.comment == MoveComment::None
                && step.by.contains(&Mover::Requester)
                && desk.phase(&step.to) != Phase::Done
            {
                self.say(&step.by, "a requester who moves a ticket on has to be able to say why: leave `comment` out or require it");
            }
        }
        for reaction in &desk.reactions {
            self.known_status(&reaction.to);
            for from in &reaction.from {
                self.known_status(from);
                if **from == *reaction.to {
                    self.say(
                        from,
                        "a reaction leads to another status than the one it starts from",
                    );
                }
            }
        }
        self.unique("auto-close for", desk.auto_close.iter().map(|a| &a.status));
        for auto in &desk.auto_close {
            self.known_status(&auto.status);
            self.known_status(&auto.to);
            if auto.after.duration().is_zero() {
                self.say(
                    &auto.after,
                    "silence of no length would close every ticket at once: write a longer one",
                );
            }
            if *auto.status == *auto.to {
                self.say(
                    &auto.to,
                    "an auto-close leads to another status than the one it starts from",
                );
            }
        }
        for status in &desk.statuses {
            if !self.reachable().contains(&*status.id) {
                self.say(&status.id, format!("nothing leads to status `{}`: add a move, a reaction or an auto-close to it, or remove it", *status.id));
            }
        }
        if let Some(rating) = &desk.rating
            && !(2..=10).contains(&*rating.scale)
        {
            self.say(&rating.scale, "a scale has 2 to 10 marks");
        }
        for status in desk.rating.iter().flat_map(|r| &r.ask_on) {
            self.known_status(status);
        }
    }

    fn reachable(&self) -> BTreeSet<&'a StatusId> {
        let desk = self.desk;
        let mut reached: BTreeSet<&StatusId> = BTreeSet::from([&*desk.workflow.initial]);
        loop {
            let before = reached.len();
            for step in &desk.moves {
                if reached.iter().any(|from| step.from.holds(from, &step.to)) {
                    reached.insert(&step.to);
                }
            }
            for reaction in &desk.reactions {
                if reaction.from.iter().any(|from| reached.contains(&**from)) {
                    reached.insert(&reaction.to);
                }
            }
            for auto in &desk.auto_close {
                if reached.contains(&*auto.status) {
                    reached.insert(&auto.to);
                }
            }
            if reached.len() == before {
                return reached;
            }
        }
    }

    fn people(&mut self) {
        let desk = self.desk;
        self.unique("address", desk.people.iter().map(|p| &p.email));
        self.unique(
            "escalation policy",
            desk.escalation_policies.iter().map(|p| &p.id),
        );
        let notified = desk
            .escalation_policies
            .iter()
            .flat_map(|p| &p.steps)
            .flat_map(|s| &s.notify);
        for email in notified {
            self.known("person", email, desk.people.iter().map(|p| &p.email));
        }
        self.unique("contract", desk.contracts.iter().map(|c| &c.id));
        for contract in &desk.contracts {
            for priority in contract
                .first_response
                .keys()
                .chain(contract.resolution.keys())
            {
                if priority.as_str() != "any" && !desk.priorities.iter().any(|p| *p.id == *priority)
                {
                    let known = list(desk.priorities.iter().map(|p| &*p.id));
                    self.say(
                        &contract.id,
                        format!("there is no priority `{priority}`: write `any` or one of {known}"),
                    );
                }
            }
        }
    }

    /// Every text has each of the desk's languages, and no other.
    fn words(&mut self) {
        let desk = self.desk;
        let mut all: Vec<&At<Words>> = vec![&desk.name];
        all.extend(&desk.intro);
        for category in &desk.categories {
            all.push(&category.label);
            all.extend(&category.help);
        }
        for topic in &desk.topics {
            all.push(&topic.label);
            all.extend(&topic.help);
            for wording in topic.subject.iter().chain(&topic.description) {
                all.extend(wording.label.iter().chain(&wording.help));
            }
            all.extend(topic.out_of_scope.iter().map(|o| &o.text));
            if let Some(redirect) = &topic.redirect {
                all.push(&redirect.text);
                all.extend(redirect.contacts.iter().map(|c| &c.label));
            }
        }
        for field in &desk.fields {
            all.push(&field.label);
            all.extend(&field.help);
        }
        let choices: Vec<&Choice> = (desk.fields.iter().flat_map(|f| &f.choices))
            .chain(&desk.priorities)
            .chain(&desk.impacts)
            .chain(desk.support_access.iter().flat_map(|a| &a.scopes))
            .collect();
        for choice in choices {
            all.push(&choice.label);
            all.extend(&choice.help);
        }
        for status in &desk.statuses {
            all.push(&status.label);
            all.extend(&status.help);
        }
        all.extend(desk.moves.iter().flat_map(|m| &m.label));
        all.extend(desk.resources.iter().map(|r| &r.label));
        all.extend(desk.context.iter().map(|c| &c.label));
        if let Some(cc) = &desk.cc {
            all.push(&cc.label);
            all.extend(&cc.help);
        }
        all.extend(desk.accounts.iter().flat_map(|a| &a.no_mailbox));
        all.extend(desk.escalation_policies.iter().map(|p| &p.label));
        all.extend(desk.contracts.iter().map(|c| &c.label));
        all.extend(desk.white_label.iter().map(|w| &w.text));
        for words in all {
            let Words::Each(texts) = &**words else {
                continue;
            };
            for language in desk.languages.iter() {
                if texts
                    .get(language)
                    .is_none_or(|text| text.trim().is_empty())
                {
                    self.say(words, format!("the text lacks `{language}`: add `{language} = \"…\"`, since the desk speaks it"));
                }
            }
            for language in texts.keys() {
                if !desk.languages.contains(language) {
                    self.say(words, format!("the desk does not speak `{language}`: add it to `languages`, or remove this text"));
                }
            }
        }
    }
}

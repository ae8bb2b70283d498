//! What a desk file must keep to, beyond the types of its values.

mod topics;
mod words;
mod workflow;

use super::{At, Desk, DeskMistake};
use crate::attachment::{MAX_PARTS, MediaType};
use crate::{Language, StatusId};
use jiff::tz::TimeZone;
use std::fmt::Display;

/// Addresses of a desk that entry links cannot take.
const RESERVED_PATHS: [&str; 5] = ["new", "tickets", "sign-in", "sign-out", "api"];

const FIVE_MIB: u64 = 5 * 1024 * 1024;
/// The most bytes of a file, 1 GiB: S3 copies no more within the time that a function has.
const MAX_FILE: u64 = 1024 * 1024 * 1024;

/// All mistakes of a desk file that its types let through.
pub(in crate::desk) fn check(desk: &Desk, source: &str) -> Result<(), Vec<DeskMistake>> {
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
pub(in crate::desk) fn mistake(source: &str, at: usize, message: String) -> DeskMistake {
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
        for (place, language) in desk.languages.iter().enumerate() {
            if desk
                .languages
                .iter()
                .take(place)
                .any(|other| other == language)
            {
                self.say(
                    &desk.languages,
                    format!("`{language}` stands here twice: remove one"),
                );
            }
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
            if ["key", "language", "topic"].contains(&context.id.as_str()) {
                self.say(
                    &context.id,
                    format!(
                        "`{}` has a meaning of its own in addresses: choose another ID",
                        *context.id
                    ),
                );
            }
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
        self.attachments();
        if let Some(white_label) = &desk.white_label {
            self.web_address(&white_label.home);
        }
    }

    fn attachments(&mut self) {
        let desk = self.desk;
        let Some(limits) = &desk.attachments else {
            return;
        };
        let mut wrong =
            |message: String| self.say(&desk.id, format!("under `[attachments]`, {message}"));
        // S3 takes no part below 5 MiB but the last, and Docket signs one address for each.
        if !(FIVE_MIB..=1024 * FIVE_MIB).contains(&limits.part_bytes) {
            wrong("`part_bytes` is between 5_242_880 and 5_368_709_120".to_owned());
        } else if limits.max_bytes > limits.part_bytes.saturating_mul(MAX_PARTS) {
            wrong(format!(
                "a file of `max_bytes` would have more than {MAX_PARTS} parts: raise `part_bytes`"
            ));
        }
        if limits.max_bytes == 0 || limits.max_count == 0 {
            wrong("`max_bytes` and `max_count` are at least 1; without files, leave `[attachments]` out".to_owned());
        }
        if limits.max_bytes > MAX_FILE {
            wrong(format!("`max_bytes` is at most {MAX_FILE}"));
        }
        if limits.max_total_bytes < limits.max_bytes {
            wrong("`max_total_bytes` is at least `max_bytes`".to_owned());
        }
        for kind in &limits.types {
            let named = kind.strip_suffix("/*").map(|kind| format!("{kind}/x"));
            let known = MediaType::parse(named.as_ref().unwrap_or(kind));
            if known.is_none_or(|known| named.is_none() && known.as_str() != kind) {
                wrong(format!(
                    "`{kind}` is not a media type: write `image/png`, or `image/*` for all of a kind"
                ));
            }
        }
        if limits.types.is_empty() {
            wrong("`types` names at least one media type".to_owned());
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
}

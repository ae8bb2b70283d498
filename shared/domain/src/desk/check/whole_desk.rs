//! The check of a desk's languages, time zone, opening hours, IDs and links.

use super::reporter::{Check, list};
use crate::desk::HolidayFiles;
use crate::value::{DomainName, Language, TicketId, TopicId};
use jiff::tz::TimeZone;

/// Paths that Docket uses itself. A desk's ID and an entry link cannot be one of them.
const RESERVED_PATHS: [&str; 11] = [
    "new",
    "tickets",
    "sign-in",
    "sign-out",
    "profile",
    "support-access",
    "console",
    "pages",
    "status",
    "api",
    "docs",
];

impl Check<'_> {
    fn hosts(&mut self) {
        let Some(hosts) = &self.desk.hosts else {
            return;
        };
        self.web_address(&hosts.home);
        let home = hosts.home.strip_prefix("https://").unwrap_or_default();
        for host in &hosts.white_label {
            let name = host.strip_prefix("*.").unwrap_or(host);
            let is_name = name
                .parse::<DomainName>()
                .is_ok_and(|known| known.as_str() == name);
            if !is_name {
                self.say(host, format!("`{}` is not a host: write `academy.example.com`, or `*.example.com` for all below it", **host));
            }
        }
        if hosts.is_white_label(home.split('/').next().unwrap_or_default()) {
            self.say(&hosts.home, "support is not available at this address, as `white_label` says: write another one");
        }
    }

    pub(super) fn whole_desk(&mut self) {
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
            if !Language::SUPPORTED.contains(&language.as_str()) {
                let spoken = list(Language::SUPPORTED);
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
        if !(1..=TicketId::MAX_NUMBER).contains(&desk.first_number) {
            self.say(
                &desk.ticket_prefix,
                format!("`first_number` is between 1 and {}", TicketId::MAX_NUMBER),
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
        if desk.hours.contradicts_itself() {
            self.say(&desk.id, "`always_open = true` and days under `[hours]` contradict each other: leave one out");
        }
        for files in desk.holiday_files() {
            if let HolidayFiles::Named(names) = &**files {
                let names = list(names);
                self.say(
                    files,
                    format!(
                        "the holidays of {names} are not there: `docket desks apply` reads them"
                    ),
                );
            }
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
            if ["draft", "kept", "key", "language", "topic"].contains(&context.id.as_str()) {
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
            if link.path.parse::<TopicId>().is_err() || RESERVED_PATHS.contains(&link.path.as_str())
            {
                let taken = list(RESERVED_PATHS);
                self.say(&link.path, format!("`{}` cannot be an entry link: write lower case letters, digits and hyphens, but none of {taken}", *link.path));
            }
            if let Some(topic) = &link.topic {
                self.known("topic", topic, desk.topics.iter().map(|t| &t.id));
            }
        }
        self.attachments();
        self.hosts();
    }
}

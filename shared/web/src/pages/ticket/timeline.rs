//! The entries of a ticket's timeline, as text.

use docket_domain::Language;
use docket_domain::access::Role;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::Event;
use docket_texts::Texts;

/// A timeline as its reader sees it.
pub(super) struct Timeline<'a> {
    pub(super) texts: &'static Texts,
    pub(super) language: &'a Language,
    pub(super) desk: &'a Desk,
    pub(super) reader: &'a Actor,
}

impl Timeline<'_> {
    pub(super) fn who(&self, event: &Event) -> String {
        let name = self.texts.actor_name(&event.actor);
        let is_opener = event.actor.role() == Role::Opener;
        if event.actor.email().is_some()
            && event.actor.email() == self.reader.email()
            && is_opener == (self.reader.role() == Role::Opener)
        {
            self.texts.get("who-you")
        } else if is_opener && event.sequence > 1 {
            // Nobody has proven to be that person.
            self.texts.with("who-opener", &[("name", &name)])
        } else {
            name
        }
    }

    pub(super) fn headline(&self, event: &Event) -> String {
        self.texts
            .headline(event, &self.who(event), self.desk, self.language)
    }

    /// Returns the HTML of the words that came with an event.
    pub(super) fn body(&self, event: &Event) -> Option<String> {
        let words = event.change.words();
        words.map(|words| docket_texts::html(words.as_str()))
    }

    pub(super) fn internal(&self, event: &Event) -> bool {
        event.change.is_internal() == Some(true)
    }

    pub(super) fn by_staff(&self, event: &Event) -> bool {
        event.actor.is_staff()
    }
}

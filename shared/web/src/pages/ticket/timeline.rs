//! The entries of a ticket's timeline, as text.

use docket_domain::Language;
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
        if event.actor.email().is_some() && event.actor.email() == self.reader.email() {
            self.texts.get("who-you")
        } else {
            self.texts.actor_name(&event.actor)
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

//! The entries of a ticket's timeline, as text.

use crate::views::StatusAnswer;
use docket_domain::Language;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Cause, Change, Event};
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
        let who = self.who(event);
        let text = |id: &str, values: &[(&str, &str)]| self.texts.with(id, values);
        match &event.change {
            Change::Opened(_) => text("event-opened", &[("who", &who)]),
            Change::Commented { .. } => text("event-commented", &[("who", &who)]),
            Change::StatusChanged {
                from, to, cause, ..
            } => {
                let from = StatusAnswer::of(self.desk, from, self.language).label;
                let to = StatusAnswer::of(self.desk, to, self.language).label;
                let values = [("who", who.as_str()), ("from", &from), ("to", &to)];
                match cause {
                    Cause::Move => text("event-moved", &values),
                    Cause::Reaction => text("event-reaction", &values),
                    Cause::Silence => text("event-silence", &values),
                }
            }
            Change::Attached { name, size, .. } => {
                let size = self.texts.size(*size);
                let values = [
                    ("who", who.as_str()),
                    ("name", name.as_str()),
                    ("size", &size),
                ];
                text("event-attached", &values)
            }
            Change::AttachmentRefused { name, reason, .. } => {
                let reason = self.texts.quarantine_reason(reason);
                text(
                    "event-refused",
                    &[("name", name.as_str()), ("reason", &reason)],
                )
            }
            Change::AttachmentInfected { name, .. } => {
                text("event-infected", &[("name", name.as_str())])
            }
        }
    }

    pub(super) fn body<'e>(&self, event: &'e Event) -> Option<&'e str> {
        match &event.change {
            Change::Opened(opening) => Some(opening.description.as_str()),
            Change::Commented { body, .. } => Some(body.as_str()),
            Change::StatusChanged { comment, .. } => comment.as_ref().map(|c| c.as_str()),
            Change::Attached { .. }
            | Change::AttachmentRefused { .. }
            | Change::AttachmentInfected { .. } => None,
        }
    }

    pub(super) fn internal(&self, event: &Event) -> bool {
        matches!(
            event.change,
            Change::Commented { internal: true, .. } | Change::Attached { internal: true, .. }
        )
    }

    pub(super) fn by_staff(&self, event: &Event) -> bool {
        event.actor.is_staff()
    }
}

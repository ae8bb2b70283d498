//! The mail about several events of a ticket.

use super::notice::{auto_submitted, is_known, name_of};
use super::templates::MailKind;
use super::view::{DigestEntry, View};
use super::{Composer, Mail};
use docket_domain::notice::Notice;
use docket_domain::ticket::{Event, Ticket};
use docket_domain::{Language, Prose};
use docket_texts::{Texts, local_time};

impl Composer<'_> {
    /// Makes the mail about these events, in that language. `told` has the notice of each, in the order of the events; all are to the same
    /// person. `earlier` is what was said before.
    pub(crate) fn digest<'m>(
        &'m self,
        ticket: &'m Ticket,
        told: &'m [(Event, Notice)],
        earlier: &[Event],
        language: &'m Language,
    ) -> Option<Mail<'m>> {
        let (first, notice) = told.first()?;
        let texts = Texts::of(language);
        // What a person of the desk wrote is no automatic mail, whatever else happened.
        let is_written =
            |(event, notice): &(Event, Notice)| auto_submitted(event, notice).is_none();
        let submitted = match told.iter().any(is_written) {
            true => None,
            false => Some("auto-generated"),
        };
        let mut view = View::new(self.desk, language, self.ticket_link(ticket, notice));
        view.link_lets_in = self.comes_by_key(ticket, notice);
        view.set("id", ticket.id.to_string());
        view.set("subject", self.subject(ticket, notice, language));
        if let Some(name) = name_of(ticket, notice) {
            view.set("person", name);
        }
        let entries = told.iter().map(|(event, _)| DigestEntry {
            headline: texts.headline(event, &texts.actor_name(&event.actor), self.desk, language),
            at: local_time(self.desk, event.at),
            words: event.change.words().map(Prose::as_str),
        });
        view.entries = entries.collect();
        if is_known(ticket, notice) {
            view.earlier = self.earlier(earlier, false, texts);
        }
        let status = self.desk.status(&ticket.status);
        let label = status.map_or(ticket.status.as_str(), |status| {
            status.label.in_language(language)
        });
        view.set("status", label);
        let help = status.and_then(|status| status.help.as_deref());
        view.status_help = help.map(|help| help.in_language(language));
        Some(Mail {
            envelope: self.envelope(ticket, first, notice, false, submitted),
            kind: MailKind::Digest,
            view,
        })
    }
}

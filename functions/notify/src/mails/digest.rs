//! The mail about several events of a ticket.

use super::notice::{auto_submitted, is_known};
use super::templates::MailKind;
use super::view::DigestEntry;
use super::{Composer, Mail};
use docket_domain::notice::Notice;
use docket_domain::ticket::{Change, Event, Ticket};
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
        let mut view = self.view_of_ticket(ticket, notice, language);
        let entries = told.iter().map(|(event, _)| DigestEntry {
            headline: texts.headline(
                &event.clone().for_people(),
                &texts.actor_name(&event.actor),
                self.desk,
                language,
            ),
            at: local_time(self.desk, event.at),
            words: event.change.words().map(Prose::as_str),
        });
        view.entries = entries.collect();
        if is_known(ticket, notice) {
            let is_requester = ticket.requester.email == notice.to;
            view.earlier = self.earlier(earlier, false, is_requester, texts);
        }
        self.show_status(&mut view, &ticket.status);
        let is_closing = |(event, _): &(Event, Notice)| matches!(&event.change, Change::StatusChanged { to, .. } if *to == ticket.status);
        if told.iter().any(is_closing) {
            view.ask_for(self.marks(ticket, notice, &ticket.status));
        }
        Some(Mail {
            envelope: self.envelope(ticket, first, notice, false, submitted),
            kind: MailKind::Digest,
            view,
        })
    }
}

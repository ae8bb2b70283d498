//! The mail that calls somebody who is on call.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_app::links::page_key;
use docket_domain::oncall::{Page, PageEvent};
use docket_domain::ticket::{Event, Ticket};
use docket_domain::{EmailAddress, Language};

impl Composer<'_> {
    /// Makes the mail that calls somebody, in this language.
    pub(crate) fn page<'m>(
        &'m self,
        event: &PageEvent,
        page: &'m Page,
        ticket: &Ticket,
        opening: &'m Event,
        to: &'m EmailAddress,
        language: &'m Language,
    ) -> Mail<'m> {
        let key = page_key(&self.signer(), page.id, to);
        let address = self.address(&self.links().page_with_key(page.id, &key));
        let person = self.desk.person(to).map(|person| person.name.as_str());
        let policy = self.desk.policy(&page.policy);
        let policy = policy.map_or(page.policy.as_str(), |policy| {
            policy.label.in_language(language)
        });
        let mut view = self.view(language, address);
        view.set("desk", self.desk.name.in_language(language));
        view.set("policy", policy);
        view.set("id", ticket.id.to_string());
        view.set("subject", ticket.subject.to_string());
        if let Some(person) = person {
            view.set("person", person);
        }
        if let Some(late) = event.late_by() {
            view.set("late", "");
            view.set("minutes", late.as_mins().to_string());
        }
        view.quote = opening.change.words().map(|words| words.as_str());
        Mail {
            envelope: Envelope {
                name: person,
                to,
                message_id: format!(
                    "{}-{}@{}",
                    page.id,
                    event.sequence,
                    self.settings.sender.domain()
                ),
                thread: Some(format!("{}@{}", page.id, self.settings.sender.domain())),
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: true,
            },
            kind: MailKind::Page,
            view,
        }
    }
}

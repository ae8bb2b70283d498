//! The mail that calls somebody who is on call.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use crate::channels::Call;
use docket_app::links::page_key;
use docket_domain::oncall::{Page, PageEvent};
use docket_domain::ticket::{Event, Ticket};
use docket_domain::{EmailAddress, Language};
use docket_texts::Texts;

impl Composer<'_> {
    /// Makes what a channel says of a page, in this language. `to` is whose channel it is: the page acts in their name.
    pub(crate) fn call(
        &self,
        event: &PageEvent,
        page: &Page,
        ticket: &Ticket,
        to: Option<&EmailAddress>,
        language: &Language,
    ) -> Call {
        let links = self.links();
        let key = to.map(|to| page_key(&self.signer(), page.id, to));
        let address = match &key {
            Some(key) => links.page_with_key(page.id, key),
            None => links.page(page.id),
        };
        let act = |key: &String| {
            let act = format!("{}/acknowledge?key={key}", links.api_page(page.id));
            let label = Texts::of(language).get("paging-acknowledge");
            (label, self.address(&act))
        };
        let texts = Texts::of(language);
        let policy = [("policy", self.policy_of(page, language))];
        let late = event.late_at(self.now).map(|late| {
            let minutes = late.as_mins().to_string();
            format!(" ({})", texts.with("paging-late", &[("minutes", &minutes)]))
        });
        let about = format!("{}: {}", ticket.id, ticket.subject);
        let missed = self.missed(ticket, language);
        let missed = missed.map(|it| texts.with("mail-page-missed", &[("metrics", &it)]));
        Call {
            title: texts.with("paging-title", &policy) + &late.unwrap_or_default(),
            message: match missed {
                Some(missed) => format!("{about}. {missed}"),
                None => about,
            },
            page: self.address(&address),
            acknowledge: key.as_ref().map(act),
            about: page.id.to_string(),
        }
    }

    /// Returns what the service levels measure whose targets the ticket has missed, as long as it waits.
    fn missed(&self, ticket: &Ticket, language: &Language) -> Option<String> {
        let readings = self.desk.readings(&ticket.course(), self.now);
        let missed = readings
            .iter()
            .filter(|it| it.is_breach_recorded && it.is_open());
        let metrics: Vec<_> = missed
            .map(|it| Texts::of(language).metric(it.metric))
            .collect();
        (!metrics.is_empty()).then(|| metrics.join(", "))
    }

    /// Returns the label of a page's policy.
    fn policy_of<'p>(&'p self, page: &'p Page, language: &Language) -> &'p str {
        let policy = self.desk.policy(&page.policy);
        policy.map_or(page.policy.as_str(), |policy| {
            policy.label.in_language(language)
        })
    }

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
        let mut view = self.view(language, address);
        view.set("desk", self.desk.name.in_language(language));
        view.set("policy", self.policy_of(page, language));
        view.set("id", ticket.id.to_string());
        view.set("subject", ticket.subject.to_string());
        if let Some(metrics) = self.missed(ticket, language) {
            view.set("metrics", metrics);
        }
        if let Some(person) = person {
            view.set("person", person);
        }
        if let Some(late) = event.late_at(self.now) {
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

//! The call that tries whether somebody can be reached.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use crate::channels::Call;
use docket_domain::Language;
use docket_domain::oncall::TestCall;
use docket_texts::Texts;

impl Composer<'_> {
    /// Makes the mail, in this language.
    pub(crate) fn test_call<'m>(&'m self, test: &'m TestCall, language: &'m Language) -> Mail<'m> {
        let person = self.desk.person(&test.person);
        let person = person.map(|person| person.name.as_str());
        let mut view = self.view(language, self.address(&self.links().on_call()));
        view.set("desk", self.desk.name.in_language(language));
        if let Some(person) = person {
            view.set("person", person);
        }
        let domain = self.settings.sender.domain();
        Mail {
            envelope: Envelope {
                name: person,
                to: &test.person,
                message_id: format!("{}@{domain}", test.id),
                thread: None,
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: true,
            },
            kind: MailKind::TestCall,
            view,
        }
    }

    /// Makes what a channel is told, in this language.
    pub(crate) fn test_of_channel(&self, test: &TestCall, language: &Language) -> Call {
        let texts = Texts::of(language);
        let desk = self.desk.name.in_language(language);
        Call {
            title: texts.with("mail-test-call-subject", &[("desk", desk)]),
            message: texts.with("mail-test-call", &[("desk", desk)]),
            page: self.address(&self.links().on_call()),
            acknowledge: None,
            about: test.id.to_string(),
        }
    }
}

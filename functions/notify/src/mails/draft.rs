//! The mail with a link to send a form that was kept. It has none of its words.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_app::drafts::DRAFT_LIFE;
use docket_app::links::draft_token;
use docket_cloud::store::KeptDraft;
use docket_domain::Language;

impl Composer<'_> {
    /// Makes the mail with the link to a form that was kept, in this language.
    pub(crate) fn draft<'m>(&'m self, kept: &'m KeptDraft, language: &'m Language) -> Mail<'m> {
        let token = draft_token(&self.signer(), &kept.id);
        let address = self.address(&self.links().kept_form(&token));
        let mut view = self.view(language, address);
        view.set("desk", self.desk.name.in_language(language));
        view.set("hours", DRAFT_LIFE.as_hours().to_string());
        Mail {
            envelope: Envelope {
                name: None,
                to: &kept.email,
                message_id: format!("{}@{}", kept.id, self.settings.sender.domain()),
                thread: None,
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: false,
            },
            kind: MailKind::Draft,
            view,
        }
    }
}

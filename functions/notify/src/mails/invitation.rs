//! The mail that tells somebody of their account.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_cloud::store::Invitation;
use docket_domain::Language;

impl Composer<'_> {
    /// Makes the mail that tells somebody of their account, in this language.
    pub(crate) fn invitation<'m>(
        &'m self,
        invitation: &'m Invitation,
        language: &'m Language,
    ) -> Mail<'m> {
        let address = self.address(&self.links().sign_in());
        let mut view = self.view(language, address);
        view.set("desk", self.desk.name.in_language(language));
        Mail {
            envelope: Envelope {
                name: None,
                to: &invitation.email,
                message_id: format!("{}@{}", invitation.id, self.settings.sender.domain()),
                thread: None,
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: false,
            },
            kind: MailKind::Invitation,
            view,
        }
    }
}

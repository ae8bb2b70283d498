//! The mail with a sign-in link.

use super::templates::MailKind;
use super::{Composer, Envelope, Mail};
use docket_cloud::store::SignInLink;
use docket_domain::Language;

impl Composer<'_> {
    /// Makes the mail with a sign-in link, in this language. With `confirms`, it asks to confirm an account.
    pub(crate) fn sign_in<'m>(
        &'m self,
        link: &'m SignInLink,
        language: &'m Language,
        confirms: bool,
    ) -> Mail<'m> {
        let minutes = ((link.expires_at - self.now.as_second() + 59) / 60).max(1);
        let address = self.address(&self.links().sign_in_link_page(&self.signer(), &link.id));
        let mut view = self.view(language, address);
        view.set("desk", self.desk.name.in_language(language));
        view.set("minutes", minutes.to_string());
        Mail {
            envelope: Envelope {
                name: None,
                to: &link.email,
                message_id: format!("{}@{}", link.id, self.settings.sender.domain()),
                thread: None,
                follows: false,
                reply_to: None,
                unsubscribe: None,
                auto_submitted: Some("auto-generated"),
                is_urgent: false,
            },
            kind: match confirms {
                true => MailKind::ConfirmAccount,
                false => MailKind::SignIn,
            },
            view,
        }
    }
}

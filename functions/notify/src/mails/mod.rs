//! Mails: their texts and their MIME messages.
//!
//! Each kind of mail is a folder in `templates/`, with its subject, its text and its HTML. The
//! texts are in `shared/texts/languages/<code>/mails.ftl`. To change what a mail says, change these
//! two.

mod digest;
mod draft;
mod header;
mod incident;
mod invitation;
mod message;
mod notice;
mod page;
mod sign_in;
mod templates;
mod test_call;
#[cfg(test)]
mod tests;
mod view;

use docket_app::links::{Links, Signer};
use docket_cloud::Settings;
use docket_cloud::store::Keyring;
use docket_domain::desk::Desk;
pub(crate) use incident::Addressee;
use jiff::Timestamp;
use message::Envelope;
pub(crate) use message::Mail;
pub(crate) use notice::About;

/// Makes the mails of one desk.
#[derive(Debug)]
pub(crate) struct Composer<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) keys: &'a Keyring,
    pub(crate) desk: &'a Desk,
    pub(crate) now: Timestamp,
}

impl Composer<'_> {
    fn links(&self) -> Links<'_> {
        Links::new(&self.desk.id)
    }

    /// The keys that links are signed with.
    fn signer(&self) -> Signer<'_> {
        Signer {
            keys: self.keys,
            now: self.now,
        }
    }

    /// Makes a whole address of a path: links in mails need one.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.site)
    }
}

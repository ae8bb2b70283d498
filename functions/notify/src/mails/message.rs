//! The MIME message of a mail: its headers, a text part and an HTML part.

use super::Composer;
use super::templates::{MailKind, Words};
use super::view::View;
use crate::deliver::DeliveryError;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

/// A mail before it is written as MIME.
#[derive(Debug)]
pub(crate) struct Mail<'a> {
    pub(crate) envelope: Envelope<'a>,
    pub(crate) kind: MailKind,
    pub(crate) view: View<'a>,
}

/// The headers that differ from mail to mail.
#[derive(Debug, Clone)]
pub(crate) struct Envelope<'a> {
    pub(crate) to: Address<'a>,
    pub(crate) message_id: String,
    /// The ID that all mails of the thread refer to.
    pub(crate) thread: Option<String>,
    /// True if the mail follows the first one of its thread.
    pub(crate) follows: bool,
    pub(crate) reply_to: Option<String>,
    pub(crate) auto_submitted: &'static str,
}

impl Mail<'_> {
    /// Renders the templates of the mail's kind. The subject is changed so that it holds no encoded
    /// word (RFC 2047). Mail programs would decode one, with its line breaks.
    pub(crate) fn words(&self) -> Result<Words, DeliveryError> {
        let mut words = (self.kind.render(&self.view))
            .map_err(|error| DeliveryError::Compose(error.to_string()))?;
        words.subject = words.subject.replace("=?", "= ?");
        Ok(words)
    }

    /// Writes the mail as a MIME message.
    pub(crate) fn to_mime(&self, composer: &Composer<'_>) -> Result<Vec<u8>, DeliveryError> {
        let (envelope, language) = (&self.envelope, self.view.language);
        let words = self.words()?;
        let mut message = MessageBuilder::new()
            .from((
                composer.desk.name.in_language(language),
                composer.settings.sender.as_str(),
            ))
            .to(envelope.to.clone())
            .subject(words.subject)
            .date(composer.now.as_second())
            .message_id(envelope.message_id.as_str())
            .header("Auto-Submitted", Raw::new(envelope.auto_submitted))
            .header("X-Auto-Response-Suppress", Raw::new("All"))
            .header("Content-Language", Raw::new(language.as_str()))
            .text_body(words.text)
            .html_body(words.html);
        if let Some(thread) = &envelope.thread {
            // One reference is enough to join the thread, and the list never grows. The first mail
            // has it too, since SES replaces its message ID.
            message = message.references(thread.as_str());
            if envelope.follows {
                message = message.in_reply_to(thread.as_str());
            }
        }
        if let Some(reply_to) = &envelope.reply_to {
            message = message.reply_to(reply_to.as_str());
        }
        message
            .write_to_vec()
            .map_err(|error| DeliveryError::Compose(error.to_string()))
    }
}

//! The MIME message of a mail: its headers, a text part and an HTML part.

use super::Composer;
use super::header;
use super::templates::{MailKind, Words};
use super::view::View;
use crate::deliver::DeliveryError;
use docket_domain::EmailAddress;
use mail_builder::MessageBuilder;
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
    /// The name of the person who gets it, if it is known.
    pub(crate) name: Option<&'a str>,
    pub(crate) to: &'a EmailAddress,
    pub(crate) message_id: String,
    /// The ID that all mails of the thread refer to.
    pub(crate) thread: Option<String>,
    /// True if the mail follows the first one of its thread.
    pub(crate) follows: bool,
    pub(crate) reply_to: Option<String>,
    /// The address at which the receiver chooses to get no more such mails.
    pub(crate) unsubscribe: Option<String>,
    /// The value of `Auto-Submitted` (RFC 3834). `None` for what a person of the desk wrote.
    pub(crate) auto_submitted: Option<&'static str>,
    /// True for what calls somebody, whose telephone may be quiet for all else.
    pub(crate) is_urgent: bool,
}

impl Mail<'_> {
    /// Renders the templates of the mail's kind.
    pub(crate) fn words(&self) -> Result<Words, DeliveryError> {
        let words = self.kind.render(&self.view);
        words.map_err(|error| DeliveryError::Compose(error.to_string()))
    }

    /// Writes the mail as a MIME message.
    pub(crate) fn to_mime(&self, composer: &Composer<'_>) -> Result<Vec<u8>, DeliveryError> {
        let (envelope, language) = (&self.envelope, self.view.language);
        let words = self.words()?;
        let desk = composer.desk.name.in_language(language);
        let mut message = MessageBuilder::new()
            .header("From", mailbox(Some(desk), &composer.settings.sender))
            .header("To", mailbox(envelope.name, envelope.to))
            .header("Subject", Raw::new(header::text(&words.subject)))
            .date(composer.now.as_second())
            .message_id(envelope.message_id.as_str())
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
        if let Some(auto_submitted) = envelope.auto_submitted {
            message = message.header("Auto-Submitted", Raw::new(auto_submitted));
        }
        if envelope.is_urgent {
            message = message.header("Importance", Raw::new("high"));
            message = message.header("X-Priority", Raw::new("1"));
        }
        if let Some(address) = &envelope.unsubscribe {
            let address = format!("<{address}>");
            message = message.header("List-Unsubscribe", Raw::new(address));
        }
        if let Some(reply_to) = &envelope.reply_to {
            message = message.reply_to(reply_to.as_str());
        }
        message
            .write_to_vec()
            .map_err(|error| DeliveryError::Compose(error.to_string()))
    }
}

/// Writes an address with its name.
fn mailbox(name: Option<&str>, address: &EmailAddress) -> Raw<'static> {
    let name = name.map(header::phrase).filter(|name| !name.is_empty());
    Raw::new(match name {
        Some(name) => format!("{name} <{address}>"),
        None => format!("<{address}>"),
    })
}

//! A mail as JSON and on the page.

use mail_parser::{Address, DateTime, MessageParser, MessagePart, MimeHeaders};
use serde::Serialize;
use std::collections::BTreeMap;

/// A mail, as a person's mail program would show it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    /// All headers by their names, with decoded values.
    pub(crate) headers: BTreeMap<String, String>,
    /// The time at which it was sent, by the stack's clock.
    pub(crate) at: String,
    /// The media types of its parts.
    pub(crate) parts: Vec<String>,
}

impl Mail {
    /// Reads a MIME message. Missing parts are empty.
    pub(super) fn read(raw: &[u8]) -> Self {
        let message = MessageParser::default().parse(raw).unwrap_or_default();
        let header = |name: &str| {
            let value = message.header_raw(name).unwrap_or_default();
            value.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let from = message.from().and_then(|addresses| addresses.first());
        let from_name = from.and_then(|address| address.name());
        Self {
            to: first_address(message.to()),
            from: match from_name {
                Some(name) => format!("{name} <{}>", first_address(message.from())),
                None => first_address(message.from()),
            },
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            headers: message
                .headers()
                .iter()
                .map(|known| (known.name().to_owned(), header(known.name())))
                .collect(),
            at: message.date().map(DateTime::to_rfc3339).unwrap_or_default(),
            parts: message.parts.iter().filter_map(media_type).collect(),
        }
    }
}

fn first_address(addresses: Option<&Address<'_>>) -> String {
    let first = addresses.and_then(|addresses| addresses.first());
    let address = first.and_then(|address| address.address());
    address.unwrap_or_default().to_owned()
}

fn media_type(part: &MessagePart<'_>) -> Option<String> {
    let kind = part.content_type()?;
    let subtype = kind.subtype().unwrap_or_default();
    Some(format!("{}/{subtype}", kind.ctype()))
}

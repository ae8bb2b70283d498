//! The stand-in for SES. It supports the two actions that Docket uses, in the query protocol.

use super::flights::{Begun, Flights};
use super::folder::Mailbox;
use super::mail_server::{Handed, MailServer};
use super::reports::{report, returned};
use crate::database::Answered;
use crate::query::{Query, failed};
use crate::triggers::EventBus;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::io;
use std::time::Instant;

/// The action that sends a mail.
pub const SEND: &str = "SendRawEmail";

/// The action that tells how many mails SES takes.
const QUOTA: &str = "GetSendQuota";

/// The stand-in. Copies share the mailbox.
#[derive(Debug, Clone)]
pub(crate) struct Ses {
    mailbox: Mailbox,
    /// The number of mails that it takes in a second, as it tells.
    rate: u32,
    /// The mail server that takes the mails in place of the mailbox.
    mail_server: Option<MailServer>,
    /// The mails on their way to it.
    flights: Flights,
    /// The bus on which it tells what became of them. What is on its way there when the process ends is not told.
    bus: Option<EventBus>,
}

/// Returns the value of the tag with this name.
fn tag<'q>(query: &'q Query, name: &str) -> Option<&'q str> {
    let place = (1..=50).find(|place| query.get(&format!("Tags.member.{place}.Name")) == name)?;
    Some(query.get(&format!("Tags.member.{place}.Value")))
}

/// Returns a mail's name from its tag `notice`, and its message.
fn named_message(query: &Query) -> io::Result<(&str, Vec<u8>)> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
    if query.get("Action") != SEND {
        return Err(wrong(
            "this stand-in for SES sends raw mails and tells its rate, and does nothing else",
        ));
    }
    if query.get("ConfigurationSetName").is_empty() {
        return Err(wrong("the mail names no configuration set"));
    }
    let name = tag(query, "notice")
        .filter(|name| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            !name.is_empty() && name.chars().all(plain)
        })
        .ok_or_else(|| wrong("the mail has no usable tag `notice`"))?;
    if query.get("Destinations.member.1").is_empty() {
        return Err(wrong("the mail goes to nobody"));
    }
    let message = STANDARD
        .decode(query.get("RawMessage.Data"))
        .map_err(|_| wrong("the mail is not base64"))?;
    Ok((name, message))
}

impl Ses {
    /// Makes the stand-in.
    pub(crate) fn new(
        mailbox: Mailbox,
        rate: u32,
        mail_server: Option<MailServer>,
        bus: Option<EventBus>,
    ) -> Self {
        Self {
            mailbox,
            rate,
            mail_server,
            flights: Flights::default(),
            bus,
        }
    }

    /// Answers a request. Returns `None` where nobody knows whether the mail server took the mail.
    pub(crate) fn answer(&self, body: &[u8]) -> Option<Answered> {
        let query = Query::read(body);
        let (status, body) = match query.get("Action") == QUOTA {
            true => (200, quota(self.rate)),
            false => match named_message(&query) {
                Ok((name, message)) => self.take(name, &message, &query)?,
                Err(error) => (400, failed("InvalidParameterValue", &error.to_string())),
            },
        };
        let body = body.into_bytes();
        Some(Answered { status, body })
    }

    /// Takes a mail: to the mail server, or into the mailbox.
    fn take(&self, name: &str, message: &[u8], query: &Query) -> Option<(u16, String)> {
        let to = query.get("Destinations.member.1");
        let Some(server) = &self.mail_server else {
            return Some(match self.mailbox.keep(name, message) {
                Ok(()) => {
                    self.tell(name, to, query, report);
                    (200, sent(name))
                }
                Err(error) => {
                    tracing::error!(%error, "a mail could not be kept");
                    (500, failed("InternalFailure", "the mail could not be kept"))
                }
            });
        };
        match self.flights.begin(name) {
            Begun::Go => {}
            Begun::Taken => return Some((200, sent(name))),
            Begun::UnderWay => {
                return Some((
                    400,
                    failed("Throttling", "the mail server has not answered yet"),
                ));
            }
        }
        let begun = Instant::now();
        let handed = server.hand_over(query.get("Source"), to, message);
        let is_taken = matches!(handed, Handed::Taken | Handed::NoSuchAddress(_));
        self.flights.end(name, is_taken, begun.elapsed());
        // What the server says may name the address, so it stays out of the log, and of the answer.
        Some(match handed {
            Handed::Taken => (200, sent(name)),
            // As SES, which learns it a moment later.
            Handed::NoSuchAddress(said) => {
                let bounced = |name: &str, to: &str, set: &str| returned(name, to, set, &said);
                self.tell(name, to, query, bounced);
                (200, sent(name))
            }
            Handed::Refused => (400, failed("MessageRejected", "the mail server refused it")),
            Handed::NotNow => (
                400,
                failed("Throttling", "the mail server takes no mail now"),
            ),
            Handed::Unknown => return None,
        })
    }

    fn tell(
        &self,
        name: &str,
        to: &str,
        query: &Query,
        report: impl FnOnce(&str, &str, &str) -> Value,
    ) {
        if let Some(bus) = &self.bus {
            bus.put(&report(name, to, query.get("ConfigurationSetName")));
        }
    }
}

fn quota(rate: u32) -> String {
    format!(
        "<GetSendQuotaResponse><GetSendQuotaResult><MaxSendRate>{rate}</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>"
    )
}

fn sent(name: &str) -> String {
    format!(
        "<SendRawEmailResponse><SendRawEmailResult><MessageId>{name}</MessageId></SendRawEmailResult></SendRawEmailResponse>"
    )
}

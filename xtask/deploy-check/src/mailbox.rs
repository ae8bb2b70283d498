//! The mails that the emulator's SES was given.

use crate::wait::eventually;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;
use xtask_client::{Ask, link_token, send};

/// The attempts to find a mail, and the pause in between.
const ATTEMPTS: usize = 120;
const PAUSE: Duration = Duration::from_millis(250);
/// The time without a mail that counts as quiet. The emulator reads the stream more than once a second.
const QUIET: Duration = Duration::from_secs(3);

/// A mail.
pub(crate) struct Mail {
    to: String,
    subject: String,
    /// The plain text.
    pub(crate) text: String,
}

impl Mail {
    /// Returns `true` if it went to that address.
    pub(crate) fn is_to(&self, address: &str) -> bool {
        self.to == address
    }

    /// Returns `true` if it has a link to sign in.
    pub(crate) fn has_link(&self) -> bool {
        link_token(&self.text).is_some()
    }

    /// Returns `true` if it is about that ticket, for somebody of the desk.
    pub(crate) fn is_for_staff(&self, ticket: &str) -> bool {
        self.subject.contains(&format!("[{ticket}]")) && self.text.contains("/console/tickets/")
    }

    /// The token of the link in it.
    pub(crate) fn token(&self) -> Result<&str, String> {
        let token = link_token(&self.text);
        token.ok_or_else(|| format!("expected a mail with a link to sign in; got\n{}", self.text))
    }
}

/// All mails.
pub(crate) struct Mailbox {
    address: String,
}

impl Mailbox {
    /// Makes the mailbox of the emulator at that address.
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
        }
    }

    /// Reads all mails, the oldest first.
    pub(crate) async fn all(&self) -> Result<Vec<Mail>, String> {
        let ask = Ask::get("/_ministack/ses/messages");
        let answer = send(ask, &self.address, &self.address).await?;
        let answer = answer.expect(200)?.json()?;
        let accounts = answer.get("messages").and_then(Value::as_object);
        let mails = accounts.into_iter().flat_map(|accounts| accounts.values());
        let mails = mails.filter_map(Value::as_array).flatten();
        let text = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let mails = mails.map(|mail| Mail {
            to: address(&text(mail.pointer("/To/0"))).to_owned(),
            subject: text(mail.get("Subject")),
            text: text(mail.get("BodyText")),
        });
        Ok(mails.collect())
    }

    /// Waits for that many mails to a person, and returns the newest.
    pub(crate) async fn newest(&self, to: &str, count: usize) -> Result<Mail, String> {
        self.newest_of(to, count, |_| true).await
    }

    /// Waits for that many mails to a person of which this is true, and returns the newest of them.
    pub(crate) async fn newest_of(
        &self,
        to: &str,
        count: usize,
        is_meant: impl Fn(&Mail) -> bool,
    ) -> Result<Mail, String> {
        let look = async || {
            let all = self.all().await?;
            let subjects = subjects(&all);
            let is_meant = |mail: &Mail| mail.to == to && is_meant(mail);
            let mut mails: Vec<Mail> = all.into_iter().filter(is_meant).collect();
            let found = mails.len();
            let newest = mails.pop().filter(|_| found >= count);
            newest.ok_or_else(|| unlike(to, count, found, &subjects))
        };
        eventually(ATTEMPTS, PAUSE, look).await
    }

    /// Waits until nothing has come for a while.
    pub(crate) async fn settle(&self) -> Result<(), String> {
        let mut before = self.all().await?.len();
        for _ in 0..ATTEMPTS {
            tokio::time::sleep(QUIET).await;
            let now = self.all().await?.len();
            if now == before {
                return Ok(());
            }
            before = now;
        }
        Err("expected an end of mails; they go on".to_owned())
    }

    /// Checks that each of these people has got exactly that many mails.
    pub(crate) async fn exactly(&self, wanted: &BTreeMap<String, usize>) -> Result<(), String> {
        for (to, count) in wanted {
            self.newest(to, *count).await?;
        }
        self.settle().await?;
        let all = self.all().await?;
        for (to, wanted) in wanted {
            let got = all.iter().filter(|mail| mail.to == *to).count();
            if got != *wanted {
                return Err(unlike(to, *wanted, got, &subjects(&all)));
            }
        }
        Ok(())
    }
}

fn unlike(to: &str, wanted: usize, got: usize, subjects: &str) -> String {
    format!("expected {wanted} mails to {to}; got {got}, among\n{subjects}")
}

/// Takes the address out of a header such as `Requester <talks@example.com>`: the emulator shows what the
/// mail itself says of its receiver.
fn address(header: &str) -> &str {
    let inside = header
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.strip_suffix('>'));
    inside.unwrap_or(header)
}

/// Lists who has got what.
fn subjects(mails: &[Mail]) -> String {
    let lines = mails
        .iter()
        .map(|mail| format!("  {}: {}", mail.to, mail.subject));
    lines.collect::<Vec<_>>().join("\n")
}

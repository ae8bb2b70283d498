//! The mails that the emulator's SES was given.

use super::http::Ask;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often it is looked for a mail, and how long in between.
const ATTEMPTS: usize = 120;
const PAUSE: Duration = Duration::from_millis(250);
/// How long nothing may come any more until it counts as quiet. The emulator reads the stream more than once a second.
const QUIET: Duration = Duration::from_secs(3);

/// A mail.
pub(crate) struct Mail {
    to: String,
    subject: String,
    /// Its text.
    pub(crate) text: String,
}

impl Mail {
    /// The token of the link in it.
    ///
    /// # Errors
    /// When it has none.
    pub(crate) fn token(&self) -> Result<&str, String> {
        let token = self.text.split_once("/sign-in?token=");
        let token = token.and_then(|(_, rest)| rest.split_whitespace().next());
        token.ok_or_else(|| format!("expected a mail with a link to sign in; got\n{}", self.text))
    }
}

/// All mails.
pub(crate) struct Mailbox<'a> {
    address: &'a str,
}

impl<'a> Mailbox<'a> {
    /// That of the emulator at that address.
    pub(crate) fn new(address: &'a str) -> Self {
        Self { address }
    }

    /// All mails, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) async fn all(&self) -> Result<Vec<Mail>, String> {
        let ask = Ask::get("/_ministack/ses/messages");
        let answer = ask.send(self.address, self.address).await?;
        let answer = answer.expect(200)?.json()?;
        let accounts = answer.get("messages").and_then(Value::as_object);
        let mails = accounts.into_iter().flat_map(|accounts| accounts.values());
        let mails = mails.filter_map(Value::as_array).flatten();
        let text = |value: Option<&Value>| {
            let text = value.and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let mails = mails.map(|mail| Mail {
            to: text(mail.pointer("/To/0")),
            subject: text(mail.get("Subject")),
            text: text(mail.get("BodyText")),
        });
        Ok(mails.collect())
    }

    /// The newest mail to that person, once there are that many to them.
    ///
    /// # Errors
    /// When there are never that many.
    pub(crate) async fn newest(&self, to: &str, count: usize) -> Result<Mail, String> {
        let mut found = 0;
        for _ in 0..ATTEMPTS {
            let mails = self.all().await?.into_iter();
            let mut mails: Vec<Mail> = mails.filter(|mail| mail.to == to).collect();
            found = mails.len();
            if found >= count
                && let Some(mail) = mails.pop()
            {
                return Ok(mail);
            }
            tokio::time::sleep(PAUSE).await;
        }
        let all = self.said().await?;
        Err(format!(
            "expected {count} mails to {to}; got {found}, among\n{all}"
        ))
    }

    /// Waits until nothing has come for a while.
    ///
    /// # Errors
    /// When that never is.
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

    /// That each of these people has got exactly that many mails.
    ///
    /// # Errors
    /// When somebody has got another number.
    pub(crate) async fn exactly(&self, wanted: &BTreeMap<String, usize>) -> Result<(), String> {
        for (to, count) in wanted {
            self.newest(to, *count).await?;
        }
        self.settle().await?;
        let mut got = BTreeMap::new();
        for mail in self.all().await? {
            *got.entry(mail.to).or_insert(0) += 1;
        }
        for (to, wanted) in wanted {
            let got = got.get(to).copied().unwrap_or_default();
            if got != *wanted {
                let all = self.said().await?;
                return Err(format!(
                    "expected {wanted} mails to {to}; got {got}, among\n{all}"
                ));
            }
        }
        Ok(())
    }

    async fn said(&self) -> Result<String, String> {
        let mails = self.all().await?.into_iter();
        let lines: Vec<String> = mails
            .map(|mail| format!("  {}: {}", mail.to, mail.subject))
            .collect();
        Ok(lines.join("\n"))
    }
}

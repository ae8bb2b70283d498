//! The deployed stack and all who meet it, as each check is given them.

use crate::bucket::Bucket;
use crate::mailbox::Mailbox;
use crate::requests;
use crate::site::Site;
use crate::stack::Stack;
use serde_json::json;
use std::collections::BTreeMap;
use xtask_client::{Ask, Ticket};

/// The number of mails that each person should have got.
pub(crate) type Mails = BTreeMap<String, usize>;

/// The deployed stack under check.
pub(crate) struct Check {
    pub(crate) stack: Stack,
    pub(crate) site: Site,
    pub(crate) bucket: Bucket,
    pub(crate) mailbox: Mailbox,
    pub(crate) mails: Mails,
}

impl Check {
    /// Begins the check of that stack, which has sent no mail yet.
    pub(crate) async fn of(stack: Stack) -> Result<Self, String> {
        Ok(Self {
            site: Site::of(&stack)?,
            bucket: Bucket::of(&stack).await?,
            mailbox: Mailbox::new(&stack.aws.address),
            mails: Mails::new(),
            stack,
        })
    }
    /// Opens a ticket as a program does, of which its requester gets a mail.
    pub(crate) async fn open(
        &mut self,
        desk: &'static str,
        topic: &str,
        email: &str,
    ) -> Result<Ticket, String> {
        let request = requests::request(desk, topic, email);
        let ticket = self.site.open(desk, &request).await?;
        *self.mails.entry(email.to_owned()).or_default() += 1;
        Ok(ticket)
    }

    /// Returns the ticket as the receiver of its mails has it, who got as many as are noted.
    pub(crate) async fn mailed(&self, ticket: &Ticket, email: &str) -> Result<Ticket, String> {
        let count = self.mails.get(email).copied().unwrap_or(1);
        let mail = self.mailbox.newest(email, count).await?;
        let page = format!("/{}/tickets/{}?key=", ticket.desk, ticket.id);
        let link = mail.text.split_once(&page).map(|(_, rest)| rest);
        let key = link.and_then(|rest| rest.split_whitespace().next());
        let key = key.ok_or_else(|| format!("expected a mail with {page}; got\n{}", mail.text))?;
        Ticket::of_page(ticket.desk, &format!("{page}{key}"))
            .ok_or_else(|| format!("expected a key; got {key}"))
    }

    /// Opens a ticket whose requester confirms the address. Returns it as they have it.
    pub(crate) async fn open_confirmed(
        &mut self,
        desk: &'static str,
        topic: &str,
        email: &str,
    ) -> Result<Ticket, String> {
        let opened = self.open(desk, topic, email).await?;
        let ticket = self.mailed(&opened, email).await?;
        let confirm = Ask::post(ticket.api("/confirm")).json(&json!({}));
        self.site.send(confirm).await?.expect(200)?;
        Ok(ticket)
    }
}

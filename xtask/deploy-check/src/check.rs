//! The deployed stack and all who meet it, as each check is given them.

use crate::bucket::Bucket;
use crate::mailbox::Mailbox;
use crate::requests;
use crate::site::Site;
use crate::stack::Stack;
use std::collections::BTreeMap;
use xtask_client::Ticket;

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
}

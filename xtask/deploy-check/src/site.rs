//! The deployed stack as its clients reach it: over HTTP, through its API gateway.

use crate::environment::REGION;
use crate::mailbox::{Mail, Mailbox};
use crate::stack::Stack;
use serde_json::Value;
use xtask_client::{AGENT, Answer, Ask, Ticket, ask_for_link, begin_session, opening, send};

/// The stack's address.
pub(crate) struct Site {
    /// The address of the emulator, which goes by the host that it is called.
    address: String,
    host: String,
    /// The address in mails.
    public: String,
}

impl Site {
    /// Finds the address of that stack.
    pub(crate) fn of(stack: &Stack) -> Result<Self, String> {
        let api = stack.physical("Api")?;
        let address = &stack.aws.address;
        let port = address.rsplit(':').next().unwrap_or_default();
        Ok(Self {
            address: address.clone(),
            host: format!("{api}.execute-api.localhost:{port}"),
            public: format!("https://{api}.execute-api.{REGION}.amazonaws.com"),
        })
    }

    /// Returns the path of an address of it, as it was called; none when it is another one's.
    pub(crate) fn path<'l>(&self, address: &'l str) -> Option<&'l str> {
        address.strip_prefix("https://")?.strip_prefix(&self.host)
    }

    /// Sends a request.
    pub(crate) async fn send(&self, ask: Ask) -> Result<Answer, String> {
        send(ask, &self.address, &self.host).await
    }

    /// Opens a ticket, as a program does.
    pub(crate) async fn open(&self, desk: &'static str, body: &Value) -> Result<Ticket, String> {
        let answer = self.send(opening(desk, body)).await?;
        Ticket::opened(desk, &answer.expect(201)?)
    }

    /// Returns the ticket's link, as it is in mails to its requester.
    pub(crate) fn link(&self, ticket: &Ticket) -> String {
        format!("{}{}", self.public, ticket.page())
    }

    /// Reads the ticket as its requester.
    pub(crate) async fn read(&self, ticket: &Ticket) -> Result<Answer, String> {
        self.send(ticket.read()).await?.expect(200)
    }

    /// Reads the ticket's status as its requester.
    pub(crate) async fn status(&self, ticket: &Ticket) -> Result<String, String> {
        self.read(ticket).await?.text_at("/status/id")
    }

    /// Signs an agent of the desk in, by the link that they are mailed. Returns the access token.
    pub(crate) async fn sign_in(&self, desk: &str, mailbox: &Mailbox) -> Result<String, String> {
        let email = format!("{AGENT}@{desk}.example.com");
        self.sign_in_as(desk, &email, mailbox).await
    }

    /// Signs anybody in whom the desk knows, by the link that they are mailed. Returns the access token.
    pub(crate) async fn sign_in_as(
        &self,
        desk: &str,
        email: &str,
        mailbox: &Mailbox,
    ) -> Result<String, String> {
        let all = mailbox.all().await?;
        let is_link = |mail: &&Mail| mail.is_to(email) && mail.has_link();
        let before = all.iter().filter(is_link).count();
        self.send(ask_for_link(desk, email)).await?.expect(202)?;
        let mail = mailbox.newest_of(email, before + 1, Mail::has_link);
        let mail = mail.await?;
        let session = self.send(begin_session(desk, mail.token()?)).await?;
        session.expect(201)?.text_at("/access_token")
    }
}

//! The deployed stack as its clients reach it: over HTTP, through its API gateway.

use super::environment::REGION;
use super::http::{Answer, Ask};
use super::mailbox::Mailbox;
use super::stack::Stack;
use serde_json::{Value, json};

/// The stack's address.
pub(crate) struct Site {
    /// The address of the emulator, which goes by the host that it is called.
    address: String,
    host: String,
    /// What mails call it.
    public: String,
}

/// A ticket that was opened, with its requester's key.
pub(crate) struct Ticket {
    /// Its desk.
    pub(crate) desk: &'static str,
    /// Its ID.
    pub(crate) id: String,
    key: String,
}

/// Somebody of a desk who is signed in.
pub(crate) struct Agent {
    bearer: String,
}

impl Site {
    /// The address of that stack.
    ///
    /// # Errors
    /// When it has none.
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

    /// The path of an address of it, as it was called; none when it is another one's.
    pub(crate) fn path<'l>(&self, address: &'l str) -> Option<&'l str> {
        address.strip_prefix("https://")?.strip_prefix(&self.host)
    }

    /// Asks.
    ///
    /// # Errors
    /// When there is no answer.
    pub(crate) async fn send(&self, ask: Ask) -> Result<Answer, String> {
        ask.send(&self.address, &self.host).await
    }

    /// Opens a ticket, as a program does.
    ///
    /// # Errors
    /// When it is refused.
    pub(crate) async fn open(&self, desk: &'static str, body: &Value) -> Result<Ticket, String> {
        let ask = Ask::post(format!("/api/desks/{desk}/tickets")).json(body);
        Ticket::read(desk, &self.send(ask).await?.expect(201)?)
    }

    /// The ticket's link, as it is in mails to its requester.
    pub(crate) fn link(&self, ticket: &Ticket) -> String {
        format!("{}{}", self.public, ticket.page())
    }

    /// The ticket, as its requester sees it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) async fn read(&self, ticket: &Ticket) -> Result<Answer, String> {
        self.send(Ask::get(ticket.api(""))).await?.expect(200)
    }

    /// The ticket's status, as its requester sees it.
    ///
    /// # Errors
    /// When the ticket cannot be read.
    pub(crate) async fn status(&self, ticket: &Ticket) -> Result<String, String> {
        self.read(ticket).await?.text_at("/status/id")
    }

    /// Signs an agent of the desk in, by the link that they are mailed.
    ///
    /// # Errors
    /// When no link comes, or it does not work.
    pub(crate) async fn sign_in(&self, desk: &str, mailbox: &Mailbox<'_>) -> Result<Agent, String> {
        let email = format!("agent-1@{desk}.example.com");
        let ask = Ask::post(format!("/api/desks/{desk}/sign-in"));
        let ask = ask.json(&json!({ "email": email }));
        self.send(ask).await?.expect(202)?;
        let mail = mailbox.newest(&email, 1).await?;
        let ask = Ask::post(format!("/api/desks/{desk}/session"));
        let ask = ask.json(&json!({ "token": mail.token()? }));
        let session = self.send(ask).await?.expect(201)?;
        Ok(Agent {
            bearer: format!("Bearer {}", session.text_at("/access_token")?),
        })
    }
}

impl Ticket {
    /// The ticket in an answer to whoever opened it.
    ///
    /// # Errors
    /// When the answer has none.
    pub(crate) fn read(desk: &'static str, answer: &Answer) -> Result<Self, String> {
        Ok(Self {
            desk,
            id: answer.text_at("/id")?,
            key: answer.text_at("/key")?,
        })
    }

    /// The ticket of that page, such as `/spotme/tickets/SM-7?key=…`.
    pub(crate) fn of_page(desk: &'static str, page: &str) -> Option<Self> {
        let (path, key) = page.split_once("?key=")?;
        Some(Self {
            desk,
            id: path.strip_prefix(&format!("/{desk}/tickets/"))?.to_owned(),
            key: key.to_owned(),
        })
    }

    /// Its address in the API, for its requester; `end` goes on from there.
    pub(crate) fn api(&self, end: &str) -> String {
        let Self { desk, id, key } = self;
        format!("/api/desks/{desk}/tickets/{id}{end}?key={key}")
    }

    /// Its page, for its requester.
    pub(crate) fn page(&self) -> String {
        let Self { desk, id, key } = self;
        format!("/{desk}/tickets/{id}?key={key}")
    }
}

impl Agent {
    /// To do that to a ticket; `end` goes on from its address in the API.
    pub(crate) fn post(&self, ticket: &Ticket, end: &str, body: &Value) -> Ask {
        let Ticket { desk, id, .. } = ticket;
        Ask::post(format!("/api/desks/{desk}/tickets/{id}{end}"))
            .header("authorization", self.bearer.as_str())
            .json(body)
    }
}

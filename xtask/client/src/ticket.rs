//! A ticket, and what people ask of it.

use crate::answer::Answer;
use crate::ask::Ask;
use crate::file::File;
use hyper::Method;
use serde_json::{Value, json};

/// A ticket that was opened, with its requester's key.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The desk.
    pub desk: &'static str,
    /// The ID.
    pub id: String,
    key: String,
}

/// Makes the request that opens a ticket at that desk.
pub fn opening(desk: &str, form: &Value) -> Ask {
    Ask::post(format!("/api/desks/{desk}/tickets")).json(form)
}

impl Ticket {
    /// Reads the ticket in the answer to whoever opened it.
    pub fn opened(desk: &'static str, answer: &Answer) -> Result<Self, String> {
        Ok(Self {
            desk,
            id: answer.text_at("/id")?,
            key: answer.text_at("/key")?,
        })
    }

    /// Reads the ticket in the address of its page, such as `/spotme/tickets/SM-7?key=…`.
    pub fn of_page(desk: &'static str, page: &str) -> Option<Self> {
        let (path, query) = page.split_once("?key=")?;
        // After a change, the address has the version as well.
        let (key, _) = query.split_once('&').unwrap_or((query, ""));
        Some(Self {
            desk,
            id: path.strip_prefix(&format!("/{desk}/tickets/"))?.to_owned(),
            key: key.to_owned(),
        })
    }

    /// Returns the path in the API for the requester; `end` goes on from the ticket's own.
    pub fn api(&self, end: &str) -> String {
        let Self { desk, id, key } = self;
        format!("/api/desks/{desk}/tickets/{id}{end}?key={key}")
    }

    /// Returns the path of the requester's page.
    pub fn page(&self) -> String {
        let Self { desk, id, key } = self;
        format!("/{desk}/tickets/{id}?key={key}")
    }

    /// Returns the path of a file for the requester; `end` goes on from there.
    pub fn file(&self, id: &str, end: &str) -> String {
        self.api(&format!("/attachments/{id}{end}"))
    }

    /// Makes the requester's request to read the ticket.
    pub fn read(&self) -> Ask {
        Ask::get(self.api(""))
    }

    /// Makes the requester's request to read the events before that one, at most so many.
    pub fn older(&self, cursor: &str, limit: usize) -> Ask {
        let timeline = self.api("/timeline");
        Ask::get(format!("{timeline}&cursor={cursor}&limit={limit}"))
    }

    /// Makes the requester's request to add a comment.
    pub fn comment(&self, text: &str) -> Ask {
        Ask::post(self.api("/comments")).json(&json!({ "body": text }))
    }

    /// Makes the requester's request to announce a file.
    pub fn announce(&self, file: &File) -> Ask {
        Ask::post(self.api("/attachments")).json(&file.announcement)
    }

    /// Makes the requester's request to be led to a file.
    pub fn download(&self, file: &str) -> Ask {
        Ask::get(self.file(file, ""))
    }

    /// Makes the requester's request to give up a file that is on its way.
    pub fn cancel(&self, file: &str) -> Ask {
        Ask::new(Method::DELETE, self.file(file, ""))
    }

    /// Makes an agent's request to move the ticket to that status.
    pub fn change_to(&self, status: &str, token: &str) -> Ask {
        self.by_agent("/status", &json!({ "status": status }), token)
    }

    /// Makes the request of whoever holds that access token; `end` goes on from the ticket's own path.
    pub fn by_agent(&self, end: &str, body: &Value, token: &str) -> Ask {
        let Self { desk, id, .. } = self;
        let ask = Ask::post(format!("/api/desks/{desk}/tickets/{id}{end}"));
        ask.json(body).bearer(token)
    }
}

//! An answer.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

/// The most of an unexpected answer that is shown: a problem is shorter, and a page need not be shown whole.
const SHOWN: usize = 1_500;

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// The request, for messages.
    pub(crate) name: String,
    /// The status.
    pub status: u16,
    pub(crate) headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// Returns this answer if it has that status.
    pub fn expect(self, status: u16) -> Result<Self, String> {
        if self.status == status {
            return Ok(self);
        }
        Err(self.unlike(&format!("status {status}")))
    }

    /// Returns a header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON.
    pub fn json(&self) -> Result<Value, String> {
        serde_json::from_slice(&self.body).map_err(|_| self.unlike("JSON"))
    }

    /// Returns a text in the JSON of the body, by its pointer, such as `/status/id`.
    pub fn text_at(&self, pointer: &str) -> Result<String, String> {
        let found = self
            .json()?
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned);
        found.ok_or_else(|| self.unlike(&format!("a text at `{pointer}`")))
    }

    /// Says that something else was expected, and what came.
    pub fn unlike(&self, expected: &str) -> String {
        let Self { name, status, .. } = self;
        let kind = self.header(CONTENT_TYPE.as_str());
        let text: String = self.text().chars().take(SHOWN).collect();
        format!("{name}: expected {expected}; got status {status}, `{kind}`:\n{text}")
    }
}

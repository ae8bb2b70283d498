//! One request and its answer: HTTP/1.1, each on a connection of its own.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take: a function that has not run yet has to be started first.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much of an answer is shown that is not as expected: a problem is shorter, and a page need not be shown whole.
const SHOWN: usize = 1_500;

/// What is asked.
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Ask {
    /// That, without a body.
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// To read what is there.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// To have something done.
    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// With that header.
    pub(crate) fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With that body.
    pub(crate) fn body(self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.header(CONTENT_TYPE.as_str(), content_type).bytes(body)
    }

    /// With those bytes, whose type is told already or is nobody's business.
    pub(crate) fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// With that JSON.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With that form.
    pub(crate) fn form<'f>(self, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.body("application/x-www-form-urlencoded", form.finish())
    }

    /// Asks the program at that address, such as `127.0.0.1:4566`, under the name of that host.
    ///
    /// # Errors
    /// When there is no answer in time.
    pub(crate) async fn send(self, address: &str, host: &str) -> Result<Answer, String> {
        // Without the key or token that may be in its query.
        let path = self.path.split('?').next().unwrap_or_default();
        let name = format!("{} {path}", self.method);
        match timeout(PATIENCE, self.exchange(&name, address, host)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(format!("{name}: {error}")),
            Err(_) => Err(format!("{name}: no answer within {PATIENCE:?}")),
        }
    }

    async fn exchange(
        self,
        name: &str,
        address: &str,
        host: &str,
    ) -> Result<Answer, Box<dyn std::error::Error>> {
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
        // Whatever goes wrong on the connection is told to the request that waits for its answer.
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(self.method)
            .uri(self.path)
            .header(HOST, host);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let response = sender
            .send_request(request.body(Full::new(self.body))?)
            .await?;
        Ok(Answer {
            name: name.to_owned(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.into_body().collect().await?.to_bytes(),
        })
    }
}

/// What came.
pub(crate) struct Answer {
    name: String,
    /// The status.
    pub(crate) status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// This answer, if it has that status.
    ///
    /// # Errors
    /// When it has another one.
    pub(crate) fn expect(self, status: u16) -> Result<Self, String> {
        if self.status == status {
            return Ok(self);
        }
        Err(self.unlike(&format!("status {status}")))
    }

    /// A header; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as it is.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn json(&self) -> Result<Value, String> {
        serde_json::from_slice(&self.body).map_err(|_| self.unlike("JSON"))
    }

    /// A text in the JSON of the body, by its pointer, such as `/status/id`.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn text_at(&self, pointer: &str) -> Result<String, String> {
        let found = self
            .json()?
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned);
        found.ok_or_else(|| self.unlike(&format!("a text at `{pointer}`")))
    }

    /// What to say when something else was expected.
    pub(crate) fn unlike(&self, expected: &str) -> String {
        let Self { name, status, .. } = self;
        let kind = self.header(CONTENT_TYPE.as_str());
        let text: String = self.text().chars().take(SHOWN).collect();
        format!("{name}: expected {expected}; got status {status}, `{kind}`:\n{text}")
    }
}

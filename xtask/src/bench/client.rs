//! One connection to the program that is measured: HTTP/1.1, kept alive.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take where the answer waits until all mails have been sent.
const LONG_PATIENCE: Duration = Duration::from_secs(60 * 60);

/// What is asked.
pub(crate) struct Ask {
    method: Method,
    path: String,
    bearer: Option<String>,
    body: Bytes,
    patience: Duration,
}

impl Ask {
    /// To read what is there.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            bearer: None,
            body: Bytes::new(),
            patience: PATIENCE,
        }
    }

    /// To have something done.
    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self {
            method: Method::POST,
            body: body.to_string().into(),
            ..Self::get(path)
        }
    }

    /// As whom.
    pub(crate) fn bearer(mut self, token: &str) -> Self {
        self.bearer = Some(format!("Bearer {token}"));
        self
    }

    /// Knowing that the answer waits until all mails have been sent.
    pub(crate) fn patiently(mut self) -> Self {
        self.patience = LONG_PATIENCE;
        self
    }

    /// What it is called in messages: without the key that may be in its query.
    fn name(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        format!("{} {path}", self.method)
    }
}

/// The connection.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    /// Connects to that address, such as `127.0.0.1:8080`.
    ///
    /// # Errors
    /// When nobody answers there.
    pub(crate) async fn connect(host: &str) -> Result<Self, String> {
        let failed = |error: &dyn std::error::Error| format!("cannot connect to {host}: {error}");
        let stream = TcpStream::connect(host)
            .await
            .map_err(|error| failed(&error))?;
        stream.set_nodelay(true).map_err(|error| failed(&error))?;
        let (sender, connection) = handshake(TokioIo::new(stream))
            .await
            .map_err(|error| failed(&error))?;
        // Whatever goes wrong on the connection is told to the request that waits for its answer.
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: host.to_owned(),
        })
    }

    /// Asks, and returns the body of the answer.
    ///
    /// # Errors
    /// When there is no answer in time, or one with another status.
    pub(crate) async fn send(&mut self, ask: Ask, status: u16) -> Result<Bytes, String> {
        let name = ask.name();
        let patience = ask.patience;
        let answered = timeout(patience, self.exchange(ask)).await;
        let (found, body) = match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Err(format!("{name}: {error}")),
            Err(_) => return Err(format!("{name}: no answer within {patience:?}")),
        };
        if found != status {
            let body = String::from_utf8_lossy(&body);
            return Err(format!("{name}: answered {found}, not {status}: {body}"));
        }
        Ok(body)
    }

    /// Asks, and returns the JSON of the answer.
    ///
    /// # Errors
    /// As [`Self::send`], or when the answer is not JSON.
    pub(crate) async fn json(&mut self, ask: Ask, status: u16) -> Result<Value, String> {
        let name = ask.name();
        let body = self.send(ask, status).await?;
        serde_json::from_slice(&body).map_err(|error| format!("{name}: not JSON: {error}"))
    }

    async fn exchange(&mut self, ask: Ask) -> Result<(u16, Bytes), String> {
        let mut request = Request::builder()
            .method(ask.method)
            .uri(ask.path)
            .header(HOST, &self.host);
        if let Some(bearer) = ask.bearer {
            request = request.header(AUTHORIZATION, bearer);
        }
        if !ask.body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let request = request
            .body(Full::new(ask.body))
            .map_err(|error| error.to_string())?;
        self.sender
            .ready()
            .await
            .map_err(|error| error.to_string())?;
        let response = self
            .sender
            .send_request(request)
            .await
            .map_err(|error| error.to_string())?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await;
        Ok((status, body.map_err(|error| error.to_string())?.to_bytes()))
    }
}

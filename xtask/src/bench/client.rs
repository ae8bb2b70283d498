//! One connection to the program that is measured: HTTP/1.1, kept alive.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
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
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    patience: Duration,
}

impl Ask {
    /// To read what is there.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            headers: Vec::new(),
            body: Bytes::new(),
            patience: PATIENCE,
        }
    }

    /// To have something done.
    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self {
            method: Method::POST,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into(),
            ..Self::get(path)
        }
    }

    /// To have what is there removed.
    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self {
            method: Method::DELETE,
            ..Self::get(path)
        }
    }

    /// To have that content taken, with those headers and no others.
    pub(crate) fn put(path: &str, headers: &[(String, String)], body: Bytes) -> Self {
        Self {
            method: Method::PUT,
            headers: headers.into(),
            body,
            ..Self::get(path)
        }
    }

    /// To have that operation carried out by the table itself.
    pub(crate) fn table(operation: &str, body: &Value) -> Self {
        // The embedded table wants a signature, and does not look at it.
        let signature = "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none";
        let headers = [
            ("authorization", signature),
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-date", "20260101T000000Z"),
            ("x-amz-target", &format!("DynamoDB_20120810.{operation}")),
        ];
        Self {
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..Self::post("/", body)
        }
    }

    /// As whom.
    pub(crate) fn bearer(mut self, token: &str) -> Self {
        self.headers
            .push(("authorization".to_owned(), format!("Bearer {token}")));
        self
    }

    /// Once, however often it is sent under that key.
    pub(crate) fn once(mut self, key: &str) -> Self {
        self.headers
            .push(("idempotency-key".to_owned(), key.to_owned()));
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
        for (name, value) in ask.headers {
            request = request.header(name, value);
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

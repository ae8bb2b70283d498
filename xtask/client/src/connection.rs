//! A connection: HTTP/1.1, kept alive.
//!
//! hyper itself and no client on top of it: the load of the benchmark takes its processor time from what is measured.

use crate::answer::Answer;
use crate::ask::Ask;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use std::error::Error;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection to a server.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    /// Connects to that address, such as `127.0.0.1:8080`.
    pub async fn open(address: &str) -> Result<Self, String> {
        Self::open_as(address, address).await
    }

    /// Connects to that address, and calls it by that host.
    async fn open_as(address: &str, host: &str) -> Result<Self, String> {
        let open = async {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            Ok::<_, Box<dyn Error>>(handshake(TokioIo::new(stream)).await?)
        };
        let opened = open.await;
        let (sender, connection) =
            opened.map_err(|error| format!("cannot connect to {address}: {error}"))?;
        // Whatever goes wrong on the connection is told to the request that waits for its answer.
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: host.to_owned(),
        })
    }

    /// Sends a request, and returns its answer if that has that status.
    pub async fn send(&mut self, ask: Ask, status: u16) -> Result<Answer, String> {
        self.answer(ask).await?.expect(status)
    }

    async fn answer(&mut self, ask: Ask) -> Result<Answer, String> {
        let (name, patience) = (ask.name(), ask.patience);
        match timeout(patience, self.exchange(&name, ask)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(format!("{name}: {error}")),
            Err(_) => Err(format!("{name}: no answer within {patience:?}")),
        }
    }

    async fn exchange(&mut self, name: &str, ask: Ask) -> Result<Answer, Box<dyn Error>> {
        let mut request = Request::builder()
            .method(ask.method)
            .uri(ask.path)
            .header(HOST, &self.host);
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(ask.body))?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        Ok(Answer {
            name: name.to_owned(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.into_body().collect().await?.to_bytes(),
        })
    }
}

/// Sends a request on a connection of its own to that address, under the name of that host.
pub async fn send(ask: Ask, address: &str, host: &str) -> Result<Answer, String> {
    Connection::open_as(address, host).await?.answer(ask).await
}

//! A server on a free port of this machine, for what stands in for a service of AWS.

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::convert::Infallible;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What a stand-in is asked.
pub(crate) type Asked = Request<Incoming>;
/// What it answers.
pub(crate) type Answered = Response<Full<Bytes>>;

/// The running server. It ends when this is dropped.
pub(crate) struct StandIn {
    /// Where it answers, such as `127.0.0.1:4566`.
    pub(crate) host: String,
    _serving: JoinSet<()>,
}

impl StandIn {
    /// Starts to answer in that way.
    ///
    /// # Errors
    /// When the machine has no free port.
    pub(crate) async fn start<R>(
        answer: impl Fn(Asked) -> R + Clone + 'static,
    ) -> Result<Self, String>
    where
        R: Future<Output = Answered> + 'static,
    {
        let failed = |error| format!("no free port was found: {error}");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let host = listener.local_addr().map_err(failed)?.to_string();
        let mut serving = JoinSet::new();
        serving.spawn_local(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let answer = answer.clone();
                let service = service_fn(move |asked| {
                    let answered = answer(asked);
                    async move { Ok::<_, Infallible>(answered.await) }
                });
                // A small answer waits for nothing that might follow it.
                let _ = stream.set_nodelay(true);
                let connection = Builder::new().serve_connection(TokioIo::new(stream), service);
                connections.spawn_local(async move {
                    // A process that is killed breaks its connections off.
                    let _ = connection.await;
                });
            }
        });
        Ok(Self {
            host,
            _serving: serving,
        })
    }
}

/// An answer of JSON.
pub(crate) fn json(status: StatusCode, body: &Value) -> Answered {
    let mut answer = Response::new(Full::new(Bytes::from(body.to_string())));
    *answer.status_mut() = status;
    answer
}

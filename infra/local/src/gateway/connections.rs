//! Takes connections, and cuts off clients that are too slow.
//!
//! On AWS the gateway does the same: a function is called when its request is there.

use super::front_door::FrontDoor;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_service::Service;

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// The pause after a connection could not be taken: the process has too many open.
const TOO_MANY: Duration = Duration::from_millis(100);

/// Answers requests with these routes, for as long as the stack runs. The head of a request has to arrive within the patience, and a
/// connection may be idle as long.
pub(crate) async fn serve(listener: TcpListener, routes: Router, patience: Duration) {
    loop {
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(TOO_MANY).await;
                continue;
            }
        };
        // Without this, small answers would be delayed.
        let _ = stream.set_nodelay(true);
        let routes = routes.clone();
        let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(Peer(address)));
            routes.clone().call(request)
        });
        let mut connection = http1::Builder::new();
        connection
            .timer(TokioTimer::new())
            .header_read_timeout(patience);
        let connection = connection.serve_connection(TokioIo::new(FrontDoor::new(stream)), answer);
        // The task ends with the connection. What goes wrong on it concerns its client only.
        tokio::spawn(connection);
    }
}

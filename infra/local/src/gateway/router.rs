//! Passes requests to functions.

use super::connections::Peer;
use super::headers;
use super::refusals;
use super::routes::Routes;
use crate::cors::Cors;
use crate::function::Function;
use crate::functions::{Answer, Event};
use crate::triggers::Doorbell;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request as AxumRequest, State};
use axum::response::Response as AxumResponse;
use docket_cloud::Cloud;
use docket_web::{Request, Response, coming_from};
use http::Method;
use http::header::{CONNECTION, HeaderValue};
use std::sync::Arc;
use std::time::Duration;
use tokio_stream::StreamExt;

/// The largest payload that Lambda takes, in bytes.
const MAX_PAYLOAD: usize = 6 * 1024 * 1024;
/// How much of a larger one is read before it is refused, in bytes.
const MOST_READ: usize = 64 * 1024 * 1024;

/// The gateway with what it needs.
pub(crate) struct Gateway {
    pub(crate) routes: Routes<Function>,
    pub(crate) cors: Cors,
    /// The cloud, for the refusals that the gateway makes itself.
    pub(crate) cloud: Cloud,
    /// Rings when a function has answered and may have written.
    pub(crate) bell: Arc<Doorbell>,
    /// How long a client may take to send a body.
    pub(crate) patience: Duration,
}

impl Gateway {
    /// Returns a router that passes every other request to the gateway.
    pub(crate) fn router(self) -> Router {
        Router::new().fallback(answer).with_state(Arc::new(self))
    }

    async fn call(&self, mut request: Request) -> Response {
        headers::join(request.headers_mut());
        let writes = ![Method::GET, Method::HEAD].contains(request.method());
        let function = self.routes.find(request.method(), request.uri().path());
        let Some(function) = function else {
            return refusals::not_found(&self.cloud, request).await;
        };
        let answered = function.call(Event::Request(request)).await;
        if writes {
            self.bell.ring();
        }
        match answered {
            Ok(Answer::Response(response)) => response,
            Ok(Answer::Json(_)) => {
                let function = &*function.name;
                tracing::error!(function, "a function with routes did not answer a request");
                refusals::broken(&self.cloud).await
            }
            Err(error) => {
                tracing::error!(%error, function = &*function.name, "a function failed");
                refusals::broken(&self.cloud).await
            }
        }
    }
}

async fn answer(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    request: AxumRequest,
) -> AxumResponse {
    let (parts, body) = request.into_parts();
    if let Some(response) = gateway.cors.preflight(&parts.method, &parts.headers) {
        return response.map(Body::from);
    }
    let origin = gateway.cors.allowed(&parts.headers);
    let body = tokio::time::timeout(gateway.patience, read(body));
    let mut response = match body.await {
        Ok(Ok(Some(body))) => {
            let body = docket_web::Body::from(body);
            let request = Request::from_parts(parts, body);
            gateway.call(coming_from(request, peer.ip())).await
        }
        Ok(Ok(None) | Err(_)) => {
            let request = Request::from_parts(parts, docket_web::Body::Empty);
            refusals::too_large(&gateway.cloud, request).await
        }
        Err(_) => {
            let request = Request::from_parts(parts, docket_web::Body::Empty);
            let mut response = refusals::too_slow(&gateway.cloud, request).await;
            // The rest of the body is not waited for.
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
            response
        }
    };
    gateway.cors.allow(origin, response.headers_mut());
    response.map(Body::new)
}

/// Reads a body. Returns `None` for one that is too large, once the rest of it has come: a client that is still sending, when the
/// connection is closed, does not see why.
async fn read(body: Body) -> Result<Option<Vec<u8>>, axum::Error> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        length += piece.len();
        if length <= MAX_PAYLOAD {
            bytes.extend_from_slice(&piece);
        } else {
            bytes = Vec::new();
        }
        if length > MOST_READ {
            break;
        }
    }
    Ok((length <= MAX_PAYLOAD).then_some(bytes))
}

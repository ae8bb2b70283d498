//! Refuses requests from other sites.

use super::problem::problem;
use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;

/// Refuses requests from other sites that are open in a browser on this machine: forms from another
/// origin, and host names other than `localhost` or an IP address.
pub(super) async fn from_here(request: Request, next: Next) -> Response {
    if is_from_here(request.headers()) {
        next.run(request).await
    } else {
        let message = "This is for whoever runs Docket on this machine: open it by its address.";
        problem(StatusCode::FORBIDDEN, "Origin", message)
    }
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    local && header(ORIGIN).is_none_or(|origin| origin == format!("http://{host}"))
}

//! Makes answers.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};
pub use lambda_http::Body;
use serde::Serialize;

/// An answer to an HTTP request.
pub type Response = lambda_http::Response<Body>;

/// Makes a JSON answer that no cache keeps.
#[must_use]
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    // The bodies are structs of texts and lists, which always serialise.
    let body = serde_json::to_vec(body).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Makes an answer of a text that is part of the program.
#[must_use]
pub fn fixed(text: &'static str, kind: &'static str, caching: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, caching),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Redirects a browser to a page of Docket with 303, after a write.
#[must_use]
pub fn see_other(location: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, location)
}

/// Redirects a client with 302 to an address that only this client may use, for a limited time.
#[must_use]
pub fn found(location: &str) -> Response {
    redirect(StatusCode::FOUND, location)
}

fn redirect(status: StatusCode, location: &str) -> Response {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    set_header(&mut response, LOCATION, location);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Sets a header. The value must be made of IDs, which are always valid in a header.
pub fn set_header(response: &mut Response, name: http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Returns a header of an answer as text. It is empty when it is missing.
pub(crate) fn header(response: &Response, name: http::HeaderName) -> &str {
    let value = response.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Makes a JSON answer for a ticket, with its version as the `ETag`.
#[must_use]
pub fn ticket_json(status: StatusCode, version: u64, body: &impl Serialize) -> Response {
    let mut response = json(status, body);
    set_header(&mut response, ETAG, &format!("\"{version}\""));
    response
}

//! Answers, and how they are made.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderValue, StatusCode};
pub use lambda_http::Body;
use serde::Serialize;

/// An answer.
pub type Response = lambda_http::Response<Body>;

/// An answer in JSON, kept by nobody.
#[must_use]
pub fn json(status: StatusCode, body: &impl Serialize) -> Response {
    // Our answers are structs of texts and lists, which always serialise.
    let body = serde_json::to_vec(body).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Sends a browser on to a page of ours, after a write.
#[must_use]
pub fn see_other(location: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, location)
}

/// Sends a client to an address that is good for it alone and for a while.
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

/// Sets a header whose value is made of IDs and so always is one.
pub fn set_header(response: &mut Response, name: http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// A ticket in JSON, with its version as the `ETag`.
#[must_use]
pub fn ticket_json(status: StatusCode, version: u64, body: &impl Serialize) -> Response {
    let mut response = json(status, body);
    set_header(&mut response, ETAG, &format!("\"{version}\""));
    response
}

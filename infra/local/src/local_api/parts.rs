//! The page of all parts that pages are made of.

use axum::body::Body;
use axum::response::Response;
use docket_web::pages;

/// Shows each part in each of its states.
pub(super) async fn page() -> Response {
    let (head, body) = pages::parts().into_parts();
    Response::from_parts(head, Body::from(body.to_vec()))
}

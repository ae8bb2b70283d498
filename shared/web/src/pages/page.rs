//! Makes an answer from a page's template.

use super::policy::{Allowing, POLICY};
use crate::response::Response;
use askama::Template;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use lambda_http::Body;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// No page needs any of these, and nothing that a page might show gets them.
const NO_PERMISSIONS: &str =
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";

/// Renders a page without a script.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    page_allowing(&Allowing::Nothing, status, template)
}

/// Renders a page with the rights that its template needs.
pub(super) fn page_allowing(
    allowing: &Allowing<'_>,
    status: StatusCode,
    template: &impl Template,
) -> Response {
    let html = template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a page could not be rendered");
        String::new()
    });
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // The address of a ticket holds its key, so it must not go to other sites. A form to Docket itself
        // tells where it comes from, which is how it is known from one of another site.
        (REFERRER_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, NO_PERMISSIONS),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // If the policy is not a valid header, the strictest policy is used.
    let policy = HeaderValue::from_str(&allowing.policy());
    let policy = policy.unwrap_or(HeaderValue::from_static(POLICY));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}

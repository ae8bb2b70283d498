//! Tells the SDK from a page in a browser.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// Returns `true` when a request says that it is signed. A form of a page that is open in a browser on this
/// machine does not.
pub(crate) fn is_signed(headers: &HeaderMap) -> bool {
    let signature = headers.get(AUTHORIZATION);
    signature.is_some_and(|value| value.as_bytes().starts_with(b"AWS4-HMAC-SHA256"))
}

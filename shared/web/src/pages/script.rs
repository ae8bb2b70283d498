//! The one script of the pages.

use crate::response::Response;
use docket_app::links::hex;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use lambda_http::Body;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const SCRIPT: &str = concat!(
    include_str!("../../templates/upload/rows.js"),
    include_str!("../../templates/upload/requests.js"),
    include_str!("../../templates/upload/sending.js"),
    include_str!("../../templates/upload/page.js"),
);

/// Returns the version of the script: the first 12 digits of its digest.
pub(super) fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let digest = hex(&Sha256::digest(SCRIPT.as_bytes()));
        digest.chars().take(12).collect()
    });
    &VERSION
}

/// Makes the answer with the script. Pages ask for it with its version, so browsers may cache it
/// for a year.
#[must_use]
pub fn script() -> Response {
    let mut response = Response::new(Body::from(SCRIPT));
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

//! Headers as functions get them.

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Makes one header of repeated ones, as the HTTP API does before a function sees them.
pub(super) fn join(headers: &mut HeaderMap) {
    let repeated: Vec<HeaderName> = headers
        .keys()
        .filter(|name| headers.get_all(*name).iter().count() > 1)
        .cloned()
        .collect();
    for name in repeated {
        // Cookies come apart from the other headers, and are joined as a browser would have.
        let between: &[u8] = if name == COOKIE { b"; " } else { b"," };
        let values: Vec<&[u8]> = headers
            .get_all(&name)
            .iter()
            .map(HeaderValue::as_bytes)
            .collect();
        if let Ok(joined) = HeaderValue::from_bytes(&values.join(between)) {
            headers.insert(name, joined);
        }
    }
}

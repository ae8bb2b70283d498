//! Prepares headers as functions get them.

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Joins repeated headers into one, as the HTTP API does before it calls a function.
pub(super) fn join(headers: &mut HeaderMap) {
    let repeated: Vec<HeaderName> = headers
        .keys()
        .filter(|name| headers.get_all(*name).iter().count() > 1)
        .cloned()
        .collect();
    for name in repeated {
        // Browsers join cookies with `; `. All other headers are joined with commas.
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

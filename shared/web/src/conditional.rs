//! Answers a reader who has the answer already with 304 (RFC 9110, 13.1.2).
//!
//! The tag of an answer is made from its bytes. So it is another one after every change of the ticket, of the desk and of Docket,
//! and for each language and role. The tag of a ticket begins with its version, which `If-Match` takes as well.

use crate::request::Call;
use crate::response::{Body, Response, header, set_header};
use docket_app::links::hex;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};

/// The caching of an answer that may be kept, and is asked for again each time.
pub(crate) const ASK_AGAIN: &str = "no-cache";
/// The caching of an answer that many ask for at once: for ten seconds, nobody asks again.
pub(crate) const FOR_A_MOMENT: &str = "max-age=10";

/// Gives an answer its tag, and takes its content away if the client has it.
pub(crate) fn answer_if_new(call: &Call, response: &mut Response) {
    if *call.method() != Method::GET || response.status() != StatusCode::OK || !is_tagged(response)
    {
        return;
    }
    let bytes: &[u8] = response.body();
    let digest = hex(&Sha256::digest(bytes));
    let digest = digest.get(..16).unwrap_or_default();
    let tag = match header(response, ETAG) {
        "" => format!("\"{digest}\""),
        version => format!("\"{}-{digest}\"", version.trim_matches('"')),
    };
    set_header(response, ETAG, &tag);
    if call
        .header(IF_NONE_MATCH)
        .is_some_and(|known| names(known, &tag))
    {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::Empty;
        response.headers_mut().remove(CONTENT_TYPE);
    }
}

/// Pages with forms have keys of their own each time, so they are never the same.
fn is_tagged(response: &Response) -> bool {
    header(response, CONTENT_TYPE) == "application/json"
        || [ASK_AGAIN, FOR_A_MOMENT].contains(&header(response, CACHE_CONTROL))
}

/// Returns `true` if an `If-None-Match` names the tag, as a strong or a weak one.
fn names(known: &str, tag: &str) -> bool {
    let mut tags = known.split(',').map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_whatever_form_it_comes_back() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(names(known, "\"a\""), "{known}");
        }
        for known in ["", "a", "\"b\"", "\"ab\""] {
            assert!(!names(known, "\"a\""), "{known}");
        }
    }
}

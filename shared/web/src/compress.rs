//! Compresses answers. An HTTP API of API Gateway compresses nothing.
//!
//! Whoever can put words into a page, and sees how large it is, learns a secret beside them letter by letter (BREACH). So nothing is
//! compressed that may show what the request said: no answer to a write, no refusal, and no page of an address with
//! parameters other than those below, whose values Docket has made itself or shows to nobody.

use crate::request::Call;
use crate::response::{Body, Response, header, set_header};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use http::{Method, StatusCode};
use miniz_oxide::deflate::compress_to_vec;

/// The parameters that no page shows.
const NOT_SHOWN: [&str; 7] = ["key", "language", "topic", "cursor", "phase", "view", "v"];
/// An answer of fewer bytes fits one packet anyway.
const LEAST: usize = 1_000;
/// Level 6 makes pages a twentieth smaller, and takes twice the time.
const LEVEL: u8 = 4;

/// Compresses an answer, if the client takes that and it gives nothing away.
pub(crate) fn compress(call: &Call, response: &mut Response) {
    let written: &[u8] = response.body();
    if written.len() < LEAST || response.status() != StatusCode::OK || !is_text(response) {
        return;
    }
    if *call.method() != Method::GET || !call.has_only(&NOT_SHOWN) {
        return;
    }
    let compressed =
        takes_gzip(call.header(ACCEPT_ENCODING).unwrap_or_default()).then(|| gzip(written));
    let varies = match header(response, VARY) {
        "" => "accept-encoding".to_owned(),
        others => format!("{others}, accept-encoding"),
    };
    set_header(response, VARY, &varies);
    let Some(compressed) = compressed else { return };
    set_header(response, CONTENT_ENCODING, "gzip");
    let tag = header(response, ETAG);
    if !tag.is_empty() {
        // It is the same answer in other bytes, so its tag is a weak one.
        let weak = format!("W/{tag}");
        set_header(response, ETAG, &weak);
    }
    *response.body_mut() = Body::Binary(compressed);
}

fn is_text(response: &Response) -> bool {
    let kind = header(response, CONTENT_TYPE);
    kind.starts_with("text/") || kind.starts_with("application/json")
}

/// Returns `true` if an `Accept-Encoding` takes gzip (RFC 9110, 12.5.3).
fn takes_gzip(accepted: &str) -> bool {
    let mut codings = accepted.split(',').map(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().trim_start_matches("q=").trim();
        (
            name.trim(),
            !matches!(weight, "0" | "0.0" | "0.00" | "0.000"),
        )
    });
    codings.any(|(name, taken)| taken && name.eq_ignore_ascii_case("gzip"))
}

/// Compresses bytes into one member of gzip's format (RFC 1952).
fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The method is deflate; there are no flags and no time, and the system is not told.
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    member.extend(compress_to_vec(bytes, LEVEL));
    member.extend(crc32fast::hash(bytes).to_le_bytes());
    // Modulo 2^32, as the format says.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the format has the length modulo 2^32"
    )]
    let length = bytes.len() as u32;
    member.extend(length.to_le_bytes());
    member
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_takes_is_read_as_the_standard_says() {
        for taken in ["gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1"] {
            assert!(takes_gzip(taken), "{taken}");
        }
        for refused in [
            "",
            "identity",
            "gzip;q=0",
            "br, gzip; q=0.000",
            "x-gzip-like",
        ] {
            assert!(!takes_gzip(refused), "{refused}");
        }
    }

    #[test]
    fn a_member_has_its_length_and_its_checksum() {
        let member = gzip(b"hello hello hello");
        let (begin, end) = member.split_at(member.len() - 8);
        assert_eq!(
            end,
            [
                crc32fast::hash(b"hello hello hello").to_le_bytes(),
                17_u32.to_le_bytes()
            ]
            .concat()
        );
        let content = miniz_oxide::inflate::decompress_to_vec(&begin[10..]).unwrap();
        assert_eq!(content, b"hello hello hello");
    }
}

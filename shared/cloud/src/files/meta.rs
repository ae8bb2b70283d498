//! Metadata that S3 keeps with an object: the name of a file uploaded by a form, and the original
//! checksum of an object that was copied since.

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;

/// The name of the metadata entry that holds the file's name.
const NAME: &str = "name";
/// The name of the form field that sets [`NAME`].
pub(super) const NAME_FIELD: &str = "x-amz-meta-name";

/// Returns the file's name as the upload form gave it.
pub(super) fn name(head: &HeadObjectOutput) -> Option<String> {
    head.metadata()?.get(NAME).map(|name| decoded(name))
}

/// The name of the metadata entry that holds the original checksum. No sender can set it: S3
/// accepts no header `x-amz-meta-…` that was not signed, and no form field that the policy does not
/// name.
const CHECKSUM: &str = "checksum";

/// Returns the original checksum of an object that was copied since it was uploaded.
pub(super) fn checksum(head: &HeadObjectOutput) -> Option<String> {
    head.metadata()?.get(CHECKSUM).cloned()
}

/// Returns the metadata with the object's original checksum added.
pub(super) fn with_checksum(
    metadata: Option<HashMap<String, String>>,
    checksum: Option<String>,
) -> HashMap<String, String> {
    let mut metadata = metadata.unwrap_or_default();
    metadata.extend(checksum.map(|checksum| (CHECKSUM.to_owned(), checksum)));
    metadata
}

/// Decodes a value of an object's metadata. S3 writes text that is not ASCII as in RFC 2047:
/// `=?UTF-8?B?…?=` or `=?UTF-8?Q?…?=`.
fn decoded(value: &str) -> String {
    // White space between two encoded words belongs to the encoding.
    let words = value.split(' ').map(word);
    let plain: Option<Vec<Vec<u8>>> = words.collect();
    plain.map_or_else(
        || value.to_owned(),
        |words| String::from_utf8_lossy(&words.concat()).into_owned(),
    )
}

/// Returns the bytes of an encoded word. Returns `None` when it is not an encoded word in UTF-8.
fn word(word: &str) -> Option<Vec<u8>> {
    let inner = word.strip_prefix("=?")?.strip_suffix("?=")?;
    let mut parts = inner.splitn(3, '?');
    let charset = parts.next()?;
    let (encoding, text) = (parts.next()?, parts.next()?);
    match encoding {
        _ if !charset.eq_ignore_ascii_case("utf-8") => None,
        "B" | "b" => STANDARD.decode(text).ok(),
        "Q" | "q" => {
            let spaced = text.replace('_', " ").replace('%', "%25").replace('=', "%");
            Some(percent_encoding::percent_decode_str(&spaced).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_however_it_is_written() {
        for (written, name) in [
            ("screen shot.png", "screen shot.png"),
            ("=?UTF-8?B?0LYucG5n?=", "ж.png"),
            ("=?UTF-8?Q?=D0=B6_1=25.png?=", "ж 1%.png"),
            ("=?UTF-8?B?0LY=?= =?UTF-8?B?LnBuZw==?=", "ж.png"),
            ("=?latin1?Q?=E9?=", "=?latin1?Q?=E9?="),
            ("=?UTF-8?X?a?=", "=?UTF-8?X?a?="),
        ] {
            assert_eq!(decoded(written), name);
        }
    }
}

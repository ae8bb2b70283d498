//! Files that people put on tickets.

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The smallest PNG: one pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0bIDAT\
    x\x9cc\xf8\x0f\x04\0\t\xfb\x03\xfd\xfb^k+\0\0\0\0IEND\xaeB`\x82";
/// The beginning of a video.
pub const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2";

/// A file on somebody's disk, of which the digests are known.
pub struct File {
    /// The name.
    pub name: String,
    /// The content.
    pub bytes: Bytes,
    /// The announcement of the file to a desk.
    pub announcement: Value,
    part: usize,
}

impl File {
    /// Makes a file; it goes up in parts if it has more bytes than `part`.
    pub fn new(
        name: impl Into<String>,
        content_type: &str,
        bytes: impl Into<Bytes>,
        part: usize,
    ) -> Self {
        let (name, bytes) = (name.into(), bytes.into());
        let mut announcement = json!({
            "name": name,
            "size": bytes.len(),
            "content_type": content_type,
        });
        let (field, digests) = if bytes.len() > part {
            let digests: Vec<String> = bytes.chunks(part).map(hex).collect();
            ("parts", digests.into())
        } else {
            ("sha256", hex(&bytes).into())
        };
        if let Some(said) = announcement.as_object_mut() {
            said.insert(field.to_owned(), digests);
        }
        Self {
            name,
            bytes,
            announcement,
            part,
        }
    }

    /// Returns the parts in order, none of them copied.
    pub fn parts(&self) -> Vec<Bytes> {
        let chunks = self.bytes.chunks(self.part);
        chunks.map(|chunk| self.bytes.slice_ref(chunk)).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_told_in_lower_case() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(b""), nothing);
    }

    #[test]
    fn only_a_long_file_is_announced_in_parts() {
        let file = |length| File::new("a.mp4", "video/mp4", vec![0; length], 10);
        let lengths = |file: &File| file.parts().iter().map(Bytes::len).collect::<Vec<_>>();
        let (short, long) = (file(10), file(21));
        assert_eq!(lengths(&short), [10]);
        assert_eq!(lengths(&long), [10, 10, 1]);
        assert_eq!(short.announcement.get("parts"), None);
        let parts = long.announcement.get("parts").and_then(Value::as_array);
        assert_eq!(parts.map(Vec::len), Some(3));
        assert_eq!(long.announcement.get("sha256"), None);
    }
}

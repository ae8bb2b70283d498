//! Files, as a client puts them on a ticket: announced, sent to the bucket, and waited for.

use super::bucket::Bucket;
use super::http::Ask;
use super::site::{Site, Ticket};
use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How often a ticket is looked at until its file has come, and how long in between.
const ATTEMPTS: usize = 240;
const PAUSE: Duration = Duration::from_millis(250);

/// The smallest PNG: one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0bIDAT\
    x\x9cc\xf8\x0f\x04\0\t\xfb\x03\xfd\xfb^k+\0\0\0\0IEND\xaeB`\x82";

/// A file that somebody has.
pub(crate) struct File {
    /// What it is called.
    pub(crate) name: &'static str,
    content_type: &'static str,
    /// What is in it.
    pub(crate) bytes: Bytes,
}

/// A file that is on a ticket.
pub(crate) struct Stored {
    /// The ticket.
    pub(crate) ticket: Ticket,
    /// The file's ID.
    pub(crate) id: String,
    /// What is in it.
    pub(crate) bytes: Bytes,
}

impl File {
    /// A small image.
    pub(crate) fn image(name: &'static str) -> Self {
        Self::claimed_image(name, PNG)
    }

    /// Something that is said to be an image.
    pub(crate) fn claimed_image(name: &'static str, bytes: &'static [u8]) -> Self {
        Self {
            name,
            content_type: "image/png",
            bytes: Bytes::from_static(bytes),
        }
    }

    /// An image of so many bytes.
    pub(crate) fn large_image(name: &'static str, length: usize) -> Self {
        let filling = (0..=u8::MAX).cycle();
        let bytes: Vec<u8> = PNG.iter().copied().chain(filling).take(length).collect();
        Self {
            bytes: bytes.into(),
            ..Self::image(name)
        }
    }

    /// Announces it on the ticket: whole, or in parts of so many bytes.
    ///
    /// # Errors
    /// When that status does not come.
    pub(crate) async fn announce(
        &self,
        site: &Site,
        ticket: &Ticket,
        part_bytes: Option<usize>,
        status: u16,
    ) -> Result<Value, String> {
        let mut said = json!({
            "name": self.name,
            "size": self.bytes.len(),
            "content_type": self.content_type,
        });
        let (what, digests) = match part_bytes {
            None => ("sha256", hex(&self.bytes).into()),
            Some(length) => {
                let parts = self.bytes.chunks(length).map(hex);
                ("parts", parts.collect::<Vec<_>>().into())
            }
        };
        if let Some(said) = said.as_object_mut() {
            said.insert(what.to_owned(), digests);
        }
        let ask = Ask::post(ticket.api("/attachments")).json(&said);
        site.send(ask).await?.expect(status)?.json()
    }

    /// Puts it on the ticket in one piece, and waits until it stands as `state` says. Returns the file as the API shows it.
    ///
    /// # Errors
    /// When it does not come to stand so.
    pub(crate) async fn put(
        &self,
        site: &Site,
        bucket: &Bucket<'_>,
        ticket: &Ticket,
        state: &str,
    ) -> Result<Value, String> {
        let announced = self.announce(site, ticket, None, 201).await?;
        let signed = at(&announced, "/upload")?;
        bucket.send(signed, &self.bytes).await?.expect(200)?;
        awaited(site, ticket, text_at(&announced, "/id")?, "/state", state).await
    }
}

impl Ticket {
    /// The address of a file of it, for its requester; `end` goes on from there.
    pub(crate) fn file(&self, id: &str, end: &str) -> String {
        self.api(&format!("/attachments/{id}{end}"))
    }
}

/// Waits until what is at that place of a file of the ticket says that. Returns the file as the API shows it.
///
/// # Errors
/// When it never does.
pub(crate) async fn awaited(
    site: &Site,
    ticket: &Ticket,
    id: &str,
    pointer: &str,
    wanted: &str,
) -> Result<Value, String> {
    let mut found = Value::Null;
    for _ in 0..ATTEMPTS {
        found = file(site, ticket, id).await?;
        if found.pointer(pointer).and_then(Value::as_str) == Some(wanted) {
            return Ok(found);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(format!(
        "expected a file with `{wanted}` at `{pointer}`; got {found}"
    ))
}

/// A file of the ticket, as the API shows it; null when it is not there.
///
/// # Errors
/// When the ticket cannot be read, or shows the file twice.
pub(crate) async fn file(site: &Site, ticket: &Ticket, id: &str) -> Result<Value, String> {
    let shown = site.read(ticket).await?.json()?;
    let files = shown.get("attachments").and_then(Value::as_array);
    let files = files.ok_or("the ticket does not show its files")?.iter();
    let mut same = files.filter(|file| file.get("id").and_then(Value::as_str) == Some(id));
    let found = same.next().cloned().unwrap_or_default();
    match same.next() {
        None => Ok(found),
        Some(again) => Err(format!("expected a file once; got {found} and {again}")),
    }
}

/// What is at that place.
///
/// # Errors
/// When nothing is.
pub(crate) fn at<'v>(value: &'v Value, pointer: &str) -> Result<&'v Value, String> {
    let found = value.pointer(pointer).filter(|found| !found.is_null());
    found.ok_or_else(|| format!("expected something at `{pointer}`; got {value}"))
}

/// The text at that place.
///
/// # Errors
/// When there is none.
pub(crate) fn text_at<'v>(value: &'v Value, pointer: &str) -> Result<&'v str, String> {
    let text = at(value, pointer)?.as_str();
    text.ok_or_else(|| format!("expected a text at `{pointer}`; got {value}"))
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
    fn a_large_image_begins_as_one() {
        let file = File::large_image("a.png", 1_000);
        assert_eq!(file.bytes.len(), 1_000);
        assert!(file.bytes.starts_with(b"\x89PNG"));
    }
}

//! Files, as a client puts them on a ticket: announced, sent to the bucket, and waited for.

use crate::bucket::Bucket;
use crate::site::Site;
use crate::wait::eventually;
use bytes::Bytes;
use serde_json::Value;
use std::time::Duration;
use xtask_client::{File, PNG, Ticket};

/// The attempts to find a file on its ticket, and the pause in between.
const ATTEMPTS: usize = 240;
const PAUSE: Duration = Duration::from_millis(250);

/// A file that is on a ticket.
pub(crate) struct Stored {
    /// The ticket.
    pub(crate) ticket: Ticket,
    /// The file's ID.
    pub(crate) id: String,
    /// The content.
    pub(crate) bytes: Bytes,
}

impl Stored {
    /// The key of the file in the bucket.
    pub(crate) fn key(&self) -> String {
        format!("files/{}/{}", self.ticket.id, self.id)
    }
}

/// Makes a small image.
pub(crate) fn image(name: &str) -> File {
    claimed_image(name, PNG)
}

/// Makes something that is said to be an image.
pub(crate) fn claimed_image(name: &str, bytes: &'static [u8]) -> File {
    File::new(name, "image/png", bytes, usize::MAX)
}

/// Makes an image that is somewhat longer than a part.
pub(crate) fn large_image(name: &str, part: usize) -> File {
    let filling = (0..=u8::MAX).cycle();
    let bytes = PNG.iter().copied().chain(filling).take(part + 1_000);
    File::new(name, "image/png", bytes.collect::<Vec<_>>(), part)
}

/// Announces a file on the ticket.
pub(crate) async fn announce(
    site: &Site,
    ticket: &Ticket,
    file: &File,
    status: u16,
) -> Result<Value, String> {
    let ask = ticket.announce(file);
    site.send(ask).await?.expect(status)?.json()
}

/// Puts a file on the ticket in one piece, and waits until it stands as `state` says. Returns the file as the API shows it.
pub(crate) async fn put(
    site: &Site,
    bucket: &Bucket,
    ticket: &Ticket,
    file: &File,
    state: &str,
) -> Result<Value, String> {
    let announced = announce(site, ticket, file, 201).await?;
    let signed = at(&announced, "/upload")?;
    bucket.send(signed, &file.bytes).await?.expect(200)?;
    awaited(site, ticket, text_at(&announced, "/id")?, "/state", state).await
}

/// Waits until what is at that place of a file of the ticket says that. Returns the file as the API shows it.
pub(crate) async fn awaited(
    site: &Site,
    ticket: &Ticket,
    id: &str,
    pointer: &str,
    wanted: &str,
) -> Result<Value, String> {
    let look = async || {
        let found = shown(site, ticket, id).await?;
        match found.pointer(pointer).and_then(Value::as_str) {
            Some(text) if text == wanted => Ok(found),
            _ => Err(format!(
                "expected a file with `{wanted}` at `{pointer}`; got {found}"
            )),
        }
    };
    eventually(ATTEMPTS, PAUSE, look).await
}

/// Returns a file of the ticket, as the API shows it; null when it is not there.
pub(crate) async fn shown(site: &Site, ticket: &Ticket, id: &str) -> Result<Value, String> {
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

/// Returns what is at that place.
pub(crate) fn at<'v>(value: &'v Value, pointer: &str) -> Result<&'v Value, String> {
    let found = value.pointer(pointer).filter(|found| !found.is_null());
    found.ok_or_else(|| format!("expected something at `{pointer}`; got {value}"))
}

/// Returns the text at that place.
pub(crate) fn text_at<'v>(value: &'v Value, pointer: &str) -> Result<&'v str, String> {
    let text = at(value, pointer)?.as_str();
    text.ok_or_else(|| format!("expected a text at `{pointer}`; got {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_image_begins_as_one_and_has_two_parts() {
        let file = large_image("a.png", 1_000);
        assert_eq!(file.bytes.len(), 2_000);
        assert!(file.bytes.starts_with(b"\x89PNG"));
        assert_eq!(file.parts().len(), 2);
    }
}

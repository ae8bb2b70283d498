//! What people do with files: announce them at a desk, and send them to storage as it says.

use super::client::{Ask, Client};
use super::desk::Ticket;
use super::load::{self, Until};
use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// What the bucket is called on one machine.
pub(crate) const BUCKET: &str = "docket-files";
/// The bytes of a part, at the desks that come with Docket.
const PART: usize = 8 * 1024 * 1024;
/// How many parts the page sends at a time.
const AT_ONCE: usize = 3;
/// How a picture begins: enough to be taken for one.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
/// How a video begins.
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2";

/// A file on somebody's disk, of which the digests are known.
pub(crate) struct File {
    name: String,
    kind: &'static str,
    bytes: Bytes,
    /// The SHA-256 of each part, in hexadecimal digits.
    digests: Vec<String>,
}

impl File {
    /// A picture of some bytes, another one for each number.
    pub(crate) fn picture(number: u64) -> Self {
        let bytes = [PNG, number.to_string().as_bytes()].concat();
        Self::new(format!("picture-{number}.png"), "image/png", bytes)
    }

    /// A video of so many bytes, which repeat nowhere.
    pub(crate) fn video(length: usize) -> Self {
        let mut bytes = Vec::with_capacity(length + 8);
        bytes.extend_from_slice(MP4);
        let mut number: u64 = 1;
        while bytes.len() < length {
            // Xorshift: no two of these are the same within any length that is sent here.
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.truncate(length);
        Self::new("recording.mp4".to_owned(), "video/mp4", bytes)
    }

    fn new(name: String, kind: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            name,
            kind,
            digests: bytes.chunks(PART).map(hex).collect(),
            bytes: bytes.into(),
        }
    }

    /// What is said of it before it is sent.
    pub(crate) fn announcement(&self) -> Value {
        let Self { name, kind, .. } = self;
        let size = self.bytes.len();
        match self.digests.as_slice() {
            [sha256] => {
                json!({ "name": name, "size": size, "content_type": kind, "sha256": sha256 })
            }
            parts => json!({ "name": name, "size": size, "content_type": kind, "parts": parts }),
        }
    }

    /// Its parts in order, none of them copied.
    fn parts(&self) -> Vec<Bytes> {
        let chunks = self.bytes.chunks(PART);
        chunks.map(|chunk| self.bytes.slice_ref(chunk)).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How a file is to be sent, as the desk has answered.
pub(crate) struct Announced {
    /// The file's ID.
    pub(crate) id: String,
    /// Where storage answers, such as `127.0.0.1:8081`.
    pub(crate) storage: String,
    /// The path and the headers of the request for each part.
    requests: Vec<(String, Vec<(String, String)>)>,
    /// Where to ask for the parts to be joined.
    complete: Option<String>,
}

/// Announces a file on a ticket that does not know it yet.
///
/// # Errors
/// When the desk refuses it.
pub(crate) async fn announce(
    client: &mut Client,
    ticket: &Ticket,
    file: &File,
) -> Result<Announced, String> {
    let answer = client
        .json(ticket.announce(&file.announcement()), 201)
        .await?;
    Announced::read(&answer).ok_or_else(|| "the desk does not tell how to send a file".to_owned())
}

impl Announced {
    fn read(answer: &Value) -> Option<Self> {
        let upload = answer.get("upload")?;
        let signed = match upload.get("parts") {
            Some(parts) => parts.as_array()?.iter().collect(),
            None => vec![upload],
        };
        let mut storage = String::new();
        let mut requests = Vec::new();
        for signed in signed {
            let url = signed.get("url")?.as_str()?.strip_prefix("http://")?;
            let (host, path) = url.split_once('/')?;
            host.clone_into(&mut storage);
            let headers = signed.get("headers")?.as_object()?.iter();
            let headers = headers.map(|(name, value)| Some((name.clone(), value.as_str()?.into())));
            requests.push((format!("/{path}"), headers.collect::<Option<_>>()?));
        }
        let complete = upload.get("complete").and_then(Value::as_str);
        Some(Self {
            id: answer.get("id")?.as_str()?.to_owned(),
            storage,
            requests,
            complete: complete.map(str::to_owned),
        })
    }

    /// Sends the whole file as the page does, and has its parts joined.
    ///
    /// # Errors
    /// When storage or the desk refuses.
    pub(crate) async fn send(self, client: &mut Client, file: &File) -> Result<(), String> {
        let parts = file.parts();
        let connections = AT_ONCE.min(parts.len());
        let until = Until {
            requests: u64::try_from(parts.len()).unwrap_or(u64::MAX),
            time: Duration::MAX,
        };
        let requests = self.requests;
        let put = async move |storage: &mut Client, number: u64| {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let part = requests.get(at).zip(parts.get(at));
            let ((path, headers), part) = part.ok_or("a part has no request")?;
            let ask = Ask::put(path, headers, part.clone());
            storage.send(ask, 200).await.map(drop)
        };
        load::run(&self.storage, connections, until, put).await?;
        if let Some(complete) = self.complete {
            client.send(Ask::post(complete, &json!({})), 200).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_announced_in_parts() {
        let file = File::video(2 * PART + 1);
        let lengths: Vec<usize> = file.parts().iter().map(Bytes::len).collect();
        assert_eq!(lengths, [PART, PART, 1]);
        let announcement = file.announcement();
        let parts = announcement.get("parts").and_then(Value::as_array);
        assert_eq!(parts.map(Vec::len), Some(3));
        assert_eq!(announcement.get("sha256"), None);
    }

    #[test]
    fn an_answer_says_where_each_part_goes() {
        let part = |number: u32| {
            let url = format!("http://127.0.0.1:9/b/incoming/T-1/f?partNumber={number}");
            json!({ "number": number, "method": "PUT", "url": url, "headers": { "a": "b" } })
        };
        let answer = json!({
            "id": "f",
            "upload": { "parts": [part(1), part(2)], "complete": "/api/complete" },
        });
        let announced = Announced::read(&answer).unwrap();
        assert_eq!(announced.storage, "127.0.0.1:9");
        let paths: Vec<&str> = announced.requests.iter().map(|(p, _)| p.as_str()).collect();
        assert_eq!(
            paths,
            [
                "/b/incoming/T-1/f?partNumber=1",
                "/b/incoming/T-1/f?partNumber=2"
            ]
        );
        assert_eq!(announced.complete.as_deref(), Some("/api/complete"));
    }
}

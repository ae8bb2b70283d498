//! Files on their way: announced at a desk, and sent to storage as it says.

use crate::generator::{self, Until};
use serde_json::Value;
use std::time::Duration;
use xtask_client::{Ask, Connection, File, MP4, PNG, Ticket};

/// The name of the bucket on one machine.
pub(crate) const BUCKET: &str = "docket-files";
/// The bytes of a part, at the desks that come with Docket.
const PART: usize = 8 * 1024 * 1024;
/// The number of parts that the page sends at a time.
const AT_ONCE: usize = 3;

/// Makes a picture of some bytes, another one for each number.
pub(crate) fn picture(number: u64) -> File {
    let bytes = [PNG, number.to_string().as_bytes()].concat();
    File::new(format!("picture-{number}.png"), "image/png", bytes, PART)
}

/// Makes a video of so many bytes, which repeat nowhere.
pub(crate) fn video(length: usize) -> File {
    let mut bytes = vec![0; length];
    fastrand::Rng::with_seed(1).fill(&mut bytes);
    for (byte, begin) in bytes.iter_mut().zip(MP4) {
        *byte = *begin;
    }
    File::new("recording.mp4", "video/mp4", bytes, PART)
}

/// The desk's answer to an announcement: the requests that send the file.
pub(crate) struct Announced {
    /// The file's ID.
    pub(crate) id: String,
    /// The host of storage, such as `127.0.0.1:8081`.
    storage: String,
    /// The request for each part, without the part.
    requests: Vec<Ask>,
    /// The path to ask for the parts to be joined.
    complete: Option<String>,
}

/// Announces a file on a ticket that does not know it yet.
pub(crate) async fn announce(
    client: &mut Connection,
    ticket: &Ticket,
    file: &File,
) -> Result<Announced, String> {
    let answer = client.send(ticket.announce(file), 201).await?;
    Announced::read(answer.text_at("/id")?, &answer.json()?)
}

impl Announced {
    fn read(id: String, answer: &Value) -> Result<Self, String> {
        let upload = answer.get("upload").unwrap_or(&Value::Null);
        let signed = match upload.get("parts").and_then(Value::as_array) {
            Some(parts) => parts.iter().collect(),
            None => vec![upload],
        };
        let signed = signed.into_iter().map(Ask::signed);
        let (mut hosts, requests): (Vec<_>, _) = signed.collect::<Result<_, _>>()?;
        let complete = upload.get("complete").and_then(Value::as_str);
        Ok(Self {
            id,
            storage: hosts.pop().unwrap_or_default(),
            requests,
            complete: complete.map(str::to_owned),
        })
    }

    /// Sends the whole file as the page does, and has its parts joined.
    pub(crate) async fn send(self, client: &mut Connection, file: &File) -> Result<(), String> {
        let parts = file.parts();
        let connections = AT_ONCE.min(parts.len());
        let until = Until {
            requests: u64::try_from(parts.len()).unwrap_or(u64::MAX),
            time: Duration::MAX,
        };
        let requests = self.requests;
        let put = async move |storage: &mut Connection, number: u64| {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let part = requests.get(at).zip(parts.get(at));
            let (ask, part) = part.ok_or("a part has no request")?;
            storage
                .send(ask.clone().bytes(part.clone()), 200)
                .await
                .map(drop)
        };
        generator::run(&self.storage, connections, until, put).await?;
        match self.complete {
            Some(complete) => client.send(Ask::post(complete), 200).await.map(drop),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_says_where_each_part_goes() {
        let part = |number: u32| {
            let url = format!("http://127.0.0.1:9/b/f?partNumber={number}");
            json!({ "number": number, "method": "PUT", "url": url, "headers": { "a": "b" } })
        };
        let upload = json!({ "parts": [part(1), part(2)], "complete": "/api/complete" });
        let announced = Announced::read("f".to_owned(), &json!({ "upload": upload })).unwrap();
        assert_eq!(announced.storage, "127.0.0.1:9");
        let paths: Vec<&str> = announced
            .requests
            .iter()
            .map(|ask| ask.path.as_str())
            .collect();
        assert_eq!(paths, ["/b/f?partNumber=1", "/b/f?partNumber=2"]);
        assert_eq!(announced.complete.as_deref(), Some("/api/complete"));
    }
}

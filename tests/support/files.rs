//! Files as a browser sends them.

use super::{Answer, Client, Created};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The beginning of a picture, and enough for every check.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A file on somebody's disk.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    pub(crate) fn new(name: &str, kind: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            bytes: bytes.into(),
        }
    }

    pub(crate) fn png(name: &str) -> Self {
        Self::new(name, "image/png", PNG)
    }

    /// A video of that length, with content that no part shares with another.
    pub(crate) fn video(name: &str, length: usize) -> Self {
        let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2".to_vec();
        let mut block = Sha256::digest(name.as_bytes());
        while bytes.len() < length {
            bytes.extend_from_slice(&block);
            block = Sha256::digest(block);
        }
        bytes.truncate(length);
        Self::new(name, "video/mp4", bytes)
    }

    /// What is said of it beforehand, in one piece or in parts of so many bytes.
    pub(crate) fn announcement(&self, part_bytes: usize) -> Value {
        let mut body =
            json!({ "name": self.name, "size": self.bytes.len(), "content_type": self.kind });
        if self.bytes.len() <= part_bytes {
            body["sha256"] = hex(&self.bytes).into();
        } else {
            body["parts"] = self.bytes.chunks(part_bytes).map(hex).collect();
        }
        body
    }
}

/// 8 MiB, what the five desks take.
pub(crate) const PART: usize = 8 * 1024 * 1024;

/// The SHA-256 as the API has it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Client {
    /// Announces the file as its requester.
    pub(crate) async fn announce(&self, ticket: &Created, file: &File) -> Answer {
        self.post(&ticket.api("/attachments"), &file.announcement(PART))
            .await
    }

    /// Sends content as the signed request says.
    pub(crate) async fn put(&self, request: &Value, bytes: &[u8]) -> Answer {
        self.try_put(request, bytes).await.unwrap()
    }

    /// The same to storage that may not be there.
    pub(crate) async fn try_put(&self, request: &Value, bytes: &[u8]) -> Option<Answer> {
        let method: Method = request["method"].as_str().unwrap().parse().unwrap();
        let mut put = self
            .http
            .request(method, request["url"].as_str().unwrap())
            .body(bytes.to_vec());
        for (name, value) in request["headers"].as_object().unwrap() {
            put = put.header(name, value.as_str().unwrap());
        }
        Answer::try_read(put.send().await.ok()?).await
    }

    /// Asserts that storage takes no more of a part. It may say so before all was sent, and hang up.
    pub(crate) async fn is_given_up(&self, part: &Value, bytes: &[u8]) {
        if let Some(answer) = self.try_put(part, bytes).await {
            assert_eq!(answer.status, 404, "{}", answer.text);
        }
    }

    /// Sends the parts that an answer says are missing, and joins them.
    pub(crate) async fn put_parts(&self, answer: &Value, file: &File) -> Answer {
        for part in answer["upload"]["parts"].as_array().unwrap() {
            let place = part["number"].as_u64().unwrap() as usize - 1;
            let bytes = file.bytes.chunks(PART).nth(place).unwrap();
            let put = self.put(part, bytes).await;
            assert_eq!(put.status, 200, "{}", put.text);
        }
        let complete = answer["upload"]["complete"].as_str().unwrap();
        self.post(complete, &json!({})).await
    }

    /// Sends a file and waits until it was looked at; its ID.
    pub(crate) async fn attach(&self, ticket: &Created, file: &File) -> String {
        let answer = self.announce(ticket, file).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        if file.bytes.len() > PART {
            let joined = self.put_parts(&answer.json, file).await;
            assert_eq!(joined.status, 200, "{}", joined.text);
        } else {
            let put = self.put(&answer.json["upload"], &file.bytes).await;
            assert_eq!(put.status, 200, "{}", put.text);
        }
        self.settle().await;
        answer.json["id"].as_str().unwrap().to_owned()
    }

    /// Sends these files as a ticket's requester, and looks for each on its page and behind its link, whole.
    pub(crate) async fn carries(&self, ticket: &Created, files: &[File]) {
        for file in files {
            let id = self.attach(ticket, file).await;
            let stored = self.file(ticket, &id).await;
            assert_eq!(stored["state"], "stored", "{stored}");
            let page = self.page(&ticket.page()).await;
            let link = format!(
                "href=\"/api/desks/{}/tickets/{}/attachments/{id}?key=",
                ticket.desk, ticket.id
            );
            assert!(
                page.text.contains(&link),
                "there is no link to {}",
                file.name
            );
            assert!(page.words().contains(&file.name), "{}", file.name);
            let (_, bytes) = self.download(ticket, &id, "").await;
            assert!(bytes == file.bytes, "{} has come back as it was", file.name);
        }
    }

    /// Asserts that the desk's form for that topic takes files.
    pub(crate) async fn takes_files(&self, desk: &str, topic: &str) {
        let form = self.page(&format!("/{desk}/new?topic={topic}")).await;
        assert!(
            form.text.contains("id=\"files\" data-limits"),
            "{}",
            form.text
        );
        assert!(form.text.contains("<script src=\"/upload.js?v="));
        assert!(
            form.text.contains("<noscript "),
            "and says what to do without a script"
        );
    }

    /// Sets the faults of a stack with a probe, from now on.
    pub(crate) async fn faults(&self, faults: &Value) {
        let answer = self.post("/_local/faults", faults).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    }

    /// Waits for all that follows from what has happened.
    pub(crate) async fn settle(&self) {
        self.get("/_local/mail").await;
    }

    /// The file as its ticket's requester sees it.
    pub(crate) async fn file(&self, ticket: &Created, id: &str) -> Value {
        let ticket = self.read(ticket).await;
        let files = ticket["attachments"].as_array().unwrap();
        let file = files.iter().find(|file| file["id"] == id);
        file.cloned().unwrap_or(Value::Null)
    }

    /// Follows the way to a file, and what is there: headers and bytes.
    pub(crate) async fn download(
        &self,
        ticket: &Created,
        id: &str,
        more: &str,
    ) -> (reqwest::header::HeaderMap, Vec<u8>) {
        let path = format!("{}{more}", ticket.api(&format!("/attachments/{id}")));
        let way = self.get(&path).await;
        assert_eq!(way.status, 302, "{}", way.text);
        let there = self.http.get(way.header("location")).send().await.unwrap();
        assert_eq!(there.status().as_u16(), 200);
        (
            there.headers().clone(),
            there.bytes().await.unwrap().to_vec(),
        )
    }
}

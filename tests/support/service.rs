//! A service that takes calls, as ntfy or Slack do: it answers as it is told, and keeps what it was sent.

use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The status of a service that does not answer, for as long as it has it.
pub(crate) const HANG: u16 = 0;

/// A request that the service got.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) path: String,
    /// The value of `Authorization`, if there was one.
    pub(crate) authorization: Option<String>,
    pub(crate) json: Value,
}

pub(crate) struct Service {
    pub(crate) url: String,
    answers: watch::Sender<u16>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (answers, sent) = (watch::Sender::new(200), Arc::default());
        let service = Self {
            url,
            answers: answers.clone(),
            sent: Arc::clone(&sent),
        };
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (mut answers, sent) = (answers.subscribe(), Arc::clone(&sent));
                tokio::spawn(async move {
                    let mut read = Vec::new();
                    let whole = loop {
                        let mut part = [0; 4096];
                        let count = stream.read(&mut part).await.unwrap_or(0);
                        read.extend_from_slice(&part[..count]);
                        if count == 0 || is_whole(&read) {
                            break String::from_utf8(read).unwrap();
                        }
                    };
                    let (head, body) = whole.split_once("\r\n\r\n").unwrap();
                    let path = head.split(' ').nth(1).unwrap().to_owned();
                    let authorization = header(head, "authorization").map(str::to_owned);
                    let status = answers.wait_for(|status| *status != HANG).await;
                    let Ok(status) = status.map(|status| *status) else {
                        return;
                    };
                    if status == 200 {
                        let json = serde_json::from_str(body).unwrap();
                        sent.lock().unwrap().push(Sent {
                            path,
                            authorization,
                            json,
                        });
                    }
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        service
    }

    /// From now on it answers with this status, and keeps what it answers with 200.
    pub(crate) fn answer_with(&self, status: u16) {
        self.answers.send_replace(status);
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = header(head, "content-length").and_then(|length| length.parse().ok());
    body.len() >= length.unwrap_or(0)
}

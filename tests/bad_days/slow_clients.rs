//! Clients that begin a request and do not end it.

use crate::support::{Folder, config};
use docket_local::Stack;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CLIENTS: usize = 600;

#[tokio::test(flavor = "multi_thread")]
async fn six_hundred_half_sent_requests_are_cut_off_and_hold_up_nobody() {
    let folder = Folder::new();
    let mut config = config(folder.path());
    config.client_patience = Duration::from_secs(3);
    let stack = Stack::start(config, docket::functions()).await.unwrap();
    let url = stack.url();
    let address = url.strip_prefix("http://").unwrap();
    let half_sent = [
        // A body that stops, a head that stops, and a connection that says nothing.
        "POST /api/desks/spaceos/tickets HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{\"topic\":",
        "POST /spaceos/new HTTP/1.1\r\nhost: a\r\ncontent-",
        "",
    ];
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let mut client = TcpStream::connect(address).await.unwrap();
        let sent = half_sent[number % half_sent.len()];
        client.write_all(sent.as_bytes()).await.unwrap();
        clients.push(client);
    }
    // Others are served meanwhile.
    let answer = reqwest::get(format!("{url}/spaceos")).await.unwrap();
    assert_eq!(answer.status(), 200);
    for (number, mut client) in clients.into_iter().enumerate() {
        let mut answer = String::new();
        // It ends when the connection is closed.
        client.read_to_string(&mut answer).await.unwrap();
        if number % half_sent.len() == 0 {
            assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
            assert!(answer.contains("application/problem+json"), "{answer}");
        }
    }
}

//! Files on a bad day.

use crate::support::Site;
use crate::support::files::{File, PART};
use docket_domain::attachment::FilesOnTicket;
use serde_json::{Value, json};

/// Does it again as long as it is told to come back, as the page does.
async fn persistently(mut attempt: impl AsyncFnMut() -> crate::support::Answer) -> Value {
    for _ in 0..200 {
        let answer = attempt().await;
        match answer.status {
            503 => assert_eq!(answer.header("retry-after"), "2"),
            _ => {
                assert!([200, 201].contains(&answer.status), "{}", answer.text);
                return answer.json;
            }
        }
    }
    panic!("it never succeeds");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_bad_day_no_file_is_lost_and_none_counts_twice() {
    let site = Site::start_with_probe().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let files = [
        File::png("a.png"),
        File::new("b.txt", "text/plain", "words"),
        File::new("c.csv", "text/csv", "a,b\n1,2\n"),
        File::video("d.mp4", PART + 7),
        File::new("e.png", "image/png", "<html><script></script></html>"),
    ];
    let faults = async |percent: u32| {
        let body = json!({ "percent": percent });
        assert_eq!(site.post("/_local/faults", &body).await.status, 204);
    };
    faults(20).await;
    for file in &files {
        let answer = persistently(async || site.announce(&ticket, file).await).await;
        if file.bytes.len() > PART {
            for part in answer["upload"]["parts"].as_array().unwrap() {
                let place = part["number"].as_u64().unwrap() as usize - 1;
                let bytes = file.bytes.chunks(PART).nth(place).unwrap();
                assert_eq!(site.put(part, bytes).await.status, 200);
            }
            let complete = answer["upload"]["complete"].as_str().unwrap();
            persistently(async || site.post(complete, &json!({})).await).await;
        } else {
            let put = site.put(&answer["upload"], &file.bytes).await;
            assert_eq!(put.status, 200, "{}", put.text);
        }
    }
    // Every answer of a commit is lost once: whoever does it again finds it done.
    faults(0).await;
    site.post("/_local/faults", &json!({ "lost_commits": 2 }))
        .await;
    let answer = persistently(async || site.announce(&ticket, &File::png("f.png")).await).await;
    site.put(&answer["upload"], &File::png("f.png").bytes).await;
    let answer = persistently(async || site.announce(&ticket, &File::png("g.png")).await).await;
    site.post("/_local/faults", &json!({ "lost_commits": 1 }))
        .await;
    let path = ticket.api(&format!("/attachments/{}", answer["id"].as_str().unwrap()));
    let cancelled = site.send(reqwest::Method::DELETE, &path, &[], "").await;
    assert_eq!(cancelled.status, 204, "{}", cancelled.text);
    // Events that failed too often are told once more by the sweep.
    site.advance("PT25H").await;
    site.settle().await;

    let read = site.read(&ticket).await;
    let mut states: Vec<(&str, &str)> = read["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["name"].as_str().unwrap(),
                file["state"].as_str().unwrap(),
            )
        })
        .collect();
    states.sort_unstable();
    let stored = ["a.png", "b.txt", "c.csv", "d.mp4"].map(|name| (name, "stored"));
    let mut wanted = stored.to_vec();
    wanted.extend([("e.png", "quarantined"), ("f.png", "stored")]);
    assert_eq!(states, wanted);
    let events = read["timeline"].as_array().unwrap();
    let attached = events
        .iter()
        .filter(|event| event["kind"] == "attached")
        .count();
    assert_eq!(attached, 5);
    let store = &site.stack.cloud().store;
    let id = ticket.id.parse().unwrap();
    let files = store.files(&id).await.unwrap();
    let (counted, there) = (
        store.files_on(&id).await.unwrap(),
        FilesOnTicket::of(&files),
    );
    assert_eq!((counted.count, counted.bytes), (there.count, there.bytes));
}

//! What is refused before a byte is sent, and how it is said.

use crate::support::Site;
use crate::support::files::{File, PART, hex};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_25_every_limit_is_said_before_anything_is_sent() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let path = ticket.api("/attachments");
    let good = File::png("a.png").announcement(PART);
    let five_gb: u64 = 5_000_000_000;
    for (field, wrong, says) in [
        ("name", json!({ "name": "" }), "fill this in"),
        ("size", json!({ "size": 0 }), "empty"),
        ("size", json!({ "size": five_gb }), "50 MB"),
        ("size", json!({ "size": u64::MAX }), "50 MB"),
        ("size", json!({ "size": -1 }), "number"),
        ("size", json!({ "size": 1.5 }), "number"),
        ("size", json!({ "size": "many" }), "number"),
        ("size", json!({ "size": null }), "fill this in"),
        ("size", json!({ "size": [1] }), "Send a text"),
        (
            "content_type",
            json!({ "content_type": "application/x-msdownload" }),
            "application/pdf",
        ),
        (
            "content_type",
            json!({ "content_type": "", "name": "setup.exe" }),
            "application/pdf",
        ),
        (
            "content_type",
            json!({ "content_type": "image" }),
            "image/*",
        ),
        ("sha256", json!({ "sha256": "" }), "fill this in"),
        ("sha256", json!({ "sha256": "abc" }), "64 hexadecimal"),
        ("parts", json!({ "parts": [hex(b"a")] }), "one piece"),
        (
            "parts",
            json!({ "size": 10_000_000 }),
            "parts of 8388608 bytes",
        ),
        (
            "parts",
            json!({ "size": 10_000_000, "sha256": "", "parts": [hex(b"a")] }),
            "each of the 2 parts",
        ),
        (
            "parts",
            json!({ "size": 10_000_000, "sha256": "", "parts": ["a", "b"] }),
            "64 hexadecimal",
        ),
        ("color", json!({ "color": "red" }), "no such field"),
    ] {
        let mut body = good.clone();
        for (name, value) in wrong.as_object().unwrap() {
            body[name] = value.clone();
        }
        let answer = site.post(&path, &body).await;
        answer.is_problem(422, field);
        assert!(
            answer.text.contains(says),
            "{says} is not in {}",
            answer.text
        );
    }
    let mut internal = good.clone();
    internal["internal"] = true.into();
    let answer = site.post(&path, &internal).await;
    answer.is_problem(422, "internal");
    assert_eq!(site.read(&ticket).await["attachments"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_takes_as_many_files_and_bytes_as_its_desk_says() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let announce = async |name: &str, size: u64| {
        let digests: Vec<String> = (0..size.div_ceil(PART as u64))
            .map(|part| hex(format!("{name}{part}").as_bytes()))
            .collect();
        let body =
            json!({ "name": name, "size": size, "content_type": "video/mp4", "parts": digests });
        site.post(&ticket.api("/attachments"), &body).await
    };
    // 50 and 40 of 100 MB are taken: 20 more are too much, 10 are not.
    let megabytes = 1_048_576;
    assert_eq!(announce("a", 50 * megabytes).await.status, 201);
    assert_eq!(announce("b", 40 * megabytes).await.status, 201);
    let full = announce("c", 20 * megabytes).await;
    full.is_problem(422, "size");
    assert!(
        full.text.contains("100 MB") && full.text.contains("10 MB"),
        "{}",
        full.text
    );
    assert_eq!(announce("d", 10 * megabytes).await.status, 201);
    let nothing_left = site.announce(&ticket, &File::png("e.png")).await;
    nothing_left.is_problem(422, "size");

    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    for number in 0..5 {
        let bytes = format!("line {number}\n");
        site.attach(
            &ticket,
            &File::new(&format!("{number}.txt"), "text/plain", bytes),
        )
        .await;
    }
    let one_more = site.announce(&ticket, &File::png("six.png")).await;
    one_more.is_problem(422, "name");
    assert!(
        one_more.text.contains("at most 5 files"),
        "{}",
        one_more.text
    );
    // What was announced before goes on all the same.
    let again = site
        .announce(&ticket, &File::new("4.txt", "text/plain", "line 4\n"))
        .await;
    assert_eq!(
        (again.status, &again.json["state"]),
        (200, &json!("stored"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_about_files_are_told_what_is_wrong() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let path = ticket.api("/attachments");
    for (body, status) in [
        ("{", 400),
        ("[]", 400),
        ("\"x\"", 400),
        ("null", 400),
        ("", 400),
    ] {
        let headers = [("content-type", "application/json")];
        let answer = site
            .send(reqwest::Method::POST, &path, &headers, body)
            .await;
        answer.is_problem(status, "body");
    }
    let huge = json!({ "name": "a".repeat(1_100_000) });
    site.post(&path, &huge).await.is_problem(413, "body");
    let many: Vec<Value> = (0..900).map(|_| hex(b"a").into()).collect();
    let body =
        json!({ "name": "a.mp4", "size": 9_000_000, "content_type": "video/mp4", "parts": many });
    site.post(&path, &body).await.is_problem(422, "parts");
    for file in [
        "x",
        "0190A0B1-0000-7000-8000-000000000000",
        "0190a0b1-0000-7000-8000-000000000000",
        "%00",
        "..%2f..",
    ] {
        let one = ticket.api(&format!("/attachments/{file}"));
        site.get(&one).await.is_problem(404, "file");
        let complete = ticket.api(&format!("/attachments/{file}/complete"));
        site.post(&complete, &json!({}))
            .await
            .is_problem(404, "file");
    }
    let nowhere = site.get(&ticket.api("/attachments/a/b/c")).await;
    nowhere.is_problem(404, "");
    let none = site
        .post(
            &ticket.api("/attachments").replace("SOS-", "SOS-99"),
            &json!({}),
        )
        .await;
    none.is_problem(404, "id");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_tells_what_it_takes() {
    let site = Site::start().await;
    for desk in ["spotme", "smartplayer", "twin24", "spaceos", "learnupon"] {
        let answer = site.get(&format!("/api/desks/{desk}")).await.json;
        let limits = &answer["attachments"];
        assert!(
            limits["max_bytes"].as_u64().unwrap() >= 52_428_800,
            "{desk}"
        );
        assert!(limits["max_total_bytes"].as_u64() >= limits["max_bytes"].as_u64());
        assert_eq!(limits["part_bytes"], PART);
        assert!(
            limits["types"]
                .as_array()
                .unwrap()
                .contains(&json!("image/*"))
        );
    }
}

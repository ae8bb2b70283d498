//! How much goes over the wire: answers are compressed, unless that gives something away, and left out for those who have them.

use crate::support::{Answer, Client, Site};
use serde_json::json;

const GZIP: [(&str, &str); 1] = [("accept-encoding", "br, gzip")];
const PAGE: [(&str, &str); 2] = [("accept-encoding", "gzip"), ("accept", "text/html")];

/// Reads an answer in gzip. Returns its size on the wire, and its content.
fn compressed(path: &str, answer: &Answer) -> (usize, String) {
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
    assert!(answer.header("vary").contains("accept-encoding"), "{path}");
    let (head, rest) = answer.bytes.split_at(10);
    assert_eq!(head[..3], [0x1f, 0x8b, 8]);
    let content = miniz_oxide::inflate::decompress_to_vec(&rest[..rest.len() - 8]).unwrap();
    (answer.bytes.len(), String::from_utf8(content).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_small() {
    let site = Site::start_without_limits().await;
    for number in 0..60 {
        let subject = format!("The report of week {number} cannot be opened");
        let email = format!("person{number}@customer{}.example.com", number % 7);
        let more = json!({ "subject": subject, "requester": { "email": email } });
        site.ticket("spaceos", "question", more).await;
    }
    let agent = site.agent("spaceos").await;
    let mut sizes = Vec::new();
    for desk in ["spaceos", "spotme", "smartplayer", "twin24", "learnupon"] {
        let (size, page) = compressed(desk, &site.get_with(&format!("/{desk}"), &PAGE).await);
        assert_eq!(
            page,
            site.page(&format!("/{desk}")).await.text,
            "the same page"
        );
        assert!(page.contains("/style.css?v="));
        sizes.push((desk, "desk", size, 4_000));
        let topic = page
            .split("/new?topic=")
            .nth(1)
            .map(|rest| rest.split(['"', '&']).next().unwrap());
        if let Some(topic) = topic {
            let (size, _) = compressed(
                topic,
                &site
                    .get_with(&format!("/{desk}/new?topic={topic}"), &PAGE)
                    .await,
            );
            sizes.push((desk, "form", size, 7_000));
        }
    }
    let (size, queue) = compressed("queue", &agent.get_with("/spaceos/console", &PAGE).await);
    assert_eq!(queue.matches("cannot be opened").count(), 50);
    sizes.push(("spaceos", "queue of 50", size, 8_000));
    for (desk, page, size, most) in sizes {
        println!("{desk}: {page}: {size} bytes");
        assert!(size <= most, "{desk}: {page}: {size} bytes");
    }
    let style = site.get("/style.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_show_words_of_the_request_is_not_compressed() {
    let site = Site::start().await;
    // Context of an entry link is shown, or may be.
    for path in [
        "/spaceos?q=words",
        "/spotme/new?topic=quote&app=words",
        "/spaceos/nowhere",
    ] {
        let answer = site.get_with(path, &GZIP).await;
        assert_eq!(answer.header("content-encoding"), "", "{path}");
    }
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let said = json!({ "body": "x".repeat(5_000) });
    let answer = site.post_with(&ticket.api("/comments"), &said, &GZIP).await;
    assert_eq!(
        (answer.status, answer.header("content-encoding")),
        (201, "")
    );
    let (_, read) = compressed("ticket", &site.get_with(&ticket.api(""), &GZIP).await);
    assert!(read.contains("xxxxx"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_answer_already_is_told_so() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let agent = site.agent("spaceos").await;
    let path = ticket.api("");
    let tag = site.get(&path).await.header("etag").to_owned();
    let ask = async |client: &Client, path: &str, tag: &str| {
        let answer = client.get_with(path, &[("if-none-match", tag)]).await;
        (answer.status, answer.bytes.len())
    };
    assert_eq!(ask(&site, &path, &tag).await, (304, 0));
    assert_eq!(ask(&site, &path, &format!("W/{tag}")).await, (304, 0));
    // Another role, another language and another version are other answers.
    let staff = ticket.api_without_key("");
    let other_role = agent.get_with(&staff, &[("if-none-match", &tag)]).await;
    assert_eq!(other_role.status, 200);
    let other = format!("{path}&language=en");
    let english = site.get(&other).await.header("etag").to_owned();
    assert_eq!(ask(&site, &other, &english).await, (304, 0));
    let said = json!({ "body": "More" });
    assert_eq!(site.post(&ticket.api("/comments"), &said).await.status, 201);
    assert_eq!(ask(&site, &path, &tag).await.0, 200);
    // The tag names the version for a change.
    let now = site.get(&path).await.header("etag").to_owned();
    let said = json!({ "body": "And more" });
    let answer = site
        .post_with(&ticket.api("/comments"), &said, &[("if-match", &now)])
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);

    for path in ["/spaceos", "/api/desks/spaceos"] {
        let tag = site.get(path).await.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        assert_eq!(ask(&site, path, &tag).await, (304, 0), "{path}");
    }
    // A form has a key of its own each time.
    assert_eq!(site.get("/spotme/new?topic=quote").await.header("etag"), "");
}

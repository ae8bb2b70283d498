//! Files on tickets: they go from the browser to storage, are looked at there, and come back from there.

mod attacks;
mod faults;
mod form;
mod keeping;
mod leftovers;
mod limits;
mod scans;

use crate::support::Site;
use crate::support::files::{File, PART, PNG};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn all_5_a_file_goes_straight_to_storage_and_onto_its_ticket() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let file = File::png("screen.png");
    let answer = site.announce(&ticket, &file).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json["state"], "uploading");
    let url = answer.json["upload"]["url"].as_str().unwrap();
    assert!(!url.starts_with(&site.url), "another origin: {url}");

    let put = site.put(&answer.json["upload"], &file.bytes).await;
    assert_eq!(put.status, 200, "{}", put.text);
    site.settle().await;

    let read = site.read(&ticket).await;
    let stored = &read["attachments"][0];
    assert_eq!(stored["state"], "stored");
    assert_eq!(stored["name"], "screen.png");
    assert_eq!(stored["size"], PNG.len());
    assert_eq!(stored["scan"], "not_scanned");
    let last = read["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!(last["kind"], "attached");
    assert_eq!(last["file"]["id"], stored["id"]);
    assert_eq!(last["actor"]["role"], "opener");

    let id = stored["id"].as_str().unwrap();
    let (headers, bytes) = site.download(&ticket, id, "").await;
    assert_eq!(bytes, PNG);
    assert_eq!(headers["content-type"], "image/png");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(
        headers["content-disposition"],
        "attachment; filename=\"screen.png\"; filename*=UTF-8''screen.png"
    );
    let (headers, _) = site.download(&ticket, id, "&show=inline").await;
    let shown = headers["content-disposition"].to_str().unwrap();
    assert!(shown.starts_with("inline;"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_comes_in_parts_and_goes_on_where_it_broke_off() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let file = File::video("screen.mp4", 2 * PART + 1_000);
    let first = site.announce(&ticket, &file).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.json["upload"]["part_bytes"], PART);
    let parts = first.json["upload"]["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    let put = site.put(&parts[1], &file.bytes[PART..2 * PART]).await;
    assert_eq!(put.status, 200, "{}", put.text);

    let complete = first.json["upload"]["complete"].as_str().unwrap();
    site.post(complete, &json!({}))
        .await
        .is_problem(409, "file");

    // The tab was closed; the same file is picked again.
    let again = site.announce(&ticket, &file).await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(again.json["id"], first.json["id"]);
    let left: Vec<_> = again.json["upload"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["number"].clone())
        .collect();
    assert_eq!(left, [json!(1), json!(3)]);
    let joined = site.put_parts(&again.json, &file).await;
    assert_eq!(joined.status, 200, "{}", joined.text);
    // Nobody heard of it: asked again, it is so.
    assert_eq!(site.post(complete, &json!({})).await.status, 200);
    site.settle().await;
    assert_eq!(site.post(complete, &json!({})).await.status, 200);

    let id = first.json["id"].as_str().unwrap();
    assert_eq!(site.file(&ticket, id).await["state"], "stored");
    let (_, bytes) = site.download(&ticket, id, "").await;
    assert!(bytes == file.bytes);
    let once_more = site.announce(&ticket, &file).await;
    assert_eq!(
        (once_more.status, &once_more.json["state"]),
        (200, &json!("stored"))
    );
    assert_eq!(
        site.read(&ticket).await["attachments"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_cancelled_leaves_nothing_and_gives_its_place_free() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let whole = File::png("a.png");
    let parts = File::video("b.mp4", PART + 1);
    for file in [&whole, &parts] {
        let answer = site.announce(&ticket, file).await;
        let id = answer.json["id"].as_str().unwrap();
        let path = ticket.api(&format!("/attachments/{id}"));
        let cancelled = site.send(reqwest::Method::DELETE, &path, &[], "").await;
        assert_eq!(cancelled.status, 204, "{}", cancelled.text);
        let again = site.send(reqwest::Method::DELETE, &path, &[], "").await;
        again.is_problem(404, "file");
        if file.bytes.len() < PART {
            // The address is still good; what comes by it is nobody's.
            site.put(&answer.json["upload"], &file.bytes).await;
        } else {
            let part = &answer.json["upload"]["parts"][0];
            site.is_given_up(part, &file.bytes[..PART]).await;
        }
        site.settle().await;
    }
    assert_eq!(site.read(&ticket).await["attachments"], json!([]));
    assert_eq!(site.read(&ticket).await["version"], 1);
    let id = ticket.id.parse().unwrap();
    let used = site.stack.cloud().store.files_on(&id).await.unwrap();
    assert_eq!((used.count, used.bytes), (0, 0));
    let stored = site.attach(&ticket, &whole).await;
    let path = ticket.api(&format!("/attachments/{stored}"));
    let too_late = site.send(reqwest::Method::DELETE, &path, &[], "").await;
    too_late.is_problem(409, "file");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_seen_by_whoever_may_see_the_ticket_and_nobody_else() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let other = site.ticket("spaceos", "bug", json!({})).await;
    let id = site.attach(&ticket, &File::png("mine.png")).await;
    let agent = site.agent("spaceos").await;

    let internal = File::new("note.txt", "text/plain", "for us alone");
    let mut body = internal.announcement(PART);
    body["internal"] = true.into();
    let refused = site.post(&ticket.api("/attachments"), &body).await;
    refused.is_problem(422, "internal");
    let announced = agent
        .post(&ticket.api_without_key("/attachments"), &body)
        .await;
    assert_eq!(announced.status, 201, "{}", announced.text);
    site.put(&announced.json["upload"], &internal.bytes).await;
    site.settle().await;
    let hidden = announced.json["id"].as_str().unwrap();

    assert_eq!(site.file(&ticket, hidden).await, json!(null));
    let way = site
        .get(&ticket.api(&format!("/attachments/{hidden}")))
        .await;
    way.is_problem(404, "file");
    let way = agent
        .get(&ticket.api_without_key(&format!("/attachments/{hidden}")))
        .await;
    assert_eq!(way.status, 302, "{}", way.text);
    assert!(!site.page(&ticket.page()).await.text.contains("note.txt"));

    // Without a key; with the key of another ticket; on another ticket.
    let way = site
        .get(&ticket.api_without_key(&format!("/attachments/{id}")))
        .await;
    way.is_problem(401, "key");
    let way = site
        .get(&format!(
            "{}?key={}",
            ticket.api_without_key(&format!("/attachments/{id}")),
            other.key
        ))
        .await;
    way.is_problem(404, "id");
    let way = site.get(&other.api(&format!("/attachments/{id}"))).await;
    way.is_problem(404, "file");
    // What is wrong with a file is told to nobody who may not see the ticket.
    let blind = site
        .post(&ticket.api_without_key("/attachments"), &json!({}))
        .await;
    blind.is_problem(401, "key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_desk_is_mailed_about_and_one_of_the_requester_is_an_answer() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let agent = site.agent("spotme").await;
    agent.comment(&ticket, "Please send the log.").await;
    assert_eq!(site.status(&ticket).await, "waiting-for-participant");
    site.attach(&ticket, &File::new("app.log", "", "line one\nline two\n"))
        .await;
    assert_eq!(site.status(&ticket).await, "in-progress");

    let before = site.mails_to("requester@example.com").await.len();
    let file = File::png("answer.png");
    let announced = agent
        .post(
            &ticket.api_without_key("/attachments"),
            &file.announcement(PART),
        )
        .await;
    site.put(&announced.json["upload"], &file.bytes).await;
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), before + 1);
    let text = mails[before]["text"].as_str().unwrap();
    assert!(text.contains("answer.png"), "{text}");
    assert_eq!(site.status(&ticket).await, "in-progress");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redelivered_event_changes_nothing() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let id = site.attach(&ticket, &File::png("once.png")).await;
    let before = site.read(&ticket).await;
    let event = json!({
        "source": "aws.s3", "detail-type": "Object Created",
        "detail": { "bucket": { "name": "docket-files" }, "object": { "key": format!("incoming/{}/{id}", ticket.id) } },
    });
    let function = site.store_attachment();
    let later = site.announce(&ticket, &File::png("later.png")).await.json;
    let key = format!("incoming/{}/{}", ticket.id, later["id"].as_str().unwrap());
    let mut early = event.clone();
    early["detail"]["object"]["key"] = key.into();
    assert_eq!(function.handle(early).await.unwrap()["outcome"], "gone");
    let before = {
        let path = ticket.api(&format!("/attachments/{}", later["id"].as_str().unwrap()));
        site.send(reqwest::Method::DELETE, &path, &[], "").await;
        before
    };
    for _ in 0..3 {
        function.handle(event.clone()).await.unwrap();
    }
    assert_eq!(site.read(&ticket).await, before);
    for odd in [
        json!({}),
        json!([]),
        json!({ "Records": [] }),
        json!({ "source": "aws.s3", "detail-type": "Object Created", "detail": {} }),
        json!({ "source": "aws.ec2", "detail-type": "x", "detail": {} }),
        json!({ "source": "aws.s3", "detail-type": "Object Created", "detail": { "bucket": { "name": "another" }, "object": { "key": "incoming/A-1/x" } } }),
    ] {
        assert!(function.handle(odd.clone()).await.is_err(), "{odd}");
    }
    let foreign = json!({
        "source": "aws.s3", "detail-type": "Object Created",
        "detail": { "bucket": { "name": "docket-files" }, "object": { "key": "incoming/../../x" } },
    });
    assert_eq!(
        function.handle(foreign).await.unwrap()["outcome"],
        "nothing"
    );
}

//! Uploads that were never finished.

use crate::support::Site;
use crate::support::files::{File, PART};
use docket_local::{Config, Stack};
use docket_probe::Probe;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_finished_is_gone_after_a_day_with_all_its_parts() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    site.announce(&ticket, &File::png("never.png")).await;
    let video = File::video("half.mp4", PART + 1);
    let answer = site.announce(&ticket, &video).await.json;
    let part = &answer["upload"]["parts"][0];
    assert_eq!(site.put(part, &video.bytes[..PART]).await.status, 200);
    site.submit(&ticket.api("/attachments"), &[]).await;
    let stored = site
        .attach(&ticket, &File::new("kept.txt", "text/plain", "words"))
        .await;

    site.advance("PT23H").await;
    assert_eq!(
        site.read(&ticket).await["attachments"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    site.advance("PT2H").await;
    let left = site.read(&ticket).await;
    assert_eq!(left["attachments"].as_array().unwrap().len(), 1);
    assert_eq!(left["attachments"][0]["id"], stored.as_str());
    site.is_given_up(part, &video.bytes[..PART]).await;
    for folder in [".uploads", ".unfinished"] {
        let folder = site.folder().join("files/objects").join(folder);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "{folder:?}");
    }
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!((used.count, used.bytes), (1, 5));
    // The same file can be announced anew.
    let anew = site.announce(&ticket, &video).await;
    assert_eq!(anew.status, 201);
    assert_eq!(anew.json["upload"]["parts"].as_array().unwrap().len(), 2);
}

async fn start(config: Config) -> Stack {
    Stack::start_through(config, docket::functions(), Probe::default())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_arrived_just_before_the_stack_stopped_is_there_when_it_starts() {
    let folder = crate::support::Folder::new();
    let config = crate::support::config(folder.path());
    let stack = start(config.clone()).await;
    let client = crate::support::Client::new(&stack.url());
    let ticket = client.ticket("spaceos", "bug", json!({})).await;
    let file = File::png("last.png");
    let answer = client.announce(&ticket, &file).await.json;
    // As if the process had ended between storage and its event.
    let refuse = json!({ "bucket_refuses": true });
    assert_eq!(client.put(&answer["upload"], &file.bytes).await.status, 200);
    client.post("/_local/faults", &refuse).await;
    client.settle().await;
    drop(stack);
    let stack = start(config).await;
    let client = crate::support::Client::new(&stack.url());
    client.settle().await;
    assert_eq!(
        client.file(&ticket, answer["id"].as_str().unwrap()).await["state"],
        "stored"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_the_bucket_has_given_up_begins_anew() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let video = File::video("again.mp4", PART + 1);
    let first = site.announce(&ticket, &video).await.json;
    let part = &first["upload"]["parts"][0];
    assert_eq!(site.put(part, &video.bytes[..PART]).await.status, 200);
    // As the bucket's rule does with uploads that are older than a day.
    let (id, file) = (ticket.id.parse().unwrap(), first["id"].as_str().unwrap());
    let store = &site.stack.cloud().store;
    let kept = store
        .file(&id, file.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let Some(docket_domain::attachment::Content::Parts { upload, .. }) = &kept.content else {
        panic!("{kept:?}");
    };
    site.stack.files().abort_parts(&kept, upload).await.unwrap();
    let complete = first["upload"]["complete"].as_str().unwrap();
    site.post(complete, &json!({}))
        .await
        .is_problem(409, "file");

    let again = site.announce(&ticket, &video).await.json;
    assert_eq!(again["id"], first["id"]);
    assert_eq!(again["upload"]["parts"].as_array().unwrap().len(), 2);
    assert_eq!(site.put_parts(&again, &video).await.status, 200);
    site.settle().await;
    assert_eq!(site.file(&ticket, file).await["state"], "stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_parts_whose_event_was_lost_is_told_of_again_and_is_the_same() {
    let site = Site::start_with_probe().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let video = File::video("lost.mp4", PART + 1);
    let answer = site.announce(&ticket, &video).await.json;
    for part in answer["upload"]["parts"].as_array().unwrap() {
        let place = part["number"].as_u64().unwrap() as usize - 1;
        let bytes = video.bytes.chunks(PART).nth(place).unwrap();
        assert_eq!(site.put(part, bytes).await.status, 200);
    }
    // The table refuses until the event has failed for good.
    let bad_day = async |percent: u32| {
        let body = json!({ "percent": percent });
        assert_eq!(site.post("/_local/faults", &body).await.status, 204);
    };
    let (id, file) = (ticket.id.parse().unwrap(), answer["id"].as_str().unwrap());
    let store = &site.stack.cloud().store;
    let kept = store
        .file(&id, file.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let Some(docket_domain::attachment::Content::Parts { upload, sha256, .. }) = &kept.content
    else {
        panic!("{kept:?}");
    };
    bad_day(100).await;
    let files = site.stack.files();
    let there = files
        .uploaded_parts(&kept, upload, sha256)
        .await
        .unwrap()
        .unwrap();
    files.join_parts(&kept, upload, there).await.unwrap();
    site.settle().await;
    bad_day(0).await;
    site.advance("PT25H").await;
    site.settle().await;
    assert_eq!(site.file(&ticket, file).await["state"], "stored");
    let (_, bytes) = site.download(&ticket, file, "").await;
    assert!(bytes == video.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_again_how_to_send_a_file_has_its_place_from_then_on() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let file = File::png("late.png");
    site.announce(&ticket, &file).await;
    site.advance("PT23H").await;
    let again = site.announce(&ticket, &file).await;
    assert_eq!(again.status, 200, "{}", again.text);
    site.advance("PT2H").await;
    assert_eq!(
        site.put(&again.json["upload"], &file.bytes).await.status,
        200
    );
    site.settle().await;
    let id = again.json["id"].as_str().unwrap();
    assert_eq!(site.file(&ticket, id).await["state"], "stored");
}

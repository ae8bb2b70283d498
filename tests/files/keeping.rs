//! Files of people whose address nobody confirmed are kept for 30 days.

use crate::support::Site;
use crate::support::files::{File, PART};
use serde_json::json;
use std::path::Path;

const DESK: &str = "smartplayer";

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_files_of_people_who_never_confirm_go_after_30_days() {
    let site = Site::start().await;
    let (strange, known) = (
        site.ticket(DESK, "report-a-bug", json!({})).await,
        site.ticket(DESK, "report-a-bug", json!({})).await,
    );
    let of_stranger = site.attach(&strange, &File::png("bait.png")).await;
    let of_known = site.attach(&known, &File::png("screen.png")).await;
    let agent = site.agent(DESK).await;
    let of_desk = File::png("answer.png");
    let by_agent = agent
        .post(
            &strange.api_without_key("/attachments"),
            &of_desk.announcement(PART),
        )
        .await;
    site.put(&by_agent.json["upload"], &of_desk.bytes).await;
    site.settle().await;

    site.advance("P29D").await;
    let state = async |ticket, id: &str| site.file(ticket, id).await["state"].clone();
    assert!(objects(site.folder()).contains(&of_stranger));
    assert_eq!(state(&strange, &of_stranger).await, "stored");
    let known = site.confirmed(&known).await;
    site.advance("P1DT1M").await;

    // The object is gone, and the ticket says so. Its room is free.
    assert_eq!(state(&strange, &of_stranger).await, "removed");
    assert!(!objects(site.folder()).contains(&of_stranger));
    let download = strange.api(&format!("/attachments/{of_stranger}"));
    site.get(&download).await.is_problem(409, "");
    let page = site.page(&strange.page()).await.words();
    assert!(page.contains("Removed: nobody confirmed"), "{page}");
    let id = strange.id.parse().unwrap();
    let used = site.stack.cloud().store.files_on(&id);
    assert_eq!(used.await.unwrap().count, 1, "the file of the desk");

    // What the desk sent stays, and what was confirmed in time. Nothing is due any more.
    let agent = site.agent(DESK).await;
    let kept = agent
        .get(&strange.api_without_key(&format!(
            "/attachments/{}",
            by_agent.json["id"].as_str().unwrap()
        )))
        .await;
    assert_eq!(kept.status, 302);
    assert_eq!(state(&known, &of_known).await, "stored");
    site.advance("P60D").await;
    assert_eq!(state(&known, &of_known).await, "stored");
    let again = site.attach(&strange, &File::png("bait.png")).await;
    assert_ne!(again, of_stranger, "the same file may be sent again");
}

/// The paths of all objects in the bucket.
fn objects(folder: &Path) -> String {
    let (mut folders, mut paths) = (vec![folder.join("files")], String::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false => paths += &format!("{}\n", path.display()),
            }
        }
    }
    paths
}

//! Nobody waits for a flood: a link to sign in leaves before the mails that were there first, at the rate of SES.

use crate::support::table::RawTable;
use crate::support::{Folder, Site, ticket_body};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const DESK: &str = "smartplayer";
/// The tickets of the flood.
const FLOOD: usize = 60;
/// The mails a second that SES takes, and of these those that are not urgent.
const RATE: u32 = 5;
const SHARE: u64 = 4;

/// The mails that have left so far, by the beginnings of their texts. The mailbox's own list waits for all.
fn left(folder: &Path, of: &str) -> usize {
    let mails = std::fs::read_dir(folder.join("mail")).unwrap().flatten();
    let texts = mails.filter_map(|mail| std::fs::read_to_string(mail.path()).ok());
    texts.filter(|text| text.contains(of)).count()
}

async fn until_one_left(folder: &Path, of: &str) {
    let look = async {
        while left(folder, of) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), look).await;
    assert!(found.is_ok(), "no mail has {of}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_a_link_to_sign_in_overtakes_a_flood_of_tickets() {
    let site = Site::start_with_mail_rate(RATE).await;
    let tickets = format!("/api/desks/{DESK}/tickets");
    for place in 0..FLOOD {
        let requester = json!({ "requester": { "email": format!("flood-{place}@example.com") } });
        let body = ticket_body(DESK, "quote", requester);
        assert_eq!(site.post(&tickets, &body).await.status, 201);
    }
    let agent = format!("agent-1@{DESK}.example.com");
    let asked = site
        .post(
            &format!("/api/desks/{DESK}/sign-in"),
            &json!({ "email": agent }),
        )
        .await;
    assert_eq!(asked.status, 202);
    until_one_left(site.folder(), &format!("To: <{agent}>")).await;
    let before = left(site.folder(), "To: <flood-");
    assert!(before < FLOOD / 2, "{before} mails left before the link");

    // Those that are not urgent leave at their share of the rate.
    until_one_left(site.folder(), "To: <flood-5@example.com>").await;
    // Those that have left are looked at first: more leave meanwhile.
    let sent = left(site.folder(), "To: <flood-");
    let mut seconds = BTreeMap::new();
    for item in RawTable::of(&site).await.all().await {
        let key = item["pk"].as_s().unwrap();
        if let Some(second) = key.strip_prefix("RATE#mails_per_second#stack#") {
            let mails: u64 = item["n"].as_n().unwrap().parse().unwrap();
            assert!(mails <= SHARE, "{mails} in {second}");
            seconds.insert(second.to_owned(), mails);
        }
    }
    assert!(seconds.len() >= 2, "{seconds:?}");
    let counted: u64 = seconds.values().sum();
    assert!(
        u64::try_from(sent).unwrap() <= counted,
        "{sent} of {counted}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_over_is_mailed_after_the_next_start() {
    let folder = Arc::new(Folder::new());
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    let agent = format!("agent-1@{DESK}.example.com");
    let ask = json!({ "email": agent });
    site.post(&format!("/api/desks/{DESK}/sign-in"), &ask).await;
    assert_eq!(site.mails_to(&agent).await.len(), 1);
    let kept = folder.path().join("handed-over");
    assert_eq!(
        std::fs::read_dir(&kept).unwrap().count(),
        0,
        "all were handled"
    );

    // As the folder is when the machine loses its power before `notify` has seen the link.
    let record = link_record(&site, &agent).await;
    drop(site);
    std::fs::remove_dir_all(folder.path().join("mail")).unwrap();
    let event = json!({ "function": "docket-notify", "event": { "urgent": [record] } });
    std::fs::write(kept.join("1.json"), event.to_string()).unwrap();
    std::fs::write(kept.join("2.part"), "{").unwrap();
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    let mails = site.mails_to(&agent).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 0);
}

/// The stream's record of a new link, which nobody was told of yet.
async fn link_record(site: &Site, email: &str) -> serde_json::Value {
    let cloud = site.stack.cloud();
    let expires = cloud.clock.now().as_second() + 900;
    let item = json!({
        "pk": { "S": "LINK#9-x" }, "sk": { "S": "SIGN_IN_LINK" },
        "id": { "S": "9-x" }, "desk": { "S": DESK }, "email": { "S": email },
        "language": { "S": "en" }, "expires_at": { "N": expires.to_string() },
    });
    json!({
        "eventID": "1", "eventName": "INSERT",
        "dynamodb": {
            "Keys": { "pk": item["pk"], "sk": item["sk"] },
            "NewImage": item, "SequenceNumber": "100000000000000000002",
        },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_mail_that_fails_makes_the_invocation_fail_and_is_sent_once() {
    let site = Site::start_with_probe().await;
    let agent = format!("agent-1@{DESK}.example.com");
    let record = link_record(&site, &agent).await;
    let event = json!({ "urgent": [record] });
    let notify = site.notify();
    site.post("/_local/faults", &json!({ "percent": 100 }))
        .await;
    let failed = notify.handle(event.clone()).await.unwrap_err().to_string();
    assert!(!failed.contains('@'), "{failed}");
    site.post("/_local/faults", &json!({ "percent": 0 })).await;
    for _ in 0..2 {
        notify.handle(event.clone()).await.unwrap();
    }
    assert_eq!(site.mails_to(&agent).await.len(), 1);
    let other = notify.handle(json!({ "urgent": "x" })).await.unwrap_err();
    assert!(other.to_string().contains("not a batch"), "{other}");
}

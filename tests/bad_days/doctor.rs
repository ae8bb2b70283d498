//! What the doctor finds in a data folder, whether a stack runs on it or not.

use crate::support::files::File;
use crate::support::program::Place;
use crate::support::table::RawTable;
use crate::support::{Client, Site};
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_folder_has_no_faults_and_one_of_nobody_is_named() {
    let place = Place::new();
    let program = place.start();
    let client = Client::new(&program.url);
    let ticket = client.ticket("spaceos", "question", json!({})).await;
    let file = File::new("log.txt", "text/plain", "The log\n");
    client.attach(&ticket, &file).await;
    let data = place.data();
    let command = ["doctor", "--data", data.to_str().unwrap()];
    let sound = "1 tickets with 2 events and 1 files: all fit together.\n";
    assert_eq!(place.command(&command), (true, sound.to_owned()));
    drop(program);
    assert_eq!(place.command(&command), (true, sound.to_owned()));
    let nothing = place.join("nothing");
    let (sound, said) = place.command(&["doctor", "--data", nothing.to_str().unwrap()]);
    assert!(!sound && said.contains("holds nothing of Docket"), "{said}");
    assert!(!nothing.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_gone_damaged_or_too_many_are_named_and_so_are_wrong_counts() {
    let folder = Arc::new(crate::support::Folder::new());
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    let objects: PathBuf = site.folder().join("files/objects/docket-files/files");
    let mut files = Vec::new();
    for number in 0..4 {
        let ticket = site.ticket("spaceos", "question", json!({})).await;
        let words = format!("Log {number}\n");
        let file = File::new("log.txt", "text/plain", words);
        let id = site.attach(&ticket, &file).await;
        files.push((ticket.id.clone(), objects.join(&ticket.id).join(id)));
    }
    std::fs::remove_file(&files[0].1).unwrap();
    let mut scratched = std::fs::read(&files[1].1).unwrap();
    scratched[0] ^= 1;
    std::fs::write(&files[1].1, scratched).unwrap();
    let stray = uuid::Uuid::now_v7().to_string();
    let stray_file = files[2].1.with_file_name(&stray);
    std::fs::copy(&files[2].1, stray_file).unwrap();
    let table = RawTable::of(&site).await;
    let change = async |pk: &str, sk: &str, name: &str, value: &str| {
        let mut item = table.get(pk, sk).await;
        item.insert(name.to_owned(), AttributeValue::N(value.to_owned()));
        table.put(item).await;
    };
    let ticket = format!("TICKET#{}", files[3].0);
    change(&ticket, "FILES", "files", "7").await;
    change("COUNTER#spaceos", "COUNTER", "last_number", "3").await;

    let stack = docket::RunningStack::on(site.folder());
    let running = stack.examine().await.unwrap();
    drop(site);
    let template = crate::support::root().join("template.yaml");
    let stopped = docket_local::examine_folder(folder.path(), &template);
    let stopped = stopped.await.unwrap();
    for report in [running, stopped] {
        let faults = &report.faults;
        let has = |begin: &str, words: &str| {
            let fault = |fault: &&String| fault.starts_with(begin) && fault.contains(words);
            assert_eq!(
                faults.iter().filter(fault).count(),
                1,
                "{words}: {faults:?}"
            );
        };
        has(&files[0].0, "storage does not hold it");
        has(&files[1].0, "is damaged");
        has(&files[2].0, &stray);
        has(
            &files[3].0,
            "it has 1 files with 6 bytes, and counts 7 with 6",
        );
        has(
            "spaceos: ",
            "its last number is 3, and there is SOS-4 already",
        );
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert_eq!((report.tickets, report.files), (4, 4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_for_long_is_told_of() {
    let site = Site::start_with_probe().await;
    let ticket = site.ticket("smartplayer", "quote", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    let now = site.stack.cloud().clock.now();
    let store = &site.stack.cloud().store;
    // The requester is to be reminded then.
    let on_time = now + jiff::SignedDuration::from_hours(24 * 10);
    let late = on_time + jiff::SignedDuration::from_hours(2);
    for (now, count) in [(on_time, 0), (late, 1)] {
        let report = docket_app::doctor::examine(store, &docket_app::doctor::OutOfSight, Some(now));
        let faults = report.await.unwrap().faults;
        assert_eq!(faults.len(), count, "{faults:?}");
        assert!(
            faults.iter().all(|fault| fault.contains("the sweep")),
            "{faults:?}"
        );
    }
}

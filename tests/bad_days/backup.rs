//! A backup that is made while people work, and what is made of it.

use crate::support::Client;
use crate::support::load::{Load, nothing_is_lost_or_doubled};
use crate::support::program::Place;
use crate::support::until::until;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_busy_desk_is_the_desk_as_it_was_and_mails_nobody_again() {
    let place = Place::new();
    let mut program = place.start();
    let client = Client::new(&program.url);
    let agent = client.agent("spaceos").await.bearer;
    let load = Arc::new(Load::default());
    // One writer: in a debug build, mails fall behind more.
    let writers = load.start(1, &client, &agent);
    until("tickets", || load.count() >= 12).await;
    let account = load.account();
    let (data, backup) = (place.data(), place.join("desk.tar"));
    let command = ["backup", text(&backup), "--data", text(&data)];
    let (made, said) = place.command(&command);
    assert!(made, "{said}");
    // What is there already is not written over.
    let (made, said) = place.command(&command);
    assert!(!made && said.contains("is there already"), "{said}");
    let before = load.count();
    until("tickets after that", || load.count() >= before + 4).await;
    load.stop();
    for writer in writers {
        writer.await.unwrap();
    }
    program.kill();

    let restored = place.join("restored");
    let command = ["restore", text(&backup), "--data", text(&restored)];
    let (made, said) = place.command(&command);
    assert!(made, "{said}");
    let mails = || std::fs::read_dir(restored.join("mail")).unwrap().count();
    let before = mails();
    let program = place.start_under(&[], &restored);
    let client = Client::new(&program.url);
    client.post("/_local/settle", &json!({})).await;
    assert_eq!(mails(), before, "nobody is mailed again");
    let stored = nothing_is_lost_or_doubled(&client, &restored, &account).await;
    assert!((account.len()..before).contains(&stored));
    // The desk goes on. Numbers that were given after the backup are given again, and their tickets are told of.
    let after = Arc::new(Load::small());
    after.go_on_with(10_000);
    let agent = client.agent("spaceos").await.bearer;
    let writers = after.start(4, &client, &agent);
    until("tickets", || after.count() >= 10).await;
    after.stop();
    for writer in writers {
        writer.await.unwrap();
    }
    let all = [account, after.account()].concat();
    nothing_is_lost_or_doubled(&client, &restored, &all).await;
    // A folder that holds something is not written over either.
    let (made, said) = place.command(&command);
    assert!(!made && said.contains("holds something"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_whole_backup_is_refused_and_leaves_nothing() {
    let place = Place::new();
    let program = place.start();
    let client = Client::new(&program.url);
    client.ticket("spaceos", "question", json!({})).await;
    let (data, backup) = (place.data(), place.join("desk.tar"));
    let (made, said) = place.command(&["backup", text(&backup), "--data", text(&data)]);
    assert!(made, "{said}");
    let whole = std::fs::read(&backup).unwrap();
    let restored = place.join("restored");
    let refused = |content: &[u8]| {
        std::fs::write(&backup, content).unwrap();
        let command = ["restore", text(&backup), "--data", text(&restored)];
        let (made, said) = place.command(&command);
        assert!(!made, "{} bytes: {said}", content.len());
        assert!(said.contains(text(&backup)), "{said}");
        assert!(!restored.exists());
        assert_eq!(place.names(), ["data", "desk.tar", "desks", "log"]);
    };
    refused(b"");
    refused(b"something else");
    // The end is two empty blocks and what fills the last one up.
    let end = whole.iter().rposition(|byte| *byte != 0).unwrap();
    for part in [512, whole.len() / 2, end - 10] {
        refused(&whole[..part]);
    }
    // In the first header, in the table, and in the manifest.
    for place in [100, 5_000, whole.len() / 2, end - 10] {
        let mut scratched = whole.clone();
        scratched[place] ^= 1;
        refused(&scratched);
    }
    // Another program's file that leads out of the folder.
    let mut other = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    header.as_gnu_mut().unwrap().name[..8].copy_from_slice(b"../owned");
    header.set_cksum();
    other.append(&header, &b"x"[..]).unwrap();
    refused(&other.into_inner().unwrap());
    assert!(!place.join("owned").exists());

    let missing = place.join("missing");
    let (made, said) = place.command(&["restore", text(&missing), "--data", text(&restored)]);
    assert!(!made && said.contains("missing"), "{said}");
    let (made, said) = place.command(&["restore", "--data", text(&restored)]);
    assert!(!made && said.contains("name the file"), "{said}");
    drop(program);
    let (made, said) = place.command(&["backup", text(&missing), "--data", text(&data)]);
    assert!(!made && said.contains("no Docket runs"), "{said}");
    assert!(!missing.exists());
}

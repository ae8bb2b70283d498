//! `docket desks apply`: into a table, here the embedded one, and into a stack that runs, by the socket in its data folder.

use crate::support::{Folder, Site, config, root};
use docket::{ApplyError, DeskPlace, Plan, RunningStack};
use docket_local::{CONTROL, Stack};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

fn copy_desks(to: &Path) {
    for file in std::fs::read_dir(root().join("desks")).unwrap() {
        let path = file.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// The changes that applying a folder makes, in which desks without a file stay.
async fn plan_for(place: DeskPlace, desks: &Folder) -> Result<Plan, ApplyError> {
    Plan::make(place, desks.path(), false, jiff::Timestamp::now()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_shows_what_differs_and_changes_only_that() {
    let site = Site::start_as_shipped().await;
    let store = &site.stack.cloud().store;
    let folder = Folder::new();
    copy_desks(folder.path());
    let plan = plan_for(DeskPlace::Table(store.clone()), &folder)
        .await
        .unwrap();
    assert!(plan.is_empty(), "{}", plan.report());

    let file = folder.path().join("spotme.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    let changed = source.replacen("SpotMe", "SpotMe Events", 1);
    assert_ne!(source, changed);
    std::fs::write(&file, &changed).unwrap();
    std::fs::remove_file(folder.path().join("twin24.toml")).unwrap();
    let plan = plan_for(DeskPlace::Table(store.clone()), &folder)
        .await
        .unwrap();
    let report = plan.report();
    assert!(
        report.contains("+") && report.contains("SpotMe Events"),
        "{report}"
    );
    assert!(
        report.contains("twin24 is in the table and not in the folder"),
        "{report}"
    );
    assert!(!report.contains("learnupon"), "{report}");
    let spotme = "spotme".parse().unwrap();
    assert_eq!(
        store.desk_file(&spotme).await.unwrap().unwrap().source,
        source,
        "asking changes nothing"
    );
    assert!(plan.carry_out().await.unwrap().is_empty());
    let file = store.desk_file(&spotme).await.unwrap().unwrap();
    assert_eq!((file.source, file.is_settled), (changed, true));
    let plan = plan_for(DeskPlace::Table(store.clone()), &folder)
        .await
        .unwrap();
    assert!(plan.is_empty(), "{}", plan.report());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_with_mistakes_is_refused_whole() {
    let site = Site::start_as_shipped().await;
    let store = site.stack.cloud().store.clone();
    let folder = Folder::new();
    copy_desks(folder.path());
    std::fs::write(folder.path().join("spotme.toml"), "id = 1").unwrap();
    let refused = plan_for(DeskPlace::Table(store), &folder)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("spotme.toml:1"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_has_no_effect_any_more_is_named() {
    let site = Site::start_as_shipped().await;
    let store = site.stack.cloud().store.clone();
    let folder = Folder::new();
    copy_desks(folder.path());
    let file = folder.path().join("spotme.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{source}\n[accounts]\nrequired = true\n")).unwrap();
    let refused = plan_for(DeskPlace::Table(store), &folder)
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("write `[access]`"),
        "{refused}"
    );
}

/// Desk files in which one name has changed.
fn renamed() -> Folder {
    let folder = Folder::new();
    copy_desks(folder.path());
    let file = folder.path().join("spotme.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, source.replacen("SpotMe Support", "SpotMe Events", 1)).unwrap();
    folder
}

/// The command, as somebody who types `answer` runs it: its exit code, output and errors.
fn apply(desks: &Path, data: &Path, answer: &str) -> (Option<i32>, String, String) {
    let typed = Folder::new();
    let typed = typed.path().join("typed");
    std::fs::write(&typed, answer).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_docket"))
        .args(["desks", "apply"])
        .arg(desks)
        .arg("--data")
        .arg(data)
        .stdin(std::fs::File::open(&typed).unwrap())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (said, failed) = (text(output.stdout), text(output.stderr));
    (output.status.code(), said, failed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_stack_shows_a_changed_desk_without_a_restart() {
    let site = Site::start_as_shipped().await;
    let desks = renamed();
    assert!(!site.page("/spotme").await.text.contains("SpotMe Events"));
    let (code, said, failed) = apply(desks.path(), site.folder(), "n\n");
    assert_eq!((code, failed.trim()), (Some(1), "Nothing was changed."));
    assert!(said.contains("SpotMe Events"), "{said}");
    assert!(!site.page("/spotme").await.text.contains("SpotMe Events"));
    let (code, said, failed) = apply(desks.path(), site.folder(), "y\n");
    assert_eq!((code, failed.as_str()), (Some(0), ""), "{said}");
    assert!(site.page("/spotme").await.text.contains("SpotMe Events"));
    let api = site.get("/api/desks/spotme").await;
    assert!(api.text.contains("SpotMe Events"), "{}", api.text);
    let (code, said, _) = apply(desks.path(), site.folder(), "");
    assert_eq!(
        (code, said.as_str()),
        (Some(0), "The table has these desks already.\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_stack_takes_no_desk_with_mistakes() {
    let site = Site::start_as_shipped().await;
    let desks = renamed();
    let before = site.page("/spotme").await.text;
    let stack = RunningStack::on(site.folder());
    let plan = plan_for(DeskPlace::Stack(stack), &desks).await.unwrap();
    assert!(!plan.is_empty());
    std::fs::write(desks.path().join("spotme.toml"), "id = 1").unwrap();
    let (code, _, failed) = apply(desks.path(), site.folder(), "y\n");
    assert_eq!(code, Some(1));
    assert!(failed.contains("spotme.toml:1:"), "{failed}");
    // Whoever speaks to the socket without the command is refused by the stack itself.
    for body in [
        "id = 1",
        &std::fs::read_to_string(root().join("desks/twin24.toml")).unwrap(),
    ] {
        let put = reqwest::Client::builder()
            .unix_socket(site.folder().join(CONTROL))
            .build()
            .unwrap()
            .put("http://docket/desks/spotme")
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        assert_eq!(put.status().as_u16(), 422);
        let mistakes: serde_json::Value = put.json().await.unwrap();
        let first = mistakes["mistakes"][0].as_str().unwrap();
        assert!(first.starts_with("1:"), "{first}");
    }
    assert_eq!(site.page("/spotme").await.text, before);
}

#[test]
fn where_nothing_runs_it_says_what_to_do() {
    let (desks, data) = (renamed(), Folder::new());
    let (code, said, failed) = apply(desks.path(), data.path(), "y\n");
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(failed.contains("no Docket runs on"), "{failed}");
    assert!(
        failed.contains("--table") && failed.contains("--data"),
        "{failed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_reaches_a_running_stack_and_its_state() {
    let site = Site::start_in_new_folder().await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let data = site.folder().join("data");
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join(CONTROL)), 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_a_killed_stack_has_left_is_no_hindrance() {
    let (folder, desks) = (Folder::new(), renamed());
    // A listener that ends leaves its socket, as a process does that is killed.
    drop(UnixListener::bind(folder.path().join(CONTROL)).unwrap());
    let (code, _, failed) = apply(desks.path(), folder.path(), "y\n");
    assert_eq!(code, Some(1));
    assert!(failed.contains("no Docket runs on"), "{failed}");
    let stack = Stack::start(config(folder.path()), docket::functions())
        .await
        .unwrap();
    let (code, said, failed) = apply(desks.path(), folder.path(), "y\n");
    assert_eq!((code, failed.as_str()), (Some(0), ""), "{said}");
    drop(stack);
}

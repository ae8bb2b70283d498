//! `docket desks apply`, against the embedded table as against a deployed one.

use crate::support::{Folder, Site, root};
use docket::{DeskPlace, Plan};
use std::path::Path;

fn copy_desks(to: &Path) {
    for file in std::fs::read_dir(root().join("desks")).unwrap() {
        let path = file.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_shows_what_differs_and_changes_only_that() {
    let site = Site::start().await;
    let store = &site.stack.cloud().store;
    let folder = Folder::new();
    copy_desks(folder.path());
    let plan = Plan::make(DeskPlace::Table(store.clone()), folder.path())
        .await
        .unwrap();
    assert!(plan.is_empty(), "{}", plan.report());

    let file = folder.path().join("spotme.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    let changed = source.replacen("SpotMe", "SpotMe Events", 1);
    assert_ne!(source, changed);
    std::fs::write(&file, &changed).unwrap();
    std::fs::remove_file(folder.path().join("twin24.toml")).unwrap();
    let plan = Plan::make(DeskPlace::Table(store.clone()), folder.path())
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
        store.desk_source(&spotme).await.unwrap().unwrap(),
        source,
        "asking changes nothing"
    );
    plan.carry_out().await.unwrap();
    assert_eq!(store.desk_source(&spotme).await.unwrap().unwrap(), changed);
    let plan = Plan::make(DeskPlace::Table(store.clone()), folder.path())
        .await
        .unwrap();
    assert!(plan.is_empty(), "{}", plan.report());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_with_mistakes_is_refused_whole() {
    let site = Site::start().await;
    let store = site.stack.cloud().store.clone();
    let folder = Folder::new();
    copy_desks(folder.path());
    std::fs::write(folder.path().join("spotme.toml"), "id = 1").unwrap();
    let refused = Plan::make(DeskPlace::Table(store), folder.path())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("spotme.toml:1"), "{refused}");
}

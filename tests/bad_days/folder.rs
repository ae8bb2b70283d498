//! A data folder whose parts do not fit each other, and who may open it.

use crate::support::{Folder, Site, config};
use docket_local::{Stack, StackError, TableFault};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A folder with a ticket and its mail, and the stack stopped.
async fn used() -> Arc<Folder> {
    let folder = Arc::new(Folder::new());
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    site.ticket("spaceos", "question", json!({})).await;
    site.settle().await;
    drop(site);
    folder
}

/// Waits until the folder's note of what was handled is another one: a second after the last record.
async fn noted_after(folder: &Folder, before: &[u8]) {
    let given_up = Instant::now() + Duration::from_secs(60);
    while std::fs::read(folder.path().join("handled")).unwrap_or_default() == before {
        assert!(Instant::now() < given_up, "nothing was noted in a minute");
        tokio::task::yield_now().await;
    }
}

async fn refusal(folder: &Folder) -> String {
    let started = Stack::start(config(folder.path()), docket::functions()).await;
    match started.map(drop).unwrap_err() {
        StackError::Table(fault) => format!("{fault:?}: {fault}"),
        other => panic!("{other}"),
    }
}

/// Removes what SQLite keeps beside the database file.
fn without_log(folder: &Path) {
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("table.sqlite{end}")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_does_not_fit_its_folder_is_refused_with_the_way_out() {
    let folder = used().await;
    let table = folder.path().join("table.sqlite");
    let whole = std::fs::read(&table).unwrap();
    let put = |content: Option<&[u8]>| {
        without_log(folder.path());
        match content {
            Some(content) => std::fs::write(&table, content).unwrap(),
            None => std::fs::remove_file(&table).unwrap(),
        }
    };
    let mut torn = whole.clone();
    torn.truncate(whole.len() / 2);
    let mut scratched = whole.clone();
    scratched[100..4096].fill(0x5a);
    for (content, fault) in [
        (None, TableFault::Missing),
        (Some(&b""[..]), TableFault::Missing),
        (Some(b"no database"), TableFault::Damaged),
        (Some(&torn), TableFault::Damaged),
        (Some(&scratched), TableFault::Damaged),
    ] {
        put(content);
        let refused = refusal(&folder).await;
        assert!(refused.starts_with(&format!("{fault:?}:")), "{refused}");
        assert!(refused.contains("a copy of the whole folder"), "{refused}");
    }
    put(Some(&whole));
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    assert_eq!(site.mails_to("requester@example.com").await.len(), 1);
    drop(site);

    put(Some(&whole));
    let later = rusqlite::Connection::open(&table).unwrap();
    let version = "UPDATE _config SET value = '99999' WHERE key = 'schema_version'";
    assert_eq!(later.execute(version, []).unwrap(), 1);
    drop(later);
    let refused = refusal(&folder).await;
    assert!(refused.starts_with("Later:"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_copy_of_the_table_is_refused() {
    let folder = used().await;
    let table = folder.path().join("table.sqlite");
    let older = std::fs::read(&table).unwrap();
    let noted = std::fs::read(folder.path().join("handled")).unwrap_or_default();
    let site = Site::start_with_probe_in(Arc::clone(&folder)).await;
    site.ticket("spaceos", "question", json!({})).await;
    site.settle().await;
    noted_after(&folder, &noted).await;
    drop(site);
    without_log(folder.path());
    std::fs::write(&table, older).unwrap();
    let refused = refusal(&folder).await;
    assert!(refused.starts_with("Older:"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_may_open_the_folder() {
    let folder = Folder::new();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open.clone()).unwrap();
    let stack = Stack::start(config(folder.path()), docket::functions()).await;
    drop(stack.unwrap());
    assert_eq!(mode(folder.path()), 0o700);
    for name in ["table.sqlite", "lock", "format"] {
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
    for name in ["mail", "files"] {
        assert_eq!(mode(&folder.path().join(name)), 0o700, "{name}");
    }
    // A folder that somebody else uses as well stays as it is.
    std::fs::write(folder.path().join("somebody-elses"), "mine").unwrap();
    std::fs::set_permissions(folder.path(), open).unwrap();
    let stack = Stack::start(config(folder.path()), docket::functions()).await;
    drop(stack.unwrap());
    assert_eq!(mode(folder.path()), 0o755);
}

//! A disk that is full, and a folder that cannot be written to.

use crate::support::Client;
use crate::support::load::{Load, nothing_is_lost_or_doubled};
use crate::support::program::Place;
use crate::support::until::until;
use std::fs::{File, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Runs a command as a user who has no way around permissions, whoever runs the tests.
const AS_A_USER: [&str; 4] = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
/// Runs a command with a small disk of its own in the folder that the word after this names.
const WITH_A_SMALL_DISK: [&str; 6] = [
    "unshare",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    r#"mount -t tmpfs -o size=24m small "$0" && exec "$@""#,
];

/// Returns `false`, and logs it, on a system that lets nobody make namespaces.
pub(super) fn works(command: &[&str]) -> bool {
    let [program, arguments @ ..] = command else {
        return false;
    };
    let mut command = Command::new(program);
    let command = command.args(arguments).stderr(Stdio::null());
    let works = command.status().is_ok_and(|status| status.success());
    if !works {
        tracing::warn!("not tried: this system has no {program}, or lets nobody use it");
    }
    works
}

/// Sets the permissions of the folder and of all folders in it.
fn set(folder: &Path, mode: u32) {
    // Before it is closed, or after it was opened, it can be read.
    let open = || std::fs::set_permissions(folder, Permissions::from_mode(0o700)).unwrap();
    open();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            set(&path, mode);
        }
    }
    std::fs::set_permissions(folder, Permissions::from_mode(mode)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_costs_nothing_that_was_acknowledged_and_once_there_is_room_all_goes_on() {
    let place = Place::new();
    let data = place.data();
    std::fs::create_dir(&data).unwrap();
    let folder = data.to_str().unwrap();
    let words: Vec<&str> = WITH_A_SMALL_DISK.into_iter().chain([folder]).collect();
    if !works(&[words.as_slice(), &["true"]].concat()) {
        return;
    }
    let program = place.start_under(&words, &data);
    // What only the program sees in the folder.
    let seen = PathBuf::from(format!("/proc/{}/root{folder}", program.id()));
    let client = Client::new(&program.url);
    let agent = client.agent("spaceos").await.bearer;
    let load = Arc::new(Load::small());
    let writers = load.start(3, &client, &agent);
    until("tickets", || load.count() >= 5).await;

    let ballast = seen.join("ballast");
    let mut file = File::create(&ballast).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    until("refusals", || load.busy.load(Ordering::SeqCst) >= 20).await;
    // Whoever only reads does not notice.
    let first = &load.account()[0];
    client.read(&first.ticket).await;
    let page = client.page(&first.ticket.page()).await;
    assert_eq!(page.status, 200, "{}", page.text);

    drop(file);
    std::fs::remove_file(&ballast).unwrap();
    let before = load.count();
    until("tickets after that", || load.count() >= before + 5).await;
    load.stop();
    for writer in writers {
        writer.await.unwrap();
    }
    nothing_is_lost_or_doubled(&client, &seen, &load.account()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_turns_read_only_holds_mails_and_files_up_and_loses_none() {
    if !works(&[AS_A_USER.as_slice(), &["true"]].concat()) {
        return;
    }
    let place = Place::new();
    let data = place.data();
    let program = place.start_under(&AS_A_USER, &data);
    let client = Client::new(&program.url);
    let agent = client.agent("spaceos").await.bearer;
    let load = Arc::new(Load::small());
    let writers = load.start(3, &client, &agent);
    until("tickets", || load.count() >= 5).await;
    let mails = || std::fs::read_dir(data.join("mail")).unwrap().count();
    set(&data.join("mail"), 0o500);
    set(&data.join("files"), 0o500);
    let (mailed, before) = (mails(), load.count());
    until("tickets meanwhile", || load.count() >= before + 10).await;
    assert_eq!(mails(), mailed);
    set(&data.join("mail"), 0o700);
    set(&data.join("files"), 0o700);
    until("mails after that", || mails() >= mailed + 10).await;
    load.stop();
    for writer in writers {
        writer.await.unwrap();
    }
    nothing_is_lost_or_doubled(&client, &data, &load.account()).await;
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named_at_the_start() {
    let folder = Place::new();
    let data = folder.data();
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, Permissions::from_mode(0o500)).unwrap();
    if !works(&[AS_A_USER.as_slice(), &["true"]].concat()) {
        return;
    }
    let [program, arguments @ ..] = AS_A_USER;
    let started = Command::new(program)
        .args(arguments)
        .arg(env!("CARGO_BIN_EXE_docket"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .current_dir(crate::support::root())
        .output()
        .unwrap();
    assert!(!started.status.success());
    let said = String::from_utf8(started.stderr).unwrap();
    assert!(said.contains(data.to_str().unwrap()), "{said}");
    assert!(said.contains("--data"), "{said}");
}

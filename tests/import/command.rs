//! `docket accounts import`, as a program of its own.

use super::{Admin, member};
use crate::support::program::Place;
use crate::support::{Client, Folder, Site, root};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a command did: its exit code, its output, its errors.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    code: Option<i32>,
    said: String,
    told: String,
}

fn docket(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
    command.args(words);
    command
}

fn run(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code(),
        said: text(output.stdout),
        told: text(output.stderr),
    }
}

/// The import of a file into the stack that runs on a folder.
fn import(file: &Path, data: &Path, more: &[&str]) -> Command {
    let (file, data) = (file.to_str().unwrap(), data.to_str().unwrap());
    let mut command = docket(&["accounts", "import", file, "--data", data]);
    command.args(more);
    command
}

const DESK: [&str; 2] = ["--desk", "smartplayer"];
const TRY: [&str; 3] = ["--desk", "smartplayer", "--dry-run"];

fn email(number: usize) -> String {
    format!("person-{number:05}@example.com")
}

/// A table in which a company is named in every part.
fn rows(count: usize) -> String {
    let row = |number| format!("{};Person {number};Company {}\n", email(number), number % 3);
    format!(
        "email;name;company\n{}",
        (0..count).map(row).collect::<String>()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_tried_then_imported_in_parts_and_changes_nothing_twice() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let folder = Folder::new();
    let file = folder.path().join("accounts.csv");
    std::fs::write(&file, rows(2010)).unwrap();
    let shown = |counts: &str| format!("`{}` has 2010 rows. {counts}\n", file.display());
    let new = "New: 2010. Changed: 0. As before: 0. New companies: 3.";
    let tried = run(import(&file, site.folder(), &TRY));
    let said = shown(new) + "Nothing is written.\n";
    let expected = Ran {
        code: Some(0),
        said,
        told: String::new(),
    };
    assert_eq!(tried, expected);
    assert!(admin.accounts().await.is_empty() && admin.companies().await.is_empty());

    let done = run(import(&file, site.folder(), &DESK));
    let told = "2000 of 2010 rows\n2010 of 2010 rows\n".to_owned();
    let said = format!("{}Imported. {new}\n", shown(new));
    assert_eq!(
        done,
        Ran {
            code: Some(0),
            said,
            told: told.clone()
        }
    );
    let accounts = admin.accounts().await;
    assert_eq!(accounts.len(), 2010);
    let company = accounts[2009][2].clone();
    assert_eq!(
        accounts[2009],
        member(&email(2009), "Person 2009", &company)
    );
    assert_eq!(
        admin.companies().await,
        ["Company 0", "Company 1", "Company 2"]
    );

    let again = run(import(&file, site.folder(), &DESK));
    let old = "New: 0. Changed: 0. As before: 2010. New companies: 0.";
    let said = format!("{}Imported. {old}\n", shown(old));
    assert_eq!(
        again,
        Ran {
            code: Some(0),
            said,
            told
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_in_the_documents_is_taken() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let file = root().join("docs/examples/accounts.csv");
    let done = run(import(&file, site.folder(), &DESK));
    assert_eq!(done.code, Some(0), "{}", done.told);
    let rows = std::fs::read_to_string(&file).unwrap().lines().count() - 1;
    assert_eq!(admin.accounts().await.len(), rows);
    let companies = admin.all("companies").await;
    assert_eq!(companies[0]["name"], "Acme");
    assert_eq!(companies[0]["portals"][0], "acme.example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_right_is_told_of_by_line_and_nothing_is_written() {
    let site = Site::start_as_shipped().await;
    let folder = Folder::new();
    let file = folder.path().join("accounts.csv");
    let last_is_bad = rows(4001) + "nobody;B;\n";
    let doubled = format!("{}PERSON-00000@EXAMPLE.com;B;\n", rows(4001));
    let many = "a@example.com\n".repeat(1_000_000);
    let latin = b"email,name\na@example.com,Jos\xe9\n".to_vec();
    let files: [(Vec<u8>, &str); 8] = [
        (Vec::new(), ":1: The first line has to name the columns"),
        (latin, ":2: This line is not UTF-8"),
        (last_is_bad.into(), ":4003: email: "),
        (doubled.into(), ":4003: Line 2 has the same address"),
        (
            format!("email\n{many}").into(),
            "is too large: a file may have 200000 rows and 64 MiB",
        ),
        (vec![b'x'; 65 * 1024 * 1024], "is too large: "),
        (
            b"email,name\na@example.com\n".to_vec(),
            ":2: This line has 1 cells",
        ),
        (
            b"email,name\na@example.com,\"A\n".to_vec(),
            ":2: A quotation mark opens",
        ),
    ];
    let refused = |file: &Path, words: &str| {
        for more in [&DESK[..], &TRY] {
            let ran = run(import(file, site.folder(), more));
            assert_eq!(
                (ran.code, ran.said.as_str()),
                (Some(1), ""),
                "{words}: {}",
                ran.told
            );
            let named = file.display().to_string();
            assert!(
                ran.told.contains(words) && ran.told.contains(&named),
                "{words}: {}",
                ran.told
            );
        }
    };
    for (table, words) in files {
        std::fs::write(&file, table).unwrap();
        refused(&file, words);
    }
    refused(&folder.path().join("nothing.csv"), "cannot be read");
    refused(folder.path(), "cannot be read");
    let admin = Admin::of(&site).await;
    assert!(admin.accounts().await.is_empty() && admin.companies().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_cannot_be_carried_out_says_what_to_write() {
    let site = Site::start_as_shipped().await;
    let folder = Folder::new();
    let file = folder.path().join("accounts.csv");
    std::fs::write(&file, "email\nada@example.com\n").unwrap();
    let name = file.to_str().unwrap();
    let data = site.folder().to_str().unwrap();
    let empty = folder.path().to_str().unwrap();
    for (words, told) in [
        (
            vec!["accounts", "import", name, "--data", data],
            "--desk ID",
        ),
        (
            vec!["accounts", "import", "--desk", "smartplayer"],
            "FILE.csv",
        ),
        (
            vec![
                "accounts", "import", name, "--data", data, "--desk", "nowhere",
            ],
            "there are: learnupon, smartplayer",
        ),
        (
            vec![
                "accounts",
                "import",
                name,
                "--data",
                empty,
                "--desk",
                "smartplayer",
            ],
            "no Docket runs on",
        ),
        (
            vec!["desks", "apply", "--data", data, "--yes", "--dry-run"],
            "are for `docket accounts import`",
        ),
        (
            vec!["keys", "--data", data, "--desk", "smartplayer"],
            "are for `docket accounts import`",
        ),
    ] {
        let ran = run(docket(&words));
        assert_eq!((ran.code, ran.said.as_str()), (Some(1), ""), "{words:?}");
        assert!(ran.told.contains(told), "{words:?}: {}", ran.told);
    }
    let help = run(docket(&["--help"]));
    assert!(
        help.said
            .contains("docket accounts import FILE.csv --desk ID [--dry-run]"),
        "{}",
        help.said
    );
    assert!(Admin::of(&site).await.accounts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_name_of_a_table_it_writes_there() {
    let site = Site::start_as_shipped_with_probe().await;
    let folder = Folder::new();
    let file = folder.path().join("accounts.csv");
    std::fs::write(&file, "email,name,company\nada@example.com,Ada,acme\n").unwrap();
    let told = site.get("/_local/table").await;
    let endpoint = format!("{}{}", site.url, told.json["path"].as_str().unwrap());
    let into_table = |more: &[&str]| {
        let words = [
            "accounts",
            "import",
            file.to_str().unwrap(),
            "--table",
            "docket",
        ];
        let mut command = docket(&words);
        command
            .args(more)
            .env("AWS_ENDPOINT_URL_DYNAMODB", &endpoint);
        for (name, value) in [
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
        ] {
            command.env(name, value);
        }
        run(command)
    };
    let admin = Admin::of(&site).await;
    let tried = into_table(&TRY);
    assert_eq!(tried.code, Some(0), "{}", tried.told);
    assert!(
        tried.said.contains("New: 1.") && tried.said.ends_with("Nothing is written.\n"),
        "{}",
        tried.said
    );
    assert!(admin.accounts().await.is_empty());
    let done = into_table(&DESK);
    assert_eq!(done.code, Some(0), "{}", done.told);
    assert_eq!(
        admin.accounts().await,
        [member("ada@example.com", "Ada", "acme")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_it_is_finished_by_running_it_again() {
    let place = Place::new();
    let mut program = place.start();
    let file = place.join("accounts.csv");
    std::fs::write(&file, rows(8000)).unwrap();
    let mut child = import(&file, &place.data(), &DESK)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    told.read_line(&mut first).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(first, "2000 of 8000 rows\n");
    // The stack goes as well: what was told of stays.
    program.kill();
    let program = place.start();
    let tried = run(import(&file, &place.data(), &TRY));
    let number = |said: &str, word: &str| -> usize {
        let (_, rest) = said.split_once(word).unwrap();
        rest.split('.').next().unwrap().trim().parse().unwrap()
    };
    let (new, old) = (
        number(&tried.said, "New:"),
        number(&tried.said, "As before:"),
    );
    assert!(
        old >= 2000 && new > 0 && old + new == 8000,
        "{}",
        tried.said
    );
    assert_eq!(number(&tried.said, "Changed:"), 0, "{}", tried.said);
    let done = run(import(&file, &place.data(), &DESK));
    assert_eq!(done.code, Some(0), "{}", done.told);
    assert_eq!(number(&done.said, "Imported. New:"), new);
    let again = run(import(&file, &place.data(), &TRY));
    assert!(
        again
            .said
            .contains("New: 0. Changed: 0. As before: 8000. New companies: 0."),
        "{}",
        again.said
    );
    assert_eq!(
        Client::new(&program.url)
            .get("/api/desks/smartplayer")
            .await
            .status,
        200
    );
}

//! schemathesis sends what the OpenAPI document allows, and what it does not allow, and compares each answer
//! with the document. `cargo xtask test --only api` installs it and says where it is.

use crate::roles::ON_CALL;
use crate::support::files::File;
use crate::support::{Folder, Site, root};
use docket_domain::account::AccountRole;
use docket_local::Config;
use serde_json::{Value, json};
use std::process::Command;

/// The program. `cargo xtask test` sets it.
const PROGRAM: &str = "DOCKET_SCHEMATHESIS";
const SETTINGS: &str = "tests/schemathesis/schemathesis.toml";
const HOOKS: &str = "tests/schemathesis/hooks.py";

/// A desk, with what a program that knows it can send.
struct Known {
    desk: &'static str,
    topics: [&'static str; 2],
    statuses: [&'static str; 2],
}

const SMARTPLAYER: Known = Known {
    desk: "smartplayer",
    topics: ["quote", "report-a-bug"],
    statuses: ["pending", "done"],
};
const SPACEOS: Known = Known {
    desk: "spaceos",
    topics: ["bug", "incident"],
    statuses: ["resolved", "closed"],
};

/// The desks, of which smartplayer has people on call as spaceOS has.
async fn start() -> Site {
    Site::start_without_limits_as(|config: &mut Config| {
        for desk in &mut config.desks {
            if desk.contains("\nid = \"smartplayer\"") {
                desk.push_str(ON_CALL);
            }
        }
    })
    .await
}

/// Writes down what is at the desk, for the hooks: a ticket with a file that is stored and one that is on its way, the page that it has called
/// somebody by, a company with an account, and the names of a session, a grant and an override that nobody has.
async fn context(site: &Site, known: &Known) -> Value {
    let ticket = site.ticket(known.desk, known.topics[0], json!({})).await;
    let stored = site.attach(&ticket, &File::png("stored.png")).await;
    let waiting = site.announce(&ticket, &File::png("waiting.png")).await;
    site.company(known.desk, "acme", &["acme.portal.example.com"])
        .await;
    site.account(
        known.desk,
        "member@example.com",
        "acme",
        AccountRole::Member,
    )
    .await;
    let agent = site.agent(known.desk).await;
    let call = json!({ "policy": "on-call" });
    agent.post(&ticket.api_without_key("/page"), &call).await;
    let pages = agent.get(&format!("/api/desks/{}/pages", known.desk)).await;
    let declared = json!({ "title": "Trouble", "tickets": [ticket.id] });
    let incidents = format!("/api/desks/{}/incidents", known.desk);
    let declared = agent.post(&incidents, &declared).await;
    json!({
        "incident": [declared.json["id"]],
        "page": [pages.json["pages"][0]["id"]],
        "override": ["01890a5d-ac96-774b-bcce-b302099a8057"],
        "desk": [known.desk],
        "company": ["acme"],
        "email": ["member@example.com"],
        "session": ["0".repeat(64)],
        "grant": ["01890a5d-ac96-774b-bcce-b302099a8057"],
        "id": [ticket.id],
        "file": [stored, waiting.json["id"]],
        "topic": known.topics,
        "status": known.statuses,
    })
}

/// The methods that a path of the document can have.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Runs schemathesis against a stack of its own, and returns the lines of its summary.
async fn run(known: &Known, options: &[&str]) -> Vec<String> {
    let program = std::env::var_os(PROGRAM)
        .unwrap_or_else(|| panic!("run `cargo xtask test --only api`, which sets {PROGRAM}"));
    let (site, folder) = (start().await, Folder::new());
    let path = folder.path().join("context.json");
    let context = context(&site, known).await;
    std::fs::write(&path, context.to_string()).unwrap();
    let admin = format!("admin@{}.example.com", known.desk);
    // One session is ended by the routes that end sessions.
    let (session, ended) = (
        site.sign_in(known.desk, &admin).await.bearer,
        site.agent(known.desk).await.bearer,
    );
    // All that the document names, and no less.
    let document = site.get("/openapi.json").await.json;
    let paths = document["paths"].as_object().unwrap().values();
    let is_method = |name: &&String| METHODS.contains(&name.as_str());
    let of_path = |path: &Value| path.as_object().unwrap().keys().filter(is_method).count();
    let operations: usize = paths.map(of_path).sum();
    assert!(operations > 40);
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(root().join(SETTINGS))
        .args(["run", "--continue-on-failure", "--no-color"])
        .args(options)
        .arg(format!("{}/openapi.json", site.url))
        .current_dir(folder.path())
        .env("SCHEMATHESIS_HOOKS", root().join(HOOKS))
        .env("DOCKET_CONTEXT", path)
        .env("DOCKET_SESSION", session)
        .env("DOCKET_ENDED_SESSION", ended);
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    let all = format!("{operations} selected / {operations} total");
    assert!(said.contains(&all), "{all}: {said}");
    let summary = said.lines().skip_while(|line| !line.contains(" SUMMARY "));
    summary.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs schemathesis: cargo xtask test --only api"]
async fn the_api_is_as_its_document_says() {
    let long = std::env::var_os("DOCKET_LONG").is_some();
    let runs: &[(&Known, &[&str])] = if long {
        &[
            (&SMARTPLAYER, &["--max-examples", "200"]),
            (&SPACEOS, &["--max-examples", "200"]),
        ]
    } else {
        let phases = "examples,coverage,fuzzing";
        &[(&SMARTPLAYER, &["--max-examples", "15", "--phases", phases])]
    };
    for (known, options) in runs {
        let summary = run(known, options).await;
        let tested = summary.iter().find(|line| line.contains(" passed"));
        println!("{}: {}", known.desk, tested.unwrap().trim());
    }
}

//! Desk files that lose or rename what tickets have (behaviours 45 and 46): it is told before, and breaks no ticket.

use crate::support::program::Place;
use crate::support::{Client, Created, Folder, Site, config, root};
use docket_local::Stack;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const DEMO: &str = include_str!("data/demo.toml");

/// The file without the table whose first key is this one.
fn without(file: &str, tables: &[(&str, &str)]) -> String {
    let blocks = file.split("\n\n");
    let is_lost = |block: &str| {
        let mut lines = block.lines();
        let (table, first) = (
            lines.next().unwrap_or_default(),
            lines.next().unwrap_or_default(),
        );
        tables.contains(&(table.trim_matches(['[', ']']), first))
    };
    let kept: Vec<&str> = blocks.filter(|block| !is_lost(block)).collect();
    assert_eq!(
        file.split("\n\n").count() - kept.len(),
        tables.len(),
        "{tables:?}"
    );
    kept.join("\n\n")
}

/// The desk without `asked`, which requesters wait in.
fn without_asked() -> String {
    let file = without(
        DEMO,
        &[
            ("statuses", "id = \"asked\""),
            ("moves", "from = [\"new\"]"),
            ("auto_close", "status = \"asked\""),
        ],
    );
    file.replace("[\"new\", \"asked\"]", "[\"new\"]")
        .replace("[\"asked\", \"done\"]", "[\"done\"]")
}

/// A site with the desk `demo`, and the folder that its file is applied from.
struct Demo {
    site: Site,
    desks: Folder,
}

impl std::ops::Deref for Demo {
    type Target = Site;
    fn deref(&self) -> &Site {
        &self.site
    }
}

impl Demo {
    async fn start() -> Self {
        let site = Site::start_with_desk(DEMO).await;
        Self {
            site,
            desks: Folder::new(),
        }
    }

    /// Runs a command on desks.
    fn command(&self, words: &[&str]) -> (bool, String) {
        let desks = self.desks.path().to_str().unwrap();
        let data = self.site.folder().to_str().unwrap();
        let words = [&words[..2], &[desks, "--data", data], &words[2..]].concat();
        Place::new().command(&words)
    }

    /// Applies a file of the desk, and returns what was said about it.
    fn apply(&self, file: &str) -> String {
        std::fs::write(self.desks.path().join("demo.toml"), file).unwrap();
        let (done, said) = self.command(&["desks", "apply", "--yes"]);
        assert!(done, "{said}");
        said.lines()
            .filter(|line| line.starts_with("demo: "))
            .map(|line| format!("{line}\n"))
            .collect()
    }

    /// A ticket that waits for its requester.
    async fn asked(&self, topic: &str) -> Created {
        let ticket = self
            .ticket("demo", topic, json!({ "priority": "low" }))
            .await;
        let ticket = self.confirmed(&ticket).await;
        self.agent("demo")
            .await
            .move_to(&ticket, "asked", None)
            .await;
        ticket
    }

    async fn read_by_agent(&self, ticket: &Created) -> Value {
        self.agent("demo")
            .await
            .get(&ticket.api_without_key(""))
            .await
            .json
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_in_a_status_that_is_gone_keeps_its_phase_its_place_and_the_ways_out() {
    let demo = Demo::start().await;
    let (silent, answered, worked) = (
        demo.asked("question").await,
        demo.asked("question").await,
        demo.asked("question").await,
    );
    let before = demo.read_by_agent(&silent).await;
    let said = demo.apply(&without_asked());
    assert_eq!(
        said,
        "demo: the file has no status `asked`, and 3 tickets (3 not done) have it: they keep its label, its phase and the ways \
         out of it. To count them as another, write `asked = \"…\"` under `[replaced.statuses]`\n"
    );
    let after = demo.read_by_agent(&silent).await;
    assert_eq!(
        after["status"],
        json!({ "id": "asked", "label": "We asked you", "help": "Tell us more.", "phase": "waiting" })
    );
    assert_eq!(
        (&after["status"], &after["due_at"]),
        (&before["status"], &before["due_at"])
    );
    assert!(after["due_at"].is_string());
    let agent = demo.agent("demo").await;
    assert_eq!(
        agent.queue("waiting").await,
        [&*silent.id, &*answered.id, &*worked.id]
    );
    // No ticket gets the status any more, and the page of the ticket has its label.
    let new = demo.ticket("demo", "question", json!({})).await;
    let refused = agent
        .post(
            &new.api_without_key("/status"),
            &json!({ "status": "asked" }),
        )
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        demo.page(&silent.page())
            .await
            .text
            .contains("We asked you")
    );
    let desk = demo.get("/api/desks/demo").await;
    assert!(!desk.text.contains("We asked you"), "{}", desk.text);
    // A comment changes nothing about its place; then the requester answers, and the desk has to act.
    agent.comment(&answered, "Are you there?").await;
    assert_eq!(agent.queue("waiting").await.len(), 3);
    let said = demo
        .post(&answered.api("/comments"), &json!({ "body": "Here I am" }))
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
    assert_eq!(demo.status(&answered).await, "new");
    agent.move_to(&worked, "done", None).await;
    assert_eq!(agent.queue("waiting").await, [&*silent.id]);
    demo.advance("P6DT23H").await;
    assert_eq!(demo.status(&silent).await, "asked");
    demo.advance("PT1H").await;
    assert_eq!(demo.status(&silent).await, "done");
    assert!(demo.doctor().await.faults.is_empty());
    // A later file does not make the desk forget.
    demo.apply(&without_asked().replace("Demo", "Demonstration"));
    assert_eq!(demo.read_by_agent(&silent).await["status"]["id"], "done");
    assert!(
        demo.page(&silent.page())
            .await
            .text
            .contains("We asked you"),
        "the timeline names it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mapping_in_the_file_turns_tickets_into_what_replaces_their_words() {
    let demo = Demo::start().await;
    let ticket = demo.asked("fault").await;
    let file = without_asked()
        .replace(
            "[[statuses]]\nid = \"done\"",
            "[[statuses]]\nid = \"with-customer\"\nlabel = \"With you\"\nphase = \"held\"\n\n[[statuses]]\nid = \"done\"",
        )
        .replace("[[reactions]]", "[[moves]]\nfrom = \"any\"\nto = \"with-customer\"\nby = [\"agent\"]\n\n[[reactions]]")
        + "\n[[auto_close]]\nstatus = \"with-customer\"\nafter = \"P2D\"\nto = \"done\"\n";
    let file = without(
        &file,
        &[("topics", "id = \"fault\""), ("priorities", "id = \"low\"")],
    );
    let file = file.replace("default_priority = \"low\"", "default_priority = \"high\"");
    let file = file
        + "\n[replaced.statuses]\nasked = \"with-customer\"\n\n[replaced.topics]\nfault = \"question\"\n\n[replaced.priorities]\nlow = \"high\"\n";
    assert_eq!(
        demo.apply(&file),
        "demo: 1 ticket (1 not done) with the status `asked` count as `with-customer`\n\
         demo: 1 ticket (1 not done) with the topic `fault` count as `question`\n\
         demo: 1 ticket (1 not done) with the priority `low` count as `high`\n"
    );
    let read = demo.read_by_agent(&ticket).await;
    assert_eq!(
        read["status"],
        json!({ "id": "with-customer", "label": "With you", "phase": "held" })
    );
    assert_eq!(
        (&read["topic"], &read["priority"]),
        (&json!("question"), &json!("high"))
    );
    let agent = demo.agent("demo").await;
    assert_eq!(agent.queue("held").await, [&*ticket.id]);
    assert!(agent.queue("waiting").await.is_empty());
    // The shorter time counts at once.
    demo.advance("P2D").await;
    assert_eq!(demo.status(&ticket).await, "done");
    let form = demo.page("/demo/new?topic=fault").await;
    assert_eq!(
        form.status, 200,
        "an old link opens the form of the new topic"
    );
    assert!(demo.doctor().await.faults.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_and_priorities_that_are_gone_keep_label_and_place() {
    let demo = Demo::start().await;
    let mut ids = Vec::new();
    for priority in ["low", "high"] {
        ids.push(
            demo.ticket("demo", "fault", json!({ "priority": priority }))
                .await,
        );
    }
    let file = without(
        DEMO,
        &[
            ("topics", "id = \"fault\""),
            ("priorities", "id = \"high\""),
        ],
    );
    let said = demo.apply(&file);
    assert!(
        said.contains("no topic `fault`, and 2 tickets (2 not done) have it: they keep its label."),
        "{said}"
    );
    assert!(said.contains("no priority `high`, and 1 ticket (1 not done) have it: they keep its label and their place"), "{said}");
    assert!(said.contains("under `[replaced.priorities]`"), "{said}");
    let agent = demo.agent("demo").await;
    // `high` was before `low`, and is now as urgent: whoever came first is first.
    assert_eq!(agent.queue("open").await, [&*ids[0].id, &*ids[1].id]);
    let page = demo.page(&ids[1].page()).await.text;
    assert!(
        page.contains("Something is broken") && page.contains("High"),
        "{page}"
    );
    let queue = agent.page("/demo/console").await.text;
    assert!(queue.contains("High"), "{queue}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_phase_order_or_time_moves_the_tickets_that_are_there() {
    let demo = Demo::start().await;
    let asked = demo.asked("question").await;
    let mut open = Vec::new();
    for priority in ["low", "high"] {
        open.push(
            demo.ticket("demo", "fault", json!({ "priority": priority }))
                .await
                .id,
        );
    }
    let agent = demo.agent("demo").await;
    assert_eq!(agent.queue("open").await, [&*open[1], &*open[0]]);
    let [high, low] = [
        "[[priorities]]\nid = \"high\"\nlabel = \"High\"",
        "[[priorities]]\nid = \"low\"\nlabel = \"Low\"",
    ];
    let file = DEMO.replace(high, "…").replace(low, high).replace('…', low);
    let file = file
        .replace("phase = \"waiting\"", "phase = \"held\"")
        .replace("P7D", "P1D");
    assert_eq!(demo.apply(&file), "");
    assert_eq!(agent.queue("open").await, [&*open[0], &*open[1]]);
    assert_eq!(agent.queue("held").await, [&*asked.id]);
    demo.advance("P1D").await;
    assert_eq!(demo.status(&asked).await, "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_out_leads_on_where_its_end_is_gone_too() {
    let any = DEMO.replace(
        "from = [\"new\", \"asked\"]\nto = \"done\"",
        "from = \"any\"\nto = \"done\"",
    );
    assert_ne!(any, DEMO);
    for first in [DEMO, &any] {
        let demo = Demo::start().await;
        demo.apply(first);
        let ticket = demo.asked("question").await;
        let changed = without_asked()
            .replace("\"done\"", "\"closed\"")
            .replace("phase = \"closed\"", "phase = \"done\"");
        demo.apply(&format!(
            "{changed}\n[replaced.statuses]\ndone = \"closed\"\n"
        ));
        let agent = demo.agent("demo").await;
        agent.move_to(&ticket, "closed", None).await;
        assert_eq!(agent.queue("done").await, [&*ticket.id]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_without_a_priority_stay_behind_all_others() {
    let without_priorities = without(
        DEMO,
        &[
            ("priorities", "id = \"high\""),
            ("priorities", "id = \"low\""),
        ],
    );
    let without_priorities = without_priorities
        .replace("priority = \"optional\"\n", "")
        .replace("default_priority = \"low\"\n", "");
    let site = Site::start_with_desk(&without_priorities).await;
    let demo = Demo {
        site,
        desks: Folder::new(),
    };
    let none = demo.ticket("demo", "question", json!({})).await;
    demo.apply(DEMO);
    let low = demo
        .ticket("demo", "question", json!({ "priority": "low" }))
        .await;
    let agent = demo.agent("demo").await;
    assert_eq!(agent.queue("open").await, [&*low.id, &*none.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_from_the_file_is_named_and_sees_nothing_any_more() {
    let demo = Demo::start().await;
    let ticket = demo.asked("question").await;
    let agent = demo.agent("demo").await;
    agent.comment(&ticket, "I look into it").await;
    let taken = ticket.api_without_key("/assignee");
    let taken = agent.post(&taken, &json!({ "take": true })).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let file = without(DEMO, &[("people", "email = \"agent-1@demo.example.com\"")]);
    assert_eq!(
        demo.apply(&file),
        "demo: agent-1@demo.example.com is no longer among its people, and sees no ticket but their own; what they wrote stays. 1 ticket (1 not done) that they work on are nobody's now\n"
    );
    assert_eq!(agent.get(&ticket.api_without_key("")).await.status, 404);
    let other = demo.sign_in("demo", "agent-2@demo.example.com").await;
    let list = "/api/desks/demo/tickets?phase=waiting&assignee=none";
    let list = other.get(list).await.json;
    assert_eq!(list["tickets"][0]["id"], *ticket.id, "{list}");
    let read = other.get(&ticket.api_without_key("")).await;
    assert!(read.text.contains("I look into it") && read.text.contains("Agent 1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefix_that_another_desk_had_works_at_once() {
    let demo = Demo::start().await;
    let mut old = Vec::new();
    for _ in 0..12 {
        old.push(demo.ticket("demo", "question", json!({})).await);
    }
    let said = demo.apply(&DEMO.replace("\"DEMO\"", "\"SHOW\""));
    assert_eq!(
        said,
        "demo: 12 tickets (12 not done) keep their IDs that begin with `DEMO-`; new ones begin with `SHOW-`\n"
    );
    let other = DEMO
        .replace("id = \"demo\"", "id = \"other\"")
        .replace("demo.example", "other.example");
    std::fs::write(demo.desks.path().join("other.toml"), other).unwrap();
    let (done, said) = demo.command(&["desks", "apply", "--yes"]);
    assert!(done, "{said}");
    let (first, second) = tokio::join!(
        demo.ticket("other", "question", json!({})),
        demo.ticket("other", "question", json!({}))
    );
    for ticket in [&first, &second] {
        assert!(ticket.id.starts_with("DEMO-"), "{}", ticket.id);
        assert!(old.iter().all(|old| old.id != ticket.id));
        assert!(
            ticket.id.len() <= "DEMO-99".len(),
            "the numbers go on close behind: {}",
            ticket.id
        );
    }
    assert_ne!(first.id, second.id);
    // The old tickets are those of the desk that opened them.
    assert_eq!(demo.read(&old[0]).await["desk"], "demo");
    assert_eq!(
        demo.ticket("demo", "question", json!({})).await.id,
        "SHOW-13"
    );
}

/// The folder of the stack, started again with these desk files.
async fn start_again(
    folder: &Arc<Folder>,
    desks: impl FnOnce(&mut Vec<String>),
) -> (Stack, Client) {
    let mut config = config(folder.path());
    desks(&mut config.desks);
    let stack = Stack::start(config, docket::functions()).await.unwrap();
    let client = Client::new(&stack.url());
    (stack, client)
}

fn all_are_gone(path: &str, status: u16, text: &str) {
    assert_eq!(status, 410, "{path}: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_without_a_file_ends_its_sessions_says_so_and_comes_back_with_its_file() {
    let folder = Arc::new(Folder::new());
    let (stack, client) = start_again(&folder, |desks| desks.push(DEMO.to_owned())).await;
    let ticket = client.ticket("demo", "question", json!({})).await;
    let ticket = client.confirmed(&ticket).await;
    let agent = client.agent("demo").await;
    agent.move_to(&ticket, "asked", None).await;
    let token = agent.bearer.clone();
    let mails = client.mails_to("ada@example.com").await.len();
    drop(stack);

    let (stack, client) = start_again(&folder, |_| {}).await;
    assert!(!client.page("/").await.text.contains("Demo"));
    for path in [
        "/demo",
        "/demo/new?topic=question",
        &ticket.page(),
        "/demo/console",
        "/demo/sign-in",
    ] {
        let page = client.page(path).await;
        all_are_gone(path, page.status, &page.text);
        assert!(
            page.text.contains("This desk has ended")
                && page.text.contains("href=\"/\">Go to the front page"),
            "{}",
            page.text
        );
    }
    let authorization = [("authorization", token.as_str())];
    for path in [
        "/api/desks/demo",
        "/api/desks/demo/tickets",
        &ticket.api(""),
        &ticket.api_without_key(""),
    ] {
        let answer = client.get_with(path, &authorization).await;
        all_are_gone(path, answer.status, &answer.text);
        assert!(
            answer.json["type"]
                .as_str()
                .unwrap()
                .ends_with("/problems/desk-removed")
        );
    }
    let opened = client.post("/api/desks/demo/tickets", &json!({})).await;
    all_are_gone("a new ticket", opened.status, &opened.text);
    // What was typed into a form that was open is not lost.
    let typed = client
        .submit(
            "/api/desks/demo/tickets",
            &[("topic", "question"), ("description", "A long story")],
        )
        .await;
    all_are_gone("a form", typed.status, &typed.text);
    assert!(typed.text.contains("A long story"), "{}", typed.text);
    // Nothing happens on its tickets, and nothing fails.
    client.advance("P8D").await;
    assert_eq!(client.mails_to("ada@example.com").await.len(), mails);
    drop(stack);

    let (_stack, client) = start_again(&folder, |desks| desks.push(DEMO.to_owned())).await;
    assert_eq!(
        client
            .get_with("/api/desks/demo/tickets", &authorization)
            .await
            .status,
        401,
        "the session has ended"
    );
    assert_eq!(client.read(&ticket).await["status"]["id"], "asked");
    // It is due since long, and closes now.
    client.advance("PT1M").await;
    assert_eq!(client.read(&ticket).await["status"]["id"], "done");
    assert_eq!(
        client.agent("demo").await.queue("done").await,
        [&*ticket.id]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn apply_and_check_name_a_desk_without_a_file_and_remove_it_when_told() {
    let demo = Demo::start().await;
    demo.asked("question").await;
    std::fs::write(
        demo.desks.path().join("twin24.toml"),
        std::fs::read_to_string(root().join("desks/twin24.toml")).unwrap(),
    )
    .unwrap();
    let stays = "demo: demo is in the table and not in the folder: it stays as it is, with 1 ticket (1 not done). --remove removes it\n";
    let (checked, said) = demo.command(&["desks", "check"]);
    assert!(checked && said.contains(stays), "{said}");
    let (done, said) = demo.command(&["desks", "apply", "--yes"]);
    assert!(done && said.contains(stays), "{said}");
    assert_eq!(demo.page("/demo").await.status, 200);
    let (done, said) = demo.command(&["desks", "apply", "--yes", "--remove"]);
    assert!(done, "{said}");
    assert!(
        said.contains("demo: no file in the folder: it is removed. 1 ticket (1 not done) are kept"),
        "{said}"
    );
    let page = demo.page("/demo").await;
    all_are_gone("/demo", page.status, &page.text);
    // It asks to sign in.
    assert_eq!(demo.page("/twin24").await.status, 401);
    demo.apply(DEMO);
    assert_eq!(demo.page("/demo").await.status, 200);
}

#[test]
fn check_says_that_it_compared_with_nothing() {
    let place = Place::new();
    let nowhere = Folder::new();
    let desks = place.join("desks");
    let check = |more: &[&str]| {
        let words = [&["desks", "check", desks.to_str().unwrap()], more].concat();
        place.command(&words)
    };
    let (done, said) = check(&["--data", nowhere.path().to_str().unwrap()]);
    assert!(!done && said.contains("no Docket runs on"), "{said}");
}

#[test]
fn a_mapping_with_mistakes_is_refused() {
    let folder = Folder::new();
    let check = |more: &str| {
        let file: &Path = &folder.path().join("demo.toml");
        std::fs::write(file, format!("{DEMO}\n[replaced.statuses]\n{more}\n")).unwrap();
        let refused = docket::check_folder(folder.path(), jiff::Timestamp::now()).unwrap_err();
        refused.to_string()
    };
    assert!(
        check("asked = \"new\"")
            .contains("the desk has the status `asked`: remove it, or do not replace it")
    );
    assert!(check("gone = \"nowhere\"").contains("there is no status `nowhere`"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_broken_off_is_completed() {
    let demo = Demo::start().await;
    let (first, second) = (demo.asked("question").await, demo.asked("question").await);
    let held = DEMO.replace("phase = \"waiting\"", "phase = \"held\"");
    // Stored, and one of two tickets put where the new file wants it; then the process is gone.
    let store = &demo.site.stack.cloud().store;
    let change = store.put_desk(&held, None).await.unwrap();
    let moved = store
        .ticket(&first.id.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let place = moved.placement(&change.after);
    store.reindex(&moved, &place).await.unwrap();
    let agent = demo.agent("demo").await;
    assert_eq!(agent.queue("waiting").await, [&*second.id]);
    // The same file again is no change of the file, and there is something to do.
    std::fs::write(demo.desks.path().join("demo.toml"), &held).unwrap();
    let (done, said) = demo.command(&["desks", "apply", "--yes"]);
    assert!(
        done && said.contains("its last change was broken off"),
        "{said}"
    );
    assert_eq!(agent.queue("held").await, [&*first.id, &*second.id]);
    assert!(agent.queue("waiting").await.is_empty());
    let (_, said) = demo.command(&["desks", "apply", "--yes"]);
    assert!(said.contains("has these desks already"), "{said}");
    // Broken off again, and back to the old file: nobody knows what was reached, so all are looked at.
    store.put_desk(DEMO, None).await.unwrap();
    let change = store.put_desk(&held, None).await.unwrap();
    assert!(change.displaced.any, "{change:?}");
    demo.apply(DEMO);
    assert_eq!(agent.queue("waiting").await, [&*first.id, &*second.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_longer_among_the_people_is_anybody_from_then_on() {
    let demo = Demo::start().await;
    demo.ticket("demo", "question", json!({})).await;
    let agent = demo.agent("demo").await;
    assert_eq!(agent.page("/demo/console").await.status, 200);
    demo.apply(&DEMO.replace("agent-1@demo", "agent-3@demo"));
    assert_eq!(agent.page("/demo/console").await.status, 403);
    let own = agent.get("/api/desks/demo/tickets").await;
    assert_eq!((own.status, &own.json["tickets"]), (200, &json!([])));
    assert_eq!(
        agent.get("/api/desks/demo/tickets/DEMO-1").await.status,
        404
    );
}

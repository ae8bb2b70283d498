//! Who is on call, and the commands that say so.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_override_decides_who_is_called() {
    let site = Site::start().await;
    let now = to_tuesday(&site, 2).await;
    let later = |hours: i64| (now + jiff::SignedDuration::from_hours(hours)).to_string();
    let agent = site.agent("spaceos").await;
    let regular = on_call(&site).await;
    let stands_in = "agent-1@spaceos.example.com";
    let body =
        json!({ "kind": "replace", "person": regular, "with": stands_in, "until": later(9) });
    let made = agent
        .post("/api/desks/spaceos/oncall/overrides", &body)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(on_call(&site).await, stands_in);
    incident(&site, "customer@example.com").await;
    assert_eq!(
        (
            calls(&site, stands_in).await.len(),
            calls(&site, &regular).await.len()
        ),
        (1, 0)
    );
    let id = made.json["id"].as_str().unwrap();
    let path = format!("/api/desks/spaceos/oncall/overrides/{id}");
    let headers = [("authorization", agent.bearer.as_str())];
    let gone = site.send(Method::DELETE, &path, &headers, "").await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(on_call(&site).await, regular);
    for (body, field) in [
        (
            json!({ "kind": "replace", "person": regular, "until": later(30) }),
            "with",
        ),
        (
            json!({ "kind": "swap", "person": regular, "until": later(30) }),
            "kind",
        ),
        (
            json!({ "kind": "remove", "person": "nobody@example.com", "until": later(30) }),
            "person",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": later(-1) }),
            "until",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": "tomorrow" }),
            "until",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": later(24 * 367) }),
            "until",
        ),
    ] {
        let refused = agent
            .post("/api/desks/spaceos/oncall/overrides", &body)
            .await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        assert_eq!(
            refused.json["errors"][0]["field"], field,
            "{}",
            refused.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_who_is_on_call_at_any_time() {
    let place = Place::new();
    let program = place.start();
    Client::new(&program.url).get("/").await;
    let data = place.data();
    let who = |more: &[&str]| {
        let words = [&["oncall", "who", "--data", data.to_str().unwrap()], more].concat();
        place.command(&words)
    };
    let (done, said) = who(&["--desk", "spaceos", "--at", "2026-12-24T03:00+01:00"]);
    assert!(done, "{said}");
    // The 51st week since the first began, on 5 January.
    assert!(said.contains("spaceos  engineers: on-call-1@spaceos.example.com until 2026-12-28 09:00 CET, then on-call-2@spaceos.example.com"), "{said}");
    assert!(
        said.contains("spaceos  on-call, after 20 min: lead@spaceos.example.com"),
        "{said}"
    );
    let (done, said) = who(&["--at", "tomorrow"]);
    assert!(
        !done && said.contains("write a time with its offset"),
        "{said}"
    );
    let (done, said) = place.command(&["doctor", "--at", "2026-12-24T03:00Z"]);
    assert!(
        !done && said.contains("--at is for `docket oncall`"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_tries_each_way_of_somebody_and_says_what_became_of_it() {
    let place = Place::new();
    let program = place.start();
    Client::new(&program.url).get("/").await;
    let data = place.data();
    let test = |more: &[&str]| {
        let words = [&["oncall", "test", "--data", data.to_str().unwrap()], more].concat();
        place.command(&words)
    };
    let (done, said) = test(&[LEAD]);
    assert!(done, "{said}");
    assert!(
        said.contains(&format!("spaceos  {LEAD} by mail: sent")),
        "{said}"
    );
    let site = Client::new(&program.url);
    let mails = site.mails_to(LEAD).await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0]["text"]
            .as_str()
            .unwrap()
            .contains("This is a test."),
        "{}",
        mails[0]["text"]
    );
    let (done, said) = test(&["nobody@example.com"]);
    assert!(!done && said.contains("works at no desk"), "{said}");
    let (done, said) = test(&[LEAD, "--desk", "spotme"]);
    assert!(!done && said.contains("works at no desk"), "{said}");
    let (done, said) = test(&["no address"]);
    assert!(
        !done && said.contains("no address of one of the desk's people"),
        "{said}"
    );
    let (done, said) = test(&[]);
    assert!(
        !done && said.contains("docket oncall test ADDRESS"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_says_who_is_on_call_at_any_time_and_the_page_names_its_gaps() {
    let gap = "\n[[schedules]]\nid = \"weekdays\"\nlabel = \"Weekdays alone\"\nrules = [{ who = \"lead@spaceos.example.com\", days = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\"] }]\n\n[[channels]]\nid = \"chat\"\nkind = \"slack\"\nurl = \"https://hooks.example.com/1\"\n\n[[escalation_policies]]\nid = \"chat-alone\"\nlabel = \"Chat alone\"\nsteps = [{ after = \"PT0S\", notify = [\"chat\"] }]\n\n[[pages]]\nwhen = \"opened\"\ntopics = [\"bug\"]\npolicy = \"chat-alone\"\n";
    let site = Site::start_as(|config| {
        for desk in &mut config.desks {
            if desk.contains("\nid = \"spaceos\"") {
                desk.push_str(gap);
            }
        }
    })
    .await;
    let agent = site.agent("spaceos").await;
    for (at, people) in [
        ("2026-12-23T12:00:00%2B01:00", 1),
        ("2026-12-26T12:00:00+01:00", 0),
        ("2026-12-26T12:00:00Z", 0),
    ] {
        let answer = agent
            .get(&format!("/api/desks/spaceos/oncall?at={at}"))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let schedules = answer.json["schedules"].as_array().unwrap();
        let own = schedules.iter().find(|it| it["id"] == "weekdays").unwrap();
        assert_eq!(own["people"].as_array().unwrap().len(), people, "{at}");
        let policies = answer.json["policies"].as_array().unwrap();
        let chat = policies.iter().find(|it| it["id"] == "chat-alone").unwrap();
        assert_eq!(chat["steps"][0]["channels"], json!(["chat"]));
    }
    let wrong = agent.get("/api/desks/spaceos/oncall?at=tomorrow").await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    let page = agent.page("/spaceos/console/oncall").await;
    let words = page.words();
    assert!(words.contains("Nobody is on call:"), "{words}");
    assert!(words.contains("Shown until"), "{words}");
}

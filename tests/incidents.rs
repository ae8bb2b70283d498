//! Large-scale incidents: declared, shown, told of once, closed; and the status page.

use crate::support::{Answer, Client, Created, Site};
use docket_cloud::store::IncidentCommit;
use docket_domain::actor::{Actor, Rank};
use docket_domain::incident::{DeclarationDraft, Incident, IncidentTask, IncidentWork};
use serde_json::{Value, json};

const INCIDENTS: &str = "/api/desks/spotme/incidents";
const MANAGER: &str = "project-manager-1@spotme.example.com";

/// Opens a ticket of somebody at SpotMe.
async fn ticket(site: &Site, topic: &str, from: &str) -> Created {
    let more = json!({ "requester": { "email": from } });
    site.ticket("spotme", topic, more).await
}

/// The mails to an address whose subject is the title of an incident.
async fn updates(site: &Site, to: &str, title: &str) -> Vec<String> {
    let mails = site.mails_to(to).await;
    let about = mails.iter().filter(|mail| mail["subject"] == title);
    let text = about.map(|mail| mail["text"].as_str().unwrap().to_owned());
    text.collect()
}

/// The path of the incident's page in a mail, with its token.
fn link(mail: &str) -> String {
    let line = mail.lines().find(|line| line.contains("/status/")).unwrap();
    let (_, path) = line.split_once("/spotme/").unwrap();
    format!("/spotme/{path}")
}

fn token(mail: &str) -> String {
    let link = link(mail);
    link.split_once("token=").unwrap().1.to_owned()
}

async fn declare(site: &Site, body: Value) -> Value {
    let agent = site.agent("spotme").await;
    let answer = agent.post(INCIDENTS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json
}

fn path(incident: &Value, end: &str) -> String {
    format!("{INCIDENTS}/{}{end}", incident["id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_8_a_large_scale_problem_is_escalated_and_the_project_manager_is_informed() {
    let site = Site::start().await;
    // A customer with a project manager, twice, and one without.
    let first = ticket(&site, "large-scale", "a@customer-a.example.com").await;
    ticket(&site, "large-scale", "b@customer-a.example.com").await;
    ticket(&site, "large-scale", "c@customer-b.example.com").await;
    let agent = site.agent("spotme").await;
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["tickets"].as_array().unwrap().len(), 3);
    let told = site.mails_to(MANAGER).await;
    assert_eq!(
        told.len(),
        1,
        "once for a page, however many tickets join it"
    );
    let text = told[0]["text"].as_str().unwrap();
    assert!(
        text.contains("A large-scale problem concerns a customer of yours"),
        "{text}"
    );
    assert!(text.contains(&first.id), "{text}");
    // An agent declares an incident from a ticket that called nobody.
    let quiet = ticket(&site, "streaming", "d@customer-a.example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "The stream stands still", "topics": ["streaming"], "tickets": [quiet.id], "policy": "engineering" }),
    )
    .await;
    assert_eq!(declared["tickets"], json!([quiet.id]));
    let paged = agent.get(&quiet.api_without_key("")).await.json;
    let kinds: Vec<&str> = paged["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opened", "paged", "incident_linked"]);
    let told = site.mails_to(MANAGER).await;
    let of_incident = told.iter().filter(|mail| {
        mail["text"]
            .as_str()
            .unwrap()
            .contains("The stream stands still")
    });
    assert_eq!(of_incident.count(), 1, "{told:?}");
    // And of each update, once.
    let more = ticket(&site, "streaming", "e@customer-a.example.com").await;
    let linked = agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": [more.id] }),
        )
        .await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    let updated = agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "We restart the servers." }),
        )
        .await;
    assert_eq!(updated.status, 201, "{}", updated.text);
    assert_eq!(
        updates(&site, MANAGER, "The stream stands still")
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_update_reaches_each_affected_address_once() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "ada@example.com").await;
    let second = ticket(&site, "streaming", "ada@example.com").await;
    let third = ticket(&site, "access", "ben@example.com").await;
    let declared = declare(
        &site,
        json!({
            "title": "Video stops", "topics": ["streaming"], "body": "We look into it.",
            "tickets": [format!("{}, {}", first.id, second.id), third.id],
        }),
    )
    .await;
    assert_eq!(declared["tickets"].as_array().unwrap().len(), 3);
    let agent = site.agent("spotme").await;
    for person in ["ada@example.com", "ben@example.com"] {
        let told = updates(&site, person, "Video stops").await;
        assert_eq!(told.len(), 1, "{person}: {told:?}");
        assert!(told[0].contains("> We look into it."), "{}", told[0]);
    }
    // The same request again tells nobody anything.
    let body = json!({ "body": "A server is back." });
    for _ in 0..3 {
        let headers = [
            ("idempotency-key", "once"),
            ("authorization", agent.bearer.as_str()),
        ];
        let answer = site
            .post_with(&path(&declared, "/updates"), &body, &headers)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            2,
            "{person}"
        );
    }
    // A ticket that is taken off tells its requester nothing more, unless another one is linked.
    for id in [&first.id, &third.id] {
        let done = agent
            .post(
                &path(&declared, "/tickets/remove"),
                &json!({ "ticket": id }),
            )
            .await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "And another one." }),
        )
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        3
    );
    assert_eq!(
        updates(&site, "ben@example.com", "Video stops").await.len(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_shows_a_known_incident_and_one_click_is_told_once_the_mailbox_confirms() {
    let site = Site::start().await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "topics": ["streaming"], "body": "We look into it." }),
    )
    .await;
    for address in ["/spotme", "/spotme/new?topic=streaming", "/spotme/status"] {
        let page = site.page(address).await;
        let words = page.words();
        assert!(
            words.contains("Video stops") && words.contains("We look into it."),
            "{address}: {words}"
        );
    }
    let other = site.page("/spotme/new?topic=access").await;
    assert!(!other.words().contains("Video stops"));
    let form = site.page("/spotme/new?topic=streaming").await;
    assert!(form.words().contains("This is it: tell me"));
    let follow = path(&declared, "/followers");
    assert!(form.text.contains(&format!("action=\"{follow}\"")));
    // A typed address gets a question, and nothing of what is new until it answers.
    let asked = site.submit(&follow, &[("email", "eve@example.com")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let page = site.page(asked.header("location")).await;
    assert!(
        page.words().contains("Open the link in the email"),
        "{}",
        page.words()
    );
    let agent = site.agent("spotme").await;
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "First news." }),
        )
        .await;
    assert!(
        updates(&site, "eve@example.com", "Video stops")
            .await
            .is_empty()
    );
    let mails = site.mails_to("eve@example.com").await;
    assert_eq!(mails.len(), 1);
    let question = mails[0]["text"].as_str().unwrap();
    // A scanner that opens the link confirms nothing.
    let page = site.page(&link(question)).await;
    assert!(
        page.words()
            .contains("Do you want each update sent to eve@example.com?"),
        "{}",
        page.words()
    );
    let confirmed = site
        .submit(&format!("{follow}/confirm"), &[("token", &token(question))])
        .await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.text);
    let page = site.page(confirmed.header("location")).await;
    assert!(
        page.words().contains("You will get each update by email."),
        "{}",
        page.words()
    );
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Second news." }),
        )
        .await;
    let told = updates(&site, "eve@example.com", "Video stops").await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("Second news.") && told[0].contains("you asked to be told"),
        "{}",
        told[0]
    );
    // Each mail stops them.
    let stopped = site
        .post(
            &format!("{follow}/stop"),
            &json!({ "token": token(&told[0]) }),
        )
        .await;
    assert_eq!(stopped.status, 200, "{}", stopped.text);
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Third news." }),
        )
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_nobody_makes_the_desk_write_to_a_stranger_again_and_again() {
    let site = Site::start().await;
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let follow = path(&declared, "/followers");
    for _ in 0..8 {
        let asked = site
            .post(&follow, &json!({ "email": "victim@example.com" }))
            .await;
        assert_eq!(asked.status, 202, "{}", asked.text);
    }
    let mails = site.mails_to("victim@example.com").await;
    assert_eq!(
        mails.len(),
        3,
        "the same answer, and no mail past the third"
    );
    // Another's token, a changed one, and none.
    let right = token(mails[0]["text"].as_str().unwrap());
    for wrong in ["", "x", "x.y", &right[1..], &format!("{right}x")] {
        for act in ["confirm", "stop"] {
            let refused = site
                .post(&format!("{follow}/{act}"), &json!({ "token": wrong }))
                .await;
            refused.is_problem(422, "token");
        }
    }
    let another = declare(&site, json!({ "title": "Chat stops" })).await;
    let refused = site
        .post(
            &path(&another, "/followers/confirm"),
            &json!({ "token": right }),
        )
        .await;
    refused.is_problem(422, "token");
    // What is no address, and a program that fills in everything.
    site.post(&follow, &json!({ "email": "no address" }))
        .await
        .is_problem(422, "email");
    site.post(&follow, &json!({}))
        .await
        .is_problem(422, "email");
    let trapped = site
        .submit(&follow, &[("email", "a@example.com"), ("confirm_url", "x")])
        .await;
    assert_eq!(trapped.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_follows_with_one_click() {
    let site = Site::start().await;
    ticket(&site, "access", "ada@example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "topics": ["streaming"] }),
    )
    .await;
    let ada = site.sign_in("spotme", "ada@example.com").await;
    let form = ada.page("/spotme/new?topic=streaming").await;
    let follow = path(&declared, "/followers");
    let known = form
        .text
        .split_once(&follow)
        .unwrap()
        .1
        .split_once("</form>")
        .unwrap()
        .0;
    assert!(!known.contains("name=\"email\""), "{known}");
    let told = ada.submit(&follow, &[]).await;
    assert_eq!(told.status, 303, "{}", told.text);
    let agent = site.agent("spotme").await;
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_an_incident_closes_its_tickets_and_tells_everybody_once() {
    let site = Site::start().await;
    let mut tickets = Vec::new();
    for n in 0..60 {
        tickets.push(ticket(&site, "streaming", &format!("person-{n}@example.com")).await);
    }
    let ids: Vec<&str> = tickets.iter().map(|ticket| ticket.id.as_str()).collect();
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": ids[..50] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    let linked = agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": ids[50..] }),
        )
        .await;
    assert_eq!(
        (linked.status, &linked.json["more_tickets"]),
        (200, &json!(true)),
        "{}",
        linked.text
    );
    let closed = agent
        .post(
            &path(&declared, "/close"),
            &json!({ "body": "All works again.", "close_tickets": true }),
        )
        .await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert!(closed.json["closed_at"].is_string());
    site.advance("PT2M").await;
    for n in [0, 31, 59] {
        let person = format!("person-{n}@example.com");
        let mails = site.mails_to(&person).await;
        let subjects: Vec<&str> = mails
            .iter()
            .map(|mail| mail["subject"].as_str().unwrap())
            .collect();
        assert_eq!(
            subjects.len(),
            2,
            "the acknowledgement, and the end: {subjects:?}"
        );
        let text = mails[1]["text"].as_str().unwrap();
        assert!(
            text.contains("All works again.")
                && text.contains(&format!("We close your request {} with it", tickets[n].id)),
            "{text}"
        );
        let ticket = agent.get(&tickets[n].api_without_key("")).await.json;
        assert_eq!(ticket["status"]["phase"], "done");
        let last = ticket["timeline"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(
            (&last["cause"], &last["actor"]["role"]),
            (&json!("incident"), &json!("system"))
        );
    }
    let open = agent.queue("open").await;
    assert!(open.is_empty(), "{open:?}");
    // What is over is shown on no form, and takes neither updates nor tickets nor followers.
    assert!(
        !site
            .page("/spotme/new?topic=streaming")
            .await
            .words()
            .contains("Video stops")
    );
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(
        (
            status["open"].as_array().unwrap().len(),
            &status["closed"][0]["title"]
        ),
        (0, &json!("Video stops"))
    );
    for (end, body) in [
        ("/updates", json!({ "body": "x" })),
        ("/close", json!({ "body": "x" })),
        ("/tickets", json!({ "tickets": [ids[0]] })),
        ("/followers", json!({ "email": "a@example.com" })),
    ] {
        agent
            .post(&path(&declared, end), &body)
            .await
            .is_problem(409, "incident");
    }
    assert!(site.doctor().await.faults.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_ticket_stays_open_and_only_linked_tickets_are_closed() {
    let site = Site::start().await;
    let (linked, other) = (
        ticket(&site, "streaming", "ada@example.com").await,
        ticket(&site, "streaming", "ben@example.com").await,
    );
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [linked.id] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    site.advance("PT5M").await;
    for ticket in [&linked, &other] {
        let ticket = agent.get(&ticket.api_without_key("")).await.json;
        assert_eq!(
            ticket["status"]["phase"], "open",
            "nobody asked to close it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_behind_keeps_the_text_and_says_so() {
    let site = Site::start().await;
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let agent = site.agent("spotme").await;
    let first = [("body", "First."), ("version", "1")];
    assert_eq!(
        agent
            .submit(&path(&declared, "/updates"), &first)
            .await
            .status,
        303
    );
    let late = agent
        .submit(
            &path(&declared, "/updates"),
            &[("body", "Late words."), ("version", "1")],
        )
        .await;
    assert_eq!(late.status, 409);
    assert!(
        late.words()
            .contains("Somebody else has changed this incident"),
        "{}",
        late.words()
    );
    assert!(late.text.contains("Late words."));
    let late = agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Late words.", "version": 1 }),
        )
        .await;
    late.is_problem(409, "version");
    let empty = agent
        .submit(
            &path(&declared, "/close"),
            &[("body", " "), ("close_tickets", "true")],
        )
        .await;
    assert_eq!(empty.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_declaration_is_said_and_nothing_is_done() {
    let site = Site::start().await;
    let own = ticket(&site, "streaming", "ada@example.com").await;
    let other = site.ticket("spaceos", "question", json!({})).await;
    let agent = site.agent("spotme").await;
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "x".repeat(201) }), "title"),
        (json!({ "title": 7 }), "title"),
        (json!({ "title": "x", "topics": ["nothing"] }), "topics"),
        (json!({ "title": "x", "tickets": ["no number"] }), "tickets"),
        (
            json!({ "title": "x", "tickets": [own.id, "SM-999999"] }),
            "tickets",
        ),
        (json!({ "title": "x", "tickets": [other.id] }), "tickets"),
        (json!({ "title": "x", "policy": "engineering" }), "tickets"),
        (
            json!({ "title": "x", "tickets": [own.id], "policy": "nothing" }),
            "policy",
        ),
        (json!({ "title": "x", "more": 1 }), "more"),
    ] {
        let refused = agent.post(INCIDENTS, &body).await;
        refused.is_problem(422, field);
    }
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"], json!([]));
    assert!(
        agent.get(&own.api_without_key("")).await.json["timeline"]
            .as_array()
            .unwrap()
            .len()
            == 1
    );
    // The form comes back with what was typed.
    let form = agent
        .submit(
            INCIDENTS,
            &[
                ("title", "Video stops"),
                ("tickets", "SM-999999"),
                ("body", "Words."),
            ],
        )
        .await;
    assert_eq!(form.status, 422);
    for typed in ["Video stops", "SM-999999", "Words."] {
        assert!(form.text.contains(typed), "{typed}");
    }
    // Ten go on at one time.
    for n in 0..10 {
        declare(&site, json!({ "title": format!("Trouble {n}") })).await;
    }
    agent
        .post(INCIDENTS, &json!({ "title": "One more" }))
        .await
        .is_problem(409, "title");
    // Nobody else declares one.
    let ada = site.sign_in("spotme", "ada@example.com").await;
    assert_eq!(
        ada.post(INCIDENTS, &json!({ "title": "x" })).await.status,
        403
    );
    assert_eq!(
        site.post(INCIDENTS, &json!({ "title": "x" })).await.status,
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_that_comes_twice_declares_and_calls_once() {
    let site = Site::start().await;
    let ticket = ticket(&site, "streaming", "ada@example.com").await;
    let agent = site.agent("spotme").await;
    let body = json!({ "title": "Video stops", "tickets": [ticket.id], "policy": "engineering", "body": "We look into it." });
    let headers = [
        ("idempotency-key", "twice"),
        ("authorization", agent.bearer.as_str()),
    ];
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = site.post_with(INCIDENTS, &body, &headers).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        ids.push(answer.json["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"].as_array().unwrap().len(), 1);
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"].as_array().unwrap().len(), 1);
    let other = site
        .post_with(INCIDENTS, &json!({ "title": "Another" }), &headers)
        .await;
    assert_eq!(other.status, 422, "{}", other.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_page_is_kept_for_a_moment_and_answered_with_304() {
    let site = Site::start().await;
    let client: &Client = site.client();
    let first: Answer = client.page("/spotme/status").await;
    assert_eq!(first.header("cache-control"), "max-age=10");
    let tag = first.header("etag").to_owned();
    let again = client
        .get_with(
            "/spotme/status",
            &[("accept", "text/html"), ("if-none-match", &tag)],
        )
        .await;
    assert_eq!((again.status, again.text.len()), (304, 0));
    declare(&site, json!({ "title": "Video stops" })).await;
    let after = client
        .get_with(
            "/spotme/status",
            &[("accept", "text/html"), ("if-none-match", &tag)],
        )
        .await;
    assert_eq!(after.status, 200);
    let agent = site.agent("spotme").await;
    let own = agent.page("/spotme/status").await;
    assert_eq!(
        own.header("cache-control"),
        "no-store",
        "it names its reader"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requester_reads_on_the_ticket_that_the_problem_is_known() {
    let site = Site::start().await;
    let ticket = ticket(&site, "streaming", "ada@example.com").await;
    let ticket = site.confirmed(&ticket).await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [ticket.id] }),
    )
    .await;
    let page = site.page(&ticket.page()).await;
    assert!(
        page.words().contains("belongs to a known problem"),
        "{}",
        page.words()
    );
    assert!(page.text.contains(&format!(
        "/spotme/status/{}",
        declared["id"].as_str().unwrap()
    )));
    assert!(
        page.words()
            .contains("linked this to the incident “Video stops”")
    );
    let agent = site.agent("spotme").await;
    let console = agent
        .page(&format!("/spotme/console/tickets/{}", ticket.id))
        .await;
    assert!(
        console.words().contains("See the incident"),
        "{}",
        console.words()
    );
    let list = agent
        .page(&format!("/spotme/console/incidents?ticket={}", ticket.id))
        .await;
    assert!(list.input_value("tickets").contains(&ticket.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_30_percent_of_faults_everybody_is_told_once_and_every_ticket_is_closed() {
    let site = Site::start_with_probe().await;
    let mut ids = Vec::new();
    for n in 0..40 {
        let email = format!("person-{n}@example.com");
        ids.push(ticket(&site, "streaming", &email).await.id);
    }
    let declared = declare(&site, json!({ "title": "Video stops", "tickets": ids })).await;
    let agent = site.agent("spotme").await;
    let faults = async |percent: u32| {
        let body = json!({ "percent": percent });
        site.post("/_local/faults", &body).await;
    };
    faults(30).await;
    for (end, body) in [
        ("/updates", json!({ "body": "News." })),
        ("/close", json!({ "body": "Over.", "close_tickets": true })),
    ] {
        let key = format!("key{end}").replace('/', "-");
        let headers = [
            ("authorization", agent.bearer.as_str()),
            ("idempotency-key", &key),
        ];
        // What was not answered is asked again under its key.
        let mut tries = 0;
        while site
            .post_with(&path(&declared, end), &body, &headers)
            .await
            .status
            >= 500
        {
            tries += 1;
            assert!(tries < 50);
        }
    }
    for _ in 0..6 {
        site.advance("PT1M").await;
    }
    faults(0).await;
    site.advance("PT2M").await;
    for n in 0..40 {
        let told = updates(&site, &format!("person-{n}@example.com"), "Video stops").await;
        let has = |words: &str| told.iter().filter(|text| text.contains(words)).count();
        assert_eq!((has("> News."), has("> Over.")), (1, 1), "{n}: {told:?}");
    }
    assert!(agent.queue("open").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_declare_and_update_at_once_is_all_there() {
    let site = Site::start().await;
    let agent = site.agent("spotme").await;
    let send = async |path: String, bodies: Vec<Value>| {
        let mut sent = tokio::task::JoinSet::new();
        for body in bodies {
            let (client, bearer, path) =
                (site.client().clone(), agent.bearer.clone(), path.clone());
            sent.spawn(async move {
                let headers = [("authorization", bearer.as_str())];
                client.post_with(&path, &body, &headers).await
            });
        }
        sent.join_all().await
    };
    let bodies = (0..8).map(|n| json!({ "title": format!("Trouble {n}") }));
    let declared = send(INCIDENTS.to_owned(), bodies.collect()).await;
    assert!(declared.iter().all(|answer| answer.status == 201));
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"].as_array().unwrap().len(), 8);
    let one = &declared[0].json;
    let bodies = (0..6).map(|n| json!({ "body": format!("News {n}") }));
    let updated = send(path(one, "/updates"), bodies.collect()).await;
    assert!(updated.iter().all(|answer| answer.status == 201));
    let read = agent.get(&path(one, "")).await.json;
    assert_eq!(read["updates"].as_array().unwrap().len(), 7);
    assert_eq!(read["version"], 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_follows_the_ticket_as_it_is() {
    let site = Site::start().await;
    let own = ticket(&site, "streaming", "vera@example.com").await;
    let mistyped = ticket(&site, "streaming", "typo@example.com").await;
    let tickets = json!([own.id, mistyped.id]);
    let declared = declare(&site, json!({ "title": "Video stops", "tickets": tickets })).await;
    let agent = site.agent("spotme").await;
    // One says that it is not theirs, the other one corrects the address.
    let mailed = site.mailed(&own, "vera@example.com").await;
    let disowned = site.post(&mailed.api("/disown"), &json!({})).await;
    assert_eq!(disowned.status, 200, "{}", disowned.text);
    let right = json!({ "email": "right@example.com" });
    let corrected = site.post(&mistyped.api("/address"), &right).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    for (person, wanted) in [
        ("vera@example.com", 0),
        ("typo@example.com", 0),
        ("right@example.com", 1),
    ] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            wanted,
            "{person}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_no_updates_gets_none_for_further_tickets_either_and_can_ask_again() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "eve@example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [first.id], "body": "We look into it." }),
    )
    .await;
    let agent = site.agent("spotme").await;
    let told = updates(&site, "eve@example.com", "Video stops").await;
    let (follow, token) = (path(&declared, "/followers"), token(&told[0]));
    let page = site.page(&link(&told[0])).await;
    assert!(
        page.words()
            .contains("We send each update to your address."),
        "{}",
        page.words()
    );
    let stopped = site
        .submit(&format!("{follow}/stop"), &[("token", &token)])
        .await;
    let page = site.page(stopped.header("location")).await;
    assert!(
        page.words().contains("You get no more emails about this."),
        "{}",
        page.words()
    );
    let second = ticket(&site, "streaming", "eve@example.com").await;
    agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": [second.id] }),
        )
        .await;
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "More." }))
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        1
    );
    // Whoever types the address anew changes nothing: its holder has said so, and takes it back by the link.
    let asked = site
        .post(&follow, &json!({ "email": "eve@example.com" }))
        .await;
    assert_eq!(asked.status, 202);
    let got = site.mails_to("eve@example.com").await.len();
    assert_eq!(got, 3, "two acknowledgements and the first update");
    let again = site
        .post(&format!("{follow}/confirm"), &json!({ "token": token }))
        .await;
    assert_eq!(again.status, 200, "{}", again.text);
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "At last." }))
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        2
    );
    // Stopped once more: but that her tickets are closed is told.
    site.post(&format!("{follow}/stop"), &json!({ "token": token }))
        .await;
    agent
        .post(
            &path(&declared, "/close"),
            &json!({ "body": "Over.", "close_tickets": true }),
        )
        .await;
    assert_eq!(
        updates(&site, "eve@example.com", "Video stops").await.len(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_that_comes_again_later_links_and_calls_nobody_anew() {
    let site = Site::start().await;
    let (first, second) = (
        ticket(&site, "streaming", "ada@example.com").await,
        ticket(&site, "streaming", "ben@example.com").await,
    );
    let agent = site.agent("spotme").await;
    let body = json!({
        "title": "Video stops", "tickets": [first.id, second.id], "policy": "engineering", "body": "We look into it.",
    });
    let headers = [
        ("idempotency-key", "again"),
        ("authorization", agent.bearer.as_str()),
    ];
    let declare = async || {
        let answer = site.post_with(INCIDENTS, &body, &headers).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json
    };
    let declared = declare().await;
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    let page = pages["pages"][0]["id"].as_str().unwrap().to_owned();
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(updates(&site, person, "Video stops").await.len(), 1);
    }
    let resolve = format!("/api/desks/spotme/pages/{page}/resolve");
    agent.post(&resolve, &json!({})).await;
    agent
        .post(
            &path(&declared, "/tickets/remove"),
            &json!({ "ticket": second.id }),
        )
        .await;
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Second news." }),
        )
        .await;
    declare().await;
    let read = agent.get(&path(&declared, "")).await.json;
    assert_eq!(read["tickets"], json!([first.id]));
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["id"], json!(page));
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    assert!(declare().await["closed_at"].is_string());
    assert_eq!(
        updates(&site, "ben@example.com", "Video stops").await.len(),
        1
    );
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tickets_of_one_requester_linked_at_once_are_all_there() {
    let site = Site::start().await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(ticket(&site, "streaming", "ada@example.com").await.id);
    }
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let agent = site.agent("spotme").await;
    let mut sent = tokio::task::JoinSet::new();
    for id in ids.clone() {
        let (client, bearer) = (site.client().clone(), agent.bearer.clone());
        let path = path(&declared, "/tickets");
        sent.spawn(async move {
            let headers = [("authorization", bearer.as_str())];
            let body = json!({ "tickets": [id] });
            client.post_with(&path, &body, &headers).await.status
        });
    }
    assert_eq!(sent.join_all().await, [200; 10]);
    for id in &ids[..9] {
        agent
            .post(
                &path(&declared, "/tickets/remove"),
                &json!({ "ticket": id }),
            )
            .await;
    }
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn long_updates_fill_no_board() {
    let site = Site::start().await;
    let long = "\u{1f6a8}".repeat(10_000);
    let agent = site.agent("spotme").await;
    for n in 0..22 {
        let declared = declare(
            &site,
            json!({ "title": format!("Trouble {n}"), "body": long }),
        )
        .await;
        if n < 13 {
            let closed = agent
                .post(&path(&declared, "/close"), &json!({ "body": long }))
                .await;
            assert_eq!(closed.status, 200, "{}", closed.text);
        }
    }
    let status = site.get("/api/desks/spotme/status").await;
    assert_eq!(status.json["open"].as_array().unwrap().len(), 9);
    assert!(status.text.len() < 100_000, "{}", status.text.len());
    let shown = status.json["open"][0]["update"].as_str().unwrap();
    assert!(shown.ends_with('…') && shown.chars().count() <= 1_002);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_to_a_closed_incident_is_kept_and_every_ticket_can_be_seen() {
    let site = Site::start().await;
    let mut ids = Vec::new();
    for n in 0..55 {
        let email = format!("person-{n}@example.com");
        ids.push(ticket(&site, "streaming", &email).await.id);
    }
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": ids[..50] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": ids[50..] }),
        )
        .await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = agent
            .get(&path(&declared, &format!("?after={after}")))
            .await
            .json;
        let tickets = page["tickets"].as_array().unwrap().clone();
        seen.extend(tickets.iter().map(|id| id.as_str().unwrap().to_owned()));
        match page["more_tickets"] == true {
            true => seen.last().unwrap().clone_into(&mut after),
            false => break,
        }
    }
    ids.sort();
    assert_eq!(seen, ids);
    let console = format!(
        "/spotme/console/incidents/{}",
        declared["id"].as_str().unwrap()
    );
    let page = agent.page(&console).await;
    assert!(page.words().contains("See more requests"));
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    for version in ["1", "2"] {
        let fields = [
            ("body", "A long text that somebody wrote."),
            ("version", version),
        ];
        let late = agent.submit(&path(&declared, "/updates"), &fields).await;
        assert_eq!(late.status, 409);
        assert!(
            late.text.contains("A long text that somebody wrote."),
            "{}",
            late.words()
        );
        assert!(
            late.words().contains("The incident is closed."),
            "{}",
            late.words()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_whose_request_died_is_carried_out_by_the_sweep() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "ada@example.com").await;
    let second = ticket(&site, "streaming", "ben@example.com").await;
    // One of them is linked to another incident.
    declare(
        &site,
        json!({ "title": "Chat stops", "tickets": [second.id] }),
    )
    .await;
    let cloud = site.stack.cloud();
    let desk = cloud
        .store
        .desk(&"spotme".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let now = cloud.clock.now();
    let actor = Actor::Agent {
        email: "agent-1@spotme.example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    };
    let draft = DeclarationDraft {
        title: "Video stops".to_owned(),
        tickets: vec![first.id.clone(), second.id.clone()],
        policy: "engineering".to_owned(),
        body: "We look into it.".to_owned(),
        ..DeclarationDraft::default()
    };
    let declaration = draft.check(&desk).unwrap();
    let id = uuid::Uuid::now_v7().into();
    let work = IncidentWork::Link {
        tickets: declaration.tickets.clone(),
        policy: declaration.policy.clone(),
        actor: actor.clone(),
    };
    let task = IncidentTask {
        incident: id,
        desk: (*desk.id).clone(),
        work,
    };
    let (incident, event) = Incident::declare(id, &desk.id, declaration, &actor, None, now);
    let board = cloud.store.status_board_now(&desk.id).await.unwrap();
    let commit = IncidentCommit {
        incident: &incident,
        event: &event,
        board: &board.after(&incident, &event),
        is_told: false,
        task: Some((task, now)),
    };
    assert!(cloud.store.commit_incident(commit).await.unwrap());
    site.advance("PT2M").await;
    let agent = site.agent("spotme").await;
    let read = agent.get(&format!("{INCIDENTS}/{id}")).await.json;
    assert_eq!(read["tickets"], json!([first.id, second.id]));
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["tickets"], json!([first.id]));
    site.advance("PT2M").await;
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            1,
            "{person}"
        );
    }
    let other = site.get("/api/desks/spotme/status").await.json;
    let other = other["open"][1]["id"].as_str().unwrap().to_owned();
    let other = agent.get(&format!("{INCIDENTS}/{other}")).await.json;
    assert_eq!(other["tickets"], json!([]), "it has left the other one");
}

//! Service levels: which one counts, what its clocks show, and who is told when a target is near or has passed.

use crate::support::hours::every_day;
use crate::support::{Created, Site};
use docket_domain::Line;
use docket_domain::account::{AccountRole, Company};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const LEAD: &str = "lead@spaceos.example.com";
const AGENT: &str = "agent-1@spaceos.example.com";

/// Moves the clock to a Friday at 16:30 in Berlin, and returns that instant. Neither that day nor the next Monday is a holiday of
/// spaceOS, and no clock changes between them.
async fn friday(site: &Site) -> Timestamp {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let today = site.now().await.to_zoned_datetime(berlin.clone()).date();
    let holidays = [
        "12-25", "12-28", "01-01", "04-03", "03-26", "05-14", "05-17", "05-25", "03-28",
    ];
    let mut fridays = today
        .series(jiff::Span::new().days(1))
        .skip(1)
        .filter(|day| {
            let is_free = |date: jiff::civil::Date| {
                let date = date.to_string();
                holidays.iter().any(|free| date.ends_with(free))
            };
            let monday = day.checked_add(jiff::Span::new().days(3)).unwrap();
            let at = |day: jiff::civil::Date| {
                day.at(12, 0, 0, 0)
                    .to_zoned_datetime(berlin.clone())
                    .unwrap()
            };
            let is_steady = at(*day).offset() == at(monday).offset();
            day.weekday() == Weekday::Friday && !is_free(*day) && !is_free(monday) && is_steady
        });
    let friday = fridays.next().unwrap().at(16, 30, 0, 0);
    let at = friday.to_zoned_datetime(berlin).unwrap().timestamp();
    site.go_to(at).await;
    at
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const HOUR: i64 = 60;
/// From Friday 17:00 to Monday 9:00.
const WEEKEND: i64 = 64 * HOUR;

async fn ticket(site: &Site, from: &str, priority: &str) -> Created {
    let more = json!({ "requester": { "email": from }, "priority": priority });
    site.ticket("spaceos", "bug", more).await
}

/// What the clock of one metric shows to one of the desk.
async fn level(site: &Site, ticket: &Created, metric: &str) -> Value {
    let read = site.staff_view("spaceos", &ticket.id).await;
    let levels = read["service_levels"].as_array().unwrap().clone();
    let found = levels.into_iter().find(|level| level["metric"] == metric);
    found.unwrap_or_default()
}

fn instant(level: &Value, field: &str) -> Timestamp {
    level[field].as_str().unwrap().parse().unwrap()
}

/// The subjects of the mails about a ticket that contain these words, by receiver.
async fn told(site: &Site, person: &str, ticket: &Created, words: &str) -> usize {
    let mails = site.mails_to(person).await;
    let is_it = |mail: &&Value| {
        mail["subject"].as_str().unwrap().contains(&ticket.id)
            && mail["text"].as_str().unwrap().contains(words)
    };
    mails.iter().filter(is_it).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn so_9_service_levels_are_those_of_the_customer_s_contract() {
    let site = Site::start().await;
    let opened = friday(&site).await;
    let first = ticket(&site, "a@customer-a.example.com", "critical").await;
    let second = ticket(&site, "b@customer-b.example.com", "critical").await;
    let other = ticket(&site, "c@example.com", "critical").await;
    let urgent = ticket(&site, "d@customer-a.example.com", "system-down").await;
    let opened_at: Timestamp = first.body["opened_at"].as_str().unwrap().parse().unwrap();
    // What was lost on the way from noon on the clock is part of the hour.
    let offset = opened_at.duration_since(opened);
    let of = |level: &Value| level["level"].as_str().unwrap().to_owned();
    let a = level(&site, &first, "first_response").await;
    assert_eq!(
        (of(&a), a["state"].clone(), a["target_seconds"].clone()),
        ("customer-a".to_owned(), json!("running"), json!(3600))
    );
    // Half an hour on Friday, and the other half on Monday.
    assert_eq!(
        instant(&a, "target_at"),
        opened + minutes(HOUR + WEEKEND) + offset
    );
    let b = level(&site, &second, "first_response").await;
    assert_eq!(
        (of(&b), b["target_seconds"].clone()),
        ("customer-b".to_owned(), json!(8 * 3600))
    );
    let d = level(&site, &urgent, "resolution").await;
    assert_eq!(d["target_seconds"], 4 * 3600);
    assert_eq!(
        site.staff_view("spaceos", &other.id).await["service_levels"],
        json!([])
    );
    // Nobody outside the desk reads what it promised, nor when it is due.
    let own = site.read(&site.confirmed(&first).await).await;
    assert_eq!(
        (own["service_levels"].clone(), own["due_at"].clone()),
        (json!([]), Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_4_the_sweep_reminds_and_records_breaches_on_time_and_once() {
    let site = Site::start().await;
    friday(&site).await;
    let opened = ticket(&site, "a@customer-a.example.com", "critical").await;
    let target = instant(&level(&site, &opened, "first_response").await, "target_at");
    let view = site.staff_view("spaceos", &opened.id).await;
    // The next that is due is the reminder, a quarter of an hour before the target.
    assert_eq!(
        view["due_at"]
            .as_str()
            .unwrap()
            .parse::<Timestamp>()
            .unwrap(),
        target - minutes(15)
    );
    site.go_to(target - minutes(15) - SignedDuration::from_secs(1))
        .await;
    assert_eq!(
        told(&site, AGENT, &opened, "needs the first response by").await,
        0
    );
    site.go_to(target - minutes(15)).await;
    assert_eq!(
        told(&site, AGENT, &opened, "needs the first response by").await,
        1
    );
    assert_eq!(told(&site, LEAD, &opened, "missed").await, 0);
    site.go_to(target + SignedDuration::from_millis(1)).await;
    assert_eq!(
        told(&site, LEAD, &opened, "the first response was due by").await,
        1
    );
    site.advance("PT30M").await;
    assert_eq!(
        told(&site, LEAD, &opened, "the first response was due by").await,
        1
    );
    assert_eq!(
        told(&site, AGENT, &opened, "needs the first response by").await,
        1
    );
    let missed = level(&site, &opened, "first_response").await;
    assert_eq!(missed["state"], "breached");
    assert_eq!(instant(&missed, "breached_at"), target);
    let view = site.staff_view("spaceos", &opened.id).await;
    let timeline = view["timeline"].as_array().unwrap().clone();
    let of = |kind: &str| {
        timeline
            .iter()
            .filter(|event| event["kind"] == kind)
            .cloned()
            .collect::<Vec<_>>()
    };
    let breach = of("service_level_breached");
    assert_eq!((of("service_level_reminded").len(), breach.len()), (1, 1));
    assert_eq!(breach[0]["metric"], "first_response");
    assert_eq!(
        (
            breach[0]["internal"].clone(),
            breach[0]["actor"]["role"].clone()
        ),
        (json!(true), json!("system"))
    );
    // Whoever opened it sees none of it.
    let own = site.read(&opened).await.to_string();
    assert!(!own.contains("service_level_"), "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_3_a_public_answer_ends_the_first_clock_and_a_note_does_not() {
    let site = Site::start().await;
    friday(&site).await;
    let opened = ticket(&site, "a@customer-a.example.com", "high").await;
    let agent = site.agent("spaceos").await;
    let note = json!({ "body": "Let us see.", "internal": true });
    let noted = agent
        .post(&opened.api_without_key("/comments"), &note)
        .await;
    assert_eq!(noted.status, 201);
    assert_eq!(
        level(&site, &opened, "first_response").await["state"],
        "running"
    );
    agent.comment(&opened, "We are looking into it.").await;
    let first = level(&site, &opened, "first_response").await;
    assert_eq!(
        (first["state"].clone(), first["met_at"].is_string()),
        (json!("met"), true)
    );
    // The next clock begins with what the customer asks after that, and goes on until it is answered.
    assert_eq!(level(&site, &opened, "next_response").await, Value::Null);
    let own = site.confirmed(&opened).await;
    let body = json!({ "body": "And now?" });
    assert_eq!(site.post(&own.api("/comments"), &body).await.status, 201);
    let asked = level(&site, &opened, "next_response").await;
    assert_eq!(
        (asked["state"].clone(), asked["target_seconds"].clone()),
        (json!("running"), json!(4 * 3600))
    );
    agent.comment(&opened, "It is mended.").await;
    assert_eq!(level(&site, &opened, "next_response").await["state"], "met");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_2_waiting_for_the_customer_stops_the_clock_and_29_it_says_why() {
    let site = Site::start().await;
    friday(&site).await;
    let opened = ticket(&site, "b@customer-b.example.com", "low").await;
    let agent = site.agent("spaceos").await;
    site.advance("PT10M").await;
    agent
        .move_to(&opened, "waiting-for-customer", Some("Which version?"))
        .await;
    let paused = level(&site, &opened, "resolution").await;
    assert_eq!(
        (paused["state"].clone(), paused["target_at"].clone()),
        (json!("paused"), Value::Null)
    );
    // Over the weekend, and Monday morning.
    site.advance("P3D").await;
    let own = site.confirmed(&opened).await;
    let still = level(&site, &opened, "resolution").await;
    assert_eq!(still["remaining_seconds"], paused["remaining_seconds"]);
    let body = json!({ "body": "4.2" });
    assert_eq!(site.post(&own.api("/comments"), &body).await.status, 201);
    site.advance("PT5M").await;
    let agent = site.agent("spaceos").await;
    agent.move_to(&opened, "with-engineering", None).await;
    site.advance("PT7M").await;
    let agent = site.agent("spaceos").await;
    agent.move_to(&opened, "assigned", None).await;
    site.advance("PT1H").await;
    let running = level(&site, &opened, "resolution").await;
    assert_eq!(running["state"], "running");
    let spans = running["spans"].as_array().unwrap();
    let kinds: Vec<&str> = spans
        .iter()
        .map(|span| span["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["counted", "waiting", "counted", "held", "counted", "closed"]
    );
    for pair in spans.windows(2) {
        assert_eq!(pair[0]["to"], pair[1]["from"]);
    }
    let counted: i64 = spans
        .iter()
        .filter(|span| span["kind"] == "counted")
        .map(|span| {
            (instant(span, "to").as_millisecond() - instant(span, "from").as_millisecond()) / 1000
        })
        .sum();
    let left = running["remaining_seconds"].as_i64().unwrap();
    assert!(
        (80 * 3600 - left - counted).abs() <= spans.len() as i64,
        "{running}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_shows_targets_as_words_and_a_picture() {
    let site = Site::start().await;
    friday(&site).await;
    let opened = ticket(&site, "a@customer-a.example.com", "critical").await;
    ticket(&site, "c@example.com", "critical").await;
    let agent = site.agent("spaceos").await;
    let page = agent
        .page(&format!("/spaceos/console/tickets/{}", opened.id))
        .await;
    let words = page.words();
    assert!(words.contains("Service levels First response"), "{words}");
    assert!(
        words.contains("Target: 1 h (Customer A, business hours)"),
        "{words}"
    );
    assert!(page.text.contains("<svg viewBox=\"0 0 1000 24\""));
    let queue = agent.page("/spaceos/console?phase=open").await;
    assert!(
        queue.words().contains("Status Assignee Target"),
        "{}",
        queue.words()
    );
    assert!(!queue.text.contains("is-late"));
    let target = instant(&level(&site, &opened, "first_response").await, "target_at");
    let list = agent
        .get("/api/desks/spaceos/tickets?phase=open")
        .await
        .json;
    let next = |list: &Value, id: &str| {
        let tickets = list["tickets"].as_array().unwrap();
        tickets.iter().find(|ticket| ticket["id"] == id).unwrap()["next_target"].clone()
    };
    assert_eq!(next(&list, &opened.id), json!(target.to_string()));
    assert_eq!(next(&list, "SOS-2"), Value::Null);
    site.go_to(target + minutes(1)).await;
    let agent = site.agent("spaceos").await;
    let queue = agent.page("/spaceos/console?phase=open").await;
    assert!(queue.text.contains("is-late"));
    let page = agent
        .page(&format!("/spaceos/console/tickets/{}", opened.id))
        .await;
    assert!(page.words().contains("not done yet"), "{}", page.words());
    // Its requester's page shows nothing of that.
    let own = site.page(&site.confirmed(&opened).await.page()).await;
    assert!(!own.words().contains("Service levels") && !own.words().contains("missed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_that_the_company_names_counts_before_the_domain_of_the_address() {
    let demo = include_str!("data/demo.toml");
    let levels = r#"
[access]
see = "company"

[[contracts]]
id = "gold"
label = "Gold"
domains = ["acme.example.com"]

[[contracts]]
id = "silver"
label = "Silver"
domains = []

[[service_levels]]
id = "gold"
label = "Gold"
contracts = ["gold"]
resolution = { any = "PT1H" }

[[service_levels]]
id = "silver"
label = "Silver"
contracts = ["silver"]
resolution = { any = "PT2H" }
"#;
    let site = Site::start_with_desk(&format!("{demo}\n{levels}")).await;
    let company = Company {
        contract: Some("silver".parse().unwrap()),
        ..Company::new(
            "demo".parse().unwrap(),
            "acme".parse().unwrap(),
            Line::new("acme", 100).unwrap(),
        )
    };
    let store = &site.stack.cloud().store;
    store.put_company(&company, None).await.unwrap();
    let (ada, eve) = ("ada@acme.example.com", "eve@acme.example.com");
    site.account("demo", ada, "acme", AccountRole::Member).await;
    let session = site.sign_in("demo", ada).await;
    let more = json!({ "requester": { "email": ada } });
    let own = site.ticket_by(&session.bearer, "demo", "fault", more).await;
    // Nobody knows whose address that is but by its domain.
    let more = json!({ "requester": { "email": eve } });
    let stranger = site.ticket("demo", "fault", more).await;
    let agent = site.agent("demo").await;
    for (ticket, level) in [(own, "silver"), (stranger, "gold")] {
        let read = agent.get(&ticket.api_without_key("")).await.json;
        assert_eq!(read["service_levels"][0]["level"], level, "{read}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_comes_while_an_agent_writes_does_not_hold_up_the_reply() {
    let site = Site::start().await;
    friday(&site).await;
    let opened = ticket(&site, "a@customer-a.example.com", "critical").await;
    let seen = site.staff_view("spaceos", &opened.id).await["version"].clone();
    let target = instant(&level(&site, &opened, "first_response").await, "target_at");
    site.go_to(target - minutes(15)).await;
    let view = site.staff_view("spaceos", &opened.id).await;
    assert_ne!(view["version"], seen, "the reminder is there");
    let agent = site.agent("spaceos").await;
    let seen = seen.to_string();
    let fields = [("body", "We are on it."), ("version", seen.as_str())];
    let sent = agent
        .submit(&opened.api_without_key("/comments"), &fields)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
}

/// A desk that is always open, with a team that works in the afternoons, and a customer with whom mornings were agreed on.
fn with_calendars() -> String {
    let calendar = |id: &str, span: &str| {
        let days = every_day(span);
        format!("\n[[calendars]]\nid = \"{id}\"\ntime_zone = \"UTC\"\n[calendars.hours]\n{days}")
    };
    format!(
        "{}{}{}
[[service_levels]]
id = \"all\"
label = \"All\"
resolution = {{ any = \"PT24H\" }}

[[contracts]]
id = \"gold\"
label = \"Gold\"
domains = [\"gold.example.com\"]
calendar = \"mornings\"

[[teams]]
id = \"first\"
label = \"First line\"
people = [\"agent-1@demo.example.com\"]
rest = true

[[teams]]
id = \"second\"
label = \"Second line\"
people = [\"agent-2@demo.example.com\"]
topics = [\"fault\"]
calendar = \"afternoons\"
",
        include_str!("data/demo.toml"),
        calendar("mornings", "00:00-12:00"),
        calendar("afternoons", "12:00-24:00"),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hours_of_the_contract_count_or_else_of_the_team_or_else_of_the_desk() {
    let site = Site::start_with_desk(&with_calendars()).await;
    let tomorrow = site.now().await.to_zoned_datetime(TimeZone::UTC).date();
    let tomorrow = tomorrow.tomorrow().unwrap();
    let at = |day: i32, hour: i8| {
        let date = tomorrow.checked_add(jiff::Span::new().days(day)).unwrap();
        let at = date.at(hour, 0, 0, 0).to_zoned_datetime(TimeZone::UTC);
        at.unwrap().timestamp()
    };
    site.go_to(at(0, 15)).await;
    let open = async |topic: &str, from: &str| {
        let ticket = site.ticket("demo", topic, json!({ "requester": { "email": from } }));
        site.confirmed(&ticket.await).await
    };
    let shown = async |ticket: &Created| {
        let read = site.staff_view("demo", &ticket.id).await;
        read["service_levels"][0].clone()
    };
    let opened = |ticket: &Created| -> Timestamp {
        ticket.body["opened_at"].as_str().unwrap().parse().unwrap()
    };
    let question = open("question", "one@example.com").await;
    let fault = open("fault", "two@example.com").await;
    let agreed = open("fault", "three@gold.example.com").await;
    let own = shown(&question).await;
    assert_eq!(own["calendar"], Value::Null);
    assert_eq!(
        instant(&own, "target_at"),
        opened(&question) + minutes(24 * HOUR)
    );
    let of_team = shown(&fault).await;
    assert_eq!(of_team["calendar"], "afternoons");
    assert_eq!(
        instant(&of_team, "target_at"),
        opened(&fault) + minutes(48 * HOUR)
    );
    let of_contract = shown(&agreed).await;
    assert_eq!(of_contract["calendar"], "mornings");
    assert_eq!(instant(&of_contract, "target_at"), at(2, 12));
    let agent = site.agent("demo").await;
    let page = agent
        .page(&format!("/demo/console/tickets/{}", fault.id))
        .await;
    assert!(
        page.text.contains("business hours of “afternoons”"),
        "{}",
        page.text
    );

    // A day passes, and the desk's own time is up.
    site.go_to(at(1, 16)).await;
    assert_eq!(shown(&question).await["state"], "breached");
    // Whoever of the desk works on it, what was promised stays.
    let agent = site.agent("demo").await;
    let give = json!({ "team": "second" });
    let path = question.api_without_key("/assignee");
    assert_eq!(agent.post(&path, &give).await.status, 200);
    let given = shown(&question).await;
    assert_eq!(
        (&given["state"], &given["calendar"]),
        (&json!("breached"), &Value::Null)
    );
    // Of the hours of the topic that it has in truth, half are left.
    let correct = async |topic: &str| {
        let path = question.api_without_key("/details");
        let agent = site.agent("demo").await;
        assert_eq!(
            agent.post(&path, &json!({ "topic": topic })).await.status,
            200
        );
        shown(&question).await
    };
    let corrected = correct("fault").await;
    assert_eq!(
        (&corrected["state"], &corrected["calendar"]),
        (&json!("running"), &json!("afternoons"))
    );
    assert_eq!(
        instant(&corrected, "target_at"),
        opened(&question) + minutes(48 * HOUR)
    );
    // It passes once more, as the timeline tells.
    site.go_to(at(2, 16)).await;
    assert_eq!(shown(&question).await["state"], "breached");
    let breaches = async || {
        let read = site.staff_view("demo", &question.id).await;
        let events = read["timeline"].as_array().unwrap().iter();
        let breaches = events.filter(|event| event["kind"] == "service_level_breached");
        breaches.count()
    };
    assert_eq!(breaches().await, 2);
    // Of another target that has passed too, nothing is told again.
    assert_eq!(correct("question").await["state"], "breached");
    site.advance("PT2M").await;
    assert_eq!(breaches().await, 2);
}

#[test]
fn calendars_of_contracts_and_teams_are_checked() {
    let check = |from: &str, to: &str| {
        let file = with_calendars();
        assert!(file.contains(from), "{from}");
        let mistakes = docket_domain::desk::Desk::parse(&file.replacen(from, to, 1)).unwrap_err();
        mistakes
            .iter()
            .map(|it| format!("{it}\n"))
            .collect::<String>()
    };
    let told = check("calendar = \"mornings\"", "calendar = \"evenings\"");
    assert!(
        told.contains("evenings") && told.contains("nothing uses the calendar `mornings`"),
        "{told}"
    );
    let told = check("PT24H", "PT9000H");
    assert!(told.contains("not reached within two years"), "{told}");
    let levels =
        "[[service_levels]]\nid = \"all\"\nlabel = \"All\"\nresolution = { any = \"PT24H\" }\n";
    let told = check(levels, "");
    assert!(
        told.contains("no service level counts these hours"),
        "{told}"
    );
}

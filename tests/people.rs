//! Accounts, companies and sessions, as an admin and as each person manages them.

use crate::support::table::RawTable;
use crate::support::{Site, token_in};
use docket_domain::account::AccountRole::Member;
use reqwest::Method;
use serde_json::{Value, json};

const ADA: &str = "ada@acme.example.com";
const DESK: &str = "/api/desks/smartplayer";

async fn admin(site: &Site) -> crate::support::Staff<'_> {
    site.sign_in("smartplayer", "admin@smartplayer.example.com")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_mailed_and_leads_in() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    let account = json!({ "email": "Ada@ACME.example.com", "name": "Ada\r\nBcc: eve@example.com", "language": "ru" });
    let refused = admin.post(&format!("{DESK}/accounts"), &account).await;
    refused.is_problem(422, "name");
    let account = json!({ "email": "Ada@ACME.example.com", "name": "=?UTF-8?B?SGk=?= \"Ada\", <x@y>", "language": "ru", "invite": true });
    let made = admin.post(&format!("{DESK}/accounts"), &account).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json["joined"], "invitation");
    let mails = site.mails_to(ADA).await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("/smartplayer/sign-in"), "{text}");
    assert!(
        mails[0]["subject"]
            .as_str()
            .unwrap()
            .starts_with("Ваша учётная запись"),
        "{}",
        mails[0]["subject"]
    );
    site.sign_in("smartplayer", ADA).await;
    // The same again makes no other account; without `invite` nobody is mailed.
    let again = json!({ "email": ADA, "name": "Ada" });
    let changed = admin.post(&format!("{DESK}/accounts"), &again).await;
    assert_eq!(
        (
            changed.status,
            &changed.json["name"],
            &changed.json["language"]
        ),
        (200, &json!("Ada"), &Value::Null)
    );
    assert_eq!(site.mails_to(ADA).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_join_by_a_domain_of_their_company_and_leave_with_it() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    let company = |domains: Value| json!({ "id": "acme", "name": "Acme", "domains": domains });
    let made = admin
        .post(
            &format!("{DESK}/companies"),
            &company(json!("ACME.example.com, @acme.example.org")),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(
        made.json["domains"],
        json!(["acme.example.com", "acme.example.org"])
    );
    // Whoever reads the mails of an address there is of the company. Another domain gets no link.
    let ada = site.sign_in("smartplayer", ADA).await;
    let me = ada.get(&format!("{DESK}/me")).await.json;
    assert_eq!(
        (&me["account"]["company"], &me["account"]["joined"]),
        (&json!("acme"), &json!("domain"))
    );
    let profile = ada.page("/smartplayer/profile").await;
    let named = "<dd><bdi>Acme</bdi></dd>";
    assert!(profile.text.contains(named), "{}", profile.text);
    for stranger in ["eve@notacme.example.com", "eve@sub.acme.example.com"] {
        let asked = site
            .post(&format!("{DESK}/sign-in"), &json!({ "email": stranger }))
            .await;
        assert_eq!(asked.status, 202);
        assert_eq!(site.mails_to(stranger).await.len(), 0, "{stranger}");
    }
    let kept = site.sign_in("smartplayer", "kept@acme.example.com").await;
    let said = json!({ "email": "kept@acme.example.com", "company": "Acme" });
    assert_eq!(
        admin.post(&format!("{DESK}/accounts"), &said).await.status,
        200
    );
    // A domain is of one company, and never that of a public provider.
    let other = json!({ "id": "other", "name": "Other", "domains": ["acme.example.com"] });
    let refused = admin.post(&format!("{DESK}/companies"), &other).await;
    refused.is_problem(422, "domains");
    assert!(refused.text.contains("`acme`"), "{}", refused.text);
    for public in ["gmail.com", "GMAIL.com.", "mail.ru", "x.hotmail.com"] {
        let refused = admin
            .post(&format!("{DESK}/companies/acme"), &company(json!([public])))
            .await;
        refused.is_problem(422, "domains");
    }
    for nonsense in [
        "acme",
        "a@acme.example.com",
        "exa mple",
        "-x.com",
        "x\u{0}y.com",
    ] {
        let refused = admin
            .post(
                &format!("{DESK}/companies/acme"),
                &company(json!([nonsense])),
            )
            .await;
        assert_eq!(refused.status, 422, "{nonsense}: {}", refused.text);
    }
    // The company loses the domain: those who joined by it are out, at once; whom an admin vouched for stays.
    let lost = admin
        .post(
            &format!("{DESK}/companies/acme"),
            &company(json!(["acme.example.org"])),
        )
        .await;
    assert_eq!(lost.status, 200, "{}", lost.text);
    assert_eq!(
        ada.get(&format!("{DESK}/me")).await.json["account"],
        Value::Null
    );
    assert_eq!(
        kept.get(&format!("{DESK}/me")).await.json["account"]["company"],
        "acme"
    );
    let asked = site
        .post(
            &format!("{DESK}/sign-in"),
            &json!({ "email": "new@acme.example.com" }),
        )
        .await;
    assert_eq!(asked.status, 202);
    assert_eq!(site.mails_to("new@acme.example.com").await.len(), 0);
    // The domain is free for another one.
    assert_eq!(
        admin
            .post(&format!("{DESK}/companies"), &other)
            .await
            .status,
        201
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_changed_and_removed_when_nobody_is_left() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    let companies = format!("{DESK}/companies");
    let company = json!({ "name": "ООО «Ромашка»", "addresses": ["a@example.com; b@example.com"], "portals": "https://a.example.com/x" });
    let made = admin.post(&companies, &company).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json["portals"], json!(["a.example.com"]));
    // The same name makes the same ID, which is taken.
    let other = json!({ "name": "ООО «Ромашка»", "contract": "" });
    admin.post(&companies, &other).await.is_problem(422, "id");
    let listed = admin
        .get(&format!("{DESK}/accounts?company={id}"))
        .await
        .json;
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 2);
    for (wrong, field) in [
        (json!({ "name": "" }), "name"),
        (json!({ "name": "x".repeat(101) }), "name"),
        (json!({ "name": "a\nb" }), "name"),
        (json!({ "name": "A", "id": "Not An Id" }), "id"),
        (json!({ "name": "A", "contract": "none" }), "contract"),
        (
            json!({ "name": "A", "project_manager": "nobody" }),
            "project_manager",
        ),
        (json!({ "name": "A", "addresses": "nobody" }), "addresses"),
        (json!({ "name": "A", "portals": "no portal" }), "portals"),
        (json!({ "name": "A", "colour": "red" }), "colour"),
    ] {
        admin.post(&companies, &wrong).await.is_problem(422, field);
    }
    let headers = [("authorization", admin.bearer.as_str())];
    let path = format!("{companies}/{id}");
    let refused = site.send(Method::DELETE, &path, &headers, "").await;
    refused.is_problem(409, "company");
    for email in ["a@example.com", "b@example.com"] {
        let path = format!("{DESK}/accounts/{email}");
        assert_eq!(
            site.send(Method::DELETE, &path, &headers, "").await.status,
            204
        );
    }
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        404
    );
    assert_eq!(admin.get(&path).await.status, 404);
    // An account of a company that there is not is refused with the way out.
    let account = json!({ "email": "c@example.com", "company": "Nobody knows" });
    admin
        .post(&format!("{DESK}/accounts"), &account)
        .await
        .is_problem(422, "company");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_end_one_by_one_or_all() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    let first = site.sign_in("smartplayer", ADA).await;
    let second = site.sign_in("smartplayer", ADA).await;
    // A browser names itself; the rest of its header is not kept.
    let asked = site
        .post(&format!("{DESK}/sign-in"), &json!({ "email": ADA }))
        .await;
    assert_eq!(asked.status, 202);
    let token = token_in(site.mails_to(ADA).await.last().unwrap());
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";
    let begun = site
        .post_with(
            &format!("{DESK}/session"),
            &json!({ "token": token }),
            &[("user-agent", agent)],
        )
        .await;
    assert_eq!(begun.status, 201);
    let list = first.get(&format!("{DESK}/sessions")).await.json["sessions"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(list.len(), 3);
    assert_eq!(list[0]["device"], "Firefox on Windows");
    assert_eq!(
        list.iter()
            .filter(|session| session["current"] == true)
            .count(),
        1
    );
    let page = first.page("/smartplayer/profile").await;
    assert!(page.text.contains("Firefox on Windows"), "{}", page.text);
    // Nobody ends or sees those of others.
    site.account("smartplayer", "eve@example.com", "", Member)
        .await;
    let eve = site.sign_in("smartplayer", "eve@example.com").await;
    let own = eve.get(&format!("{DESK}/sessions?email={ADA}")).await;
    assert_eq!(own.status, 403);
    let id = list[0]["id"].as_str().unwrap();
    let end = |bearer: String, query: String| {
        let (site, path) = (&site, format!("{DESK}/sessions/{id}{query}"));
        async move {
            site.send(Method::DELETE, &path, &[("authorization", &*bearer)], "")
                .await
                .status
        }
    };
    assert_eq!(end(eve.bearer.clone(), String::new()).await, 204);
    assert_eq!(end(eve.bearer.clone(), format!("?email={ADA}")).await, 403);
    assert_eq!(
        first.get(&format!("{DESK}/sessions")).await.json["sessions"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(end(first.bearer.clone(), String::new()).await, 204);
    assert_eq!(
        first.get(&format!("{DESK}/sessions")).await.json["sessions"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let ended = first.submit(&format!("{DESK}/sessions/end"), &[]).await;
    assert_eq!(ended.status, 303, "{}", ended.text);
    assert_eq!(second.get(&format!("{DESK}/me")).await.status, 401);
    assert_eq!(first.get(&format!("{DESK}/me")).await.status, 200);
    // An admin ends those of anybody.
    let admin = admin(&site).await;
    let seen = admin
        .get(&format!("{DESK}/sessions?email={ADA}"))
        .await
        .json["sessions"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(seen.len(), 1);
    let gone = admin
        .submit(&format!("{DESK}/sessions/end"), &[("email", ADA)])
        .await;
    assert_eq!(gone.status, 303);
    assert_eq!(first.get(&format!("{DESK}/me")).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_remembered_where_the_desk_allows_it() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    site.ticket(
        "spaceos",
        "question",
        json!({ "requester": { "email": ADA } }),
    )
    .await;
    let before = site.stack.cloud().clock.now();
    for (desk, most) in [("smartplayer", 30 * 24), ("spaceos", 12)] {
        let asked = site
            .post(
                &format!("/api/desks/{desk}/sign-in"),
                &json!({ "email": ADA }),
            )
            .await;
        assert_eq!(asked.status, 202);
        let token = token_in(site.mails_to(ADA).await.last().unwrap());
        let page = site.page(&format!("/{desk}/sign-in?token={token}")).await;
        assert_eq!(page.text.contains("name=\"remember\""), most > 12, "{desk}");
        let begun = site
            .submit(
                &format!("/api/desks/{desk}/session"),
                &[("token", &token), ("remember", "true")],
            )
            .await;
        assert_eq!(begun.status, 303, "{}", begun.text);
        let life = format!("Max-Age={}", most * 60 * 60);
        assert!(
            begun.header("set-cookie").contains(&life),
            "{}",
            begun.header("set-cookie")
        );
    }
    let sessions = site
        .stack
        .cloud()
        .store
        .sessions(
            &"smartplayer".parse().unwrap(),
            &ADA.parse().unwrap(),
            before,
        )
        .await
        .unwrap();
    let hours = (sessions[0].session.expires_at - before.as_second()) / 3600;
    assert!((719..=720).contains(&hours), "{hours}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_mails_of_a_kind_gets_none() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    let ada = site.sign_in("smartplayer", ADA).await;
    let ticket = site
        .ticket_by(&ada.bearer, "smartplayer", "quote", json!({}))
        .await;
    let agent = site.agent("smartplayer").await;
    let count = async || site.mails_to(ADA).await.len();
    let before = count().await;
    agent.comment(&ticket, "One").await;
    assert_eq!(count().await, before + 1);
    let muted = ada
        .post(
            &format!("{DESK}/me"),
            &json!({ "notices": ["status", "files"] }),
        )
        .await;
    assert_eq!(muted.status, 200, "{}", muted.text);
    agent.comment(&ticket, "Two").await;
    assert_eq!(count().await, before + 1);
    agent.move_to(&ticket, "pending", None).await;
    assert_eq!(count().await, before + 2);
    // A desk that does not let people choose says so.
    site.account("twin24", ADA, "", Member).await;
    let there = site.sign_in("twin24", ADA).await;
    let refused = there
        .post("/api/desks/twin24/me", &json!({ "notices": [] }))
        .await;
    refused.is_problem(422, "notices");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_manages_people_on_pages() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    let made = admin
        .submit(
            &format!("{DESK}/companies"),
            &[
                ("name", "Acme"),
                ("id", "acme"),
                ("domains", "acme.example.com"),
            ],
        )
        .await;
    assert_eq!(
        (made.status, made.header("location")),
        (303, "/smartplayer/console/company?id=acme"),
        "{}",
        made.text
    );
    let made = admin
        .submit(
            &format!("{DESK}/accounts"),
            &[
                ("email", ADA),
                ("company", "acme"),
                ("role", "administrator"),
            ],
        )
        .await;
    assert_eq!(made.status, 303, "{}", made.text);
    let theirs = made.header("location");
    let page = admin.page(theirs).await;
    assert!(
        page.text.contains(ADA) && page.text.contains("Top-level administrator"),
        "{}",
        page.text
    );
    // An admin sees where somebody is signed in, and ends it.
    let end = format!("action=\"{DESK}/sessions/end\"");
    assert!(!page.text.contains(&end), "{}", page.text);
    let ada = site.sign_in("smartplayer", ADA).await;
    let page = admin.page(theirs).await.text;
    let (_, session) = page.split_once("name=\"session\" value=\"").unwrap();
    let (session, _) = session.split_once('"').unwrap();
    assert!(page.contains(&end), "{page}");
    let fields = [("email", ADA), ("session", session)];
    admin.submit(&format!("{DESK}/sessions/end"), &fields).await;
    assert_eq!(ada.get(&format!("{DESK}/me")).await.status, 401);
    assert!(!admin.page(theirs).await.text.contains(&end));
    // What is wrong comes back with what was typed.
    let wrong = admin
        .submit(
            &format!("{DESK}/accounts"),
            &[("email", "no address"), ("name", "Ada")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains("value=\"no address\"") && wrong.text.contains("value=\"Ada\""),
        "{}",
        wrong.text
    );
    let wrong = admin
        .submit(
            &format!("{DESK}/companies/acme"),
            &[("name", ""), ("domains", "gmail.com")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("gmail.com"), "{}", wrong.text);
    for (path, words) in [
        ("/smartplayer/console/accounts?start=ADA", ADA),
        (
            "/smartplayer/console/companies?start=ac",
            "acme.example.com",
        ),
        ("/smartplayer/console/company?id=acme", ADA),
        ("/smartplayer/console/import", "CSV"),
    ] {
        let page = admin.page(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(words), "{path}: {}", page.text);
    }
    assert!(
        !admin
            .page("/smartplayer/console/accounts?start=b")
            .await
            .text
            .contains(ADA)
    );
    let header = admin.page("/smartplayer/console").await;
    assert!(
        header.text.contains("/smartplayer/console/accounts"),
        "{}",
        header.text
    );
    let agent = site.agent("smartplayer").await;
    assert!(
        !agent
            .page("/smartplayer/console")
            .await
            .text
            .contains("/console/accounts")
    );
    assert_eq!(
        agent.page("/smartplayer/console/accounts").await.status,
        403
    );
    let removed = admin
        .submit(&format!("{DESK}/accounts/remove"), &[("email", ADA)])
        .await;
    assert_eq!(removed.header("location"), "/smartplayer/console/accounts");
    for gone in [
        "account?email=ada%40acme.example.com",
        "company?id=nothing",
        "company?id=%00",
    ] {
        assert_eq!(
            admin
                .page(&format!("/smartplayer/console/{gone}"))
                .await
                .status,
            404,
            "{gone}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_of_an_account_at_once_lose_nothing() {
    let site = Site::start_as_shipped_with_probe().await;
    site.account("smartplayer", ADA, "", Member).await;
    let ada = site.sign_in("smartplayer", ADA).await;
    let admin = admin(&site).await;
    // What one changes does not undo what the other did meanwhile.
    for round in 0..10 {
        let (name, portal) = (format!("Ada {round}"), format!("p{round}.example.com"));
        let profile = json!({ "notices": ["comments"] });
        let table = json!({ "table": format!("email,name,portal\n{ADA},{name},{portal}\n") });
        let (own, imported) = (format!("{DESK}/me"), format!("{DESK}/accounts/import"));
        let (one, other) = tokio::join!(ada.post(&own, &profile), admin.post(&imported, &table));
        assert_eq!(
            (one.status, other.status),
            (200, 200),
            "{} {}",
            one.text,
            other.text
        );
        let me = ada.get(&own).await.json;
        assert_eq!(
            (&me["account"]["name"], &me["notices"]),
            (&json!(name), &json!(["comments"]))
        );
        assert_eq!(me["account"]["portal"], portal);
        ada.post(&own, &json!({ "notices": [] })).await;
    }
    // An account that a later version wrote is shown, and not written.
    let table = RawTable::of(&site).await;
    let key = format!("ACCOUNT#smartplayer#{ADA}");
    let mut item = table.get(&key, "ACCOUNT").await;
    item.insert(
        "format".to_owned(),
        aws_sdk_dynamodb::types::AttributeValue::N("99".to_owned()),
    );
    table.put(item).await;
    let refused = ada
        .post(&format!("{DESK}/me"), &json!({ "name": "Other" }))
        .await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(ada.get(&format!("{DESK}/me")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_speak_the_language_that_a_person_has_chosen() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    let ada = site.sign_in("smartplayer", ADA).await;
    let ticket = site
        .ticket_by(&ada.bearer, "smartplayer", "quote", json!({}))
        .await;
    assert!(
        ada.page("/smartplayer/tickets")
            .await
            .text
            .contains("My requests")
    );
    let chosen = ada
        .post(&format!("{DESK}/me"), &json!({ "language": "ru" }))
        .await;
    assert_eq!(chosen.status, 200);
    let page = format!("/smartplayer/tickets/{}", ticket.id);
    for path in [
        "/smartplayer/tickets",
        "/smartplayer/profile",
        &page,
        "/smartplayer",
    ] {
        let page = ada.page(path).await;
        assert!(page.text.contains("<html lang=\"ru\">"), "{path}");
    }
    // What the address names counts more.
    let page = ada.page("/smartplayer/tickets?language=en").await;
    assert!(page.text.contains("<html lang=\"en\">"));
    // New tickets are in it, too.
    let ticket = site
        .ticket_by(&ada.bearer, "smartplayer", "quote", json!({}))
        .await;
    assert_eq!(ticket.body["language"], "ru");
}

/// The requests and read units that functions have taken of the table for one request.
async fn taken(site: &Site, ask: impl AsyncFnOnce()) -> (u64, f64) {
    let so_far = async || {
        site.settle().await;
        let all = site.get("/_local/table").await.json;
        let functions = all["asked"].as_object().unwrap().iter();
        // Nobody waits for these.
        let waited = functions
            .filter(|(name, _)| !["docket-sweep", "docket-notify"].contains(&name.as_str()));
        let operations =
            waited.flat_map(|(_, operations)| operations.as_object().unwrap().values());
        operations.fold((0, 0.0), |(requests, units), one| {
            let places = one["units"].as_object().into_iter().flatten();
            let read: f64 = places.filter_map(|(_, units)| units["read"].as_f64()).sum();
            (requests + one["requests"].as_u64().unwrap(), units + read)
        })
    };
    let before = so_far().await;
    ask().await;
    let after = so_far().await;
    (after.0 - before.0, after.1 - before.1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_in_request_reads_one_unit_more_than_a_guest_s_at_most() {
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("data/demo.toml")
    );
    let site = Site::start_with_probe_and_desk(&demo).await;
    site.company("demo", "acme", &[]).await;
    site.account("demo", ADA, "acme", Member).await;
    let ada = site.sign_in("demo", ADA).await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = site.ticket_by(&ada.bearer, "demo", "question", own).await;
    for path in ["/demo".to_owned(), "/demo/new?topic=question".to_owned()] {
        // What is remembered for a minute is read before.
        site.page(&path).await;
        let (_, guest) = taken(&site, async || drop(site.page(&path).await)).await;
        let (_, person) = taken(&site, async || drop(ada.page(&path).await)).await;
        assert!(person - guest <= 1.0, "{path}: {guest} and {person}");
        assert!(person > guest, "{path}: the account is read");
    }
    let key = site.mailed(&ticket, ADA).await;
    site.get(&key.api("")).await;
    let (_, guest) = taken(&site, async || drop(site.get(&key.api("")).await)).await;
    let (_, person) = taken(&site, async || {
        drop(ada.get(&ticket.api_without_key("")).await)
    })
    .await;
    assert!(person - guest <= 1.0, "{guest} and {person}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_s_list_takes_the_same_among_a_hundred_and_a_hundred_thousand() {
    let many = match std::env::var_os("DOCKET_LONG") {
        Some(_) => 100_000,
        None => 1_000,
    };
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("data/demo.toml")
    );
    let site = Site::start_with_probe_and_desk(&demo).await;
    site.company("demo", "acme", &[]).await;
    site.account("demo", ADA, "acme", Member).await;
    let ada = site.sign_in("demo", ADA).await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = site.ticket_by(&ada.bearer, "demo", "question", own).await;
    let table = RawTable::of(&site).await;
    let item = table.get(&format!("TICKET#{}", ticket.id), "TICKET").await;
    let list = "/api/desks/demo/tickets?view=company";
    let mut made = 1;
    let mut found = Vec::new();
    for count in [100, many] {
        while made < count {
            let upto = count.min(made + 25);
            let copies = (made..upto).map(|number| {
                let mut copy = item.clone();
                let id = format!("DEMO-{}", 1_000 + number);
                let text = |text: String| aws_sdk_dynamodb::types::AttributeValue::S(text);
                copy.insert("pk".to_owned(), text(format!("TICKET#{id}")));
                copy.insert("id".to_owned(), text(id.clone()));
                let sk = item["company_sk"].as_s().unwrap().replace(&ticket.id, &id);
                copy.insert("company_sk".to_owned(), text(sk.clone()));
                copy.insert("requester_sk".to_owned(), text(sk));
                copy
            });
            table.put_all(copies.collect()).await;
            made = upto;
        }
        ada.get(list).await;
        let mut shown = 0;
        let took = taken(&site, async || {
            shown = ada.get(list).await.json["tickets"]
                .as_array()
                .unwrap()
                .len();
        });
        let took = took.await;
        assert_eq!(shown, 25);
        found.push(took);
    }
    assert_eq!(
        found[0], found[1],
        "requests and units among 100 and {many}"
    );
    println!("a page of a company's list among 100 and {many}: {found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_questions_of_an_admin_are_answered() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    for email in ["a@example.com", "b@example.com"] {
        site.account("smartplayer", email, "", Member).await;
    }
    let long = "x".repeat(5_000);
    for path in ["accounts", "companies"] {
        let answer = admin.get(&format!("{DESK}/{path}?start={long}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    for cursor in ["a@example.com", "nobody", "%00", "b"] {
        let answer = admin
            .get(&format!("{DESK}/accounts?start=b&cursor={cursor}"))
            .await;
        answer.is_problem(422, "cursor");
    }
    let answer = admin.get(&format!("{DESK}/companies?cursor=nothing")).await;
    answer.is_problem(422, "cursor");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_s_save_removes_those_whom_an_earlier_one_missed() {
    let site = Site::start_as_shipped().await;
    let admin = admin(&site).await;
    let company = json!({ "id": "acme", "name": "Acme", "domains": ["acme.example.com"] });
    admin.post(&format!("{DESK}/companies"), &company).await;
    let ada = site.sign_in("smartplayer", ADA).await;
    let ben = "ben@acme.example.com";
    site.sign_in("smartplayer", ben).await;
    // The company has lost its domain, and whoever removed it was broken off before the accounts.
    let store = &site.stack.cloud().store;
    let (desk, id) = ("smartplayer".parse().unwrap(), "acme".parse().unwrap());
    let before = store.company(&desk, &id).await.unwrap().unwrap();
    let without = docket_domain::account::Company {
        domains: Vec::new(),
        ..before.clone()
    };
    store.put_company(&without, Some(&before)).await.unwrap();
    assert_eq!(
        ada.get(&format!("{DESK}/me")).await.json["account"]["company"],
        "acme"
    );
    // The next sign-in finds it out; so does the same save again.
    let ben = site.sign_in("smartplayer", ben).await;
    let me = ben.get(&format!("{DESK}/me")).await.json;
    assert_eq!(me["account"], Value::Null);
    let again = admin
        .post(
            &format!("{DESK}/companies/acme"),
            &json!({ "name": "Acme" }),
        )
        .await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(
        ada.get(&format!("{DESK}/me")).await.json["account"],
        Value::Null
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_addresses_at_a_domain_get_so_many_links_an_hour_and_known_ones_theirs() {
    let site = Site::start_as_shipped().await.at_noon().await;
    let admin = admin(&site).await;
    let company = json!({ "id": "acme", "name": "Acme", "domains": ["acme.example.com"] });
    admin.post(&format!("{DESK}/companies"), &company).await;
    site.account("smartplayer", "known@example.com", "", Member)
        .await;
    let ask = async |email: String| {
        let network = [
            127,
            0,
            (email.len() % 250) as u8,
            (email.bytes().map(u64::from).sum::<u64>() % 250) as u8 + 1,
        ];
        let client = site.on_network(network);
        client
            .post(&format!("{DESK}/sign-in"), &json!({ "email": email }))
            .await
    };
    for number in 0..510 {
        let answer = ask(format!("made-up-{number}@acme.example.com")).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
    }
    let mails = site.get("/_local/mail").await.json;
    let made_up = mails.as_array().unwrap().iter();
    let made_up = made_up.filter(|mail| mail["to"].as_str().unwrap().starts_with("made-up-"));
    assert_eq!(made_up.count(), 500);
    ask("known@example.com".to_owned()).await;
    assert_eq!(site.mails_to("known@example.com").await.len(), 1);
}

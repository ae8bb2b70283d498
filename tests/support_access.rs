//! Support access: an administrator lends a portal of their company to the desk's people, and all that happens is on record.

use crate::support::{Answer, Created, Site, Staff};
use docket_domain::account::{AccountRole, Company};
use reqwest::Method;
use serde_json::{Value, json};

const DESK: &str = "learnupon";
const API: &str = "/api/desks/learnupon/support-access";
const TOP: &str = "acme.portal.example.com";
const SUB: &str = "academy.acme.portal.example.com";
const ADMIN: &str = "admin@acme.example.com";

/// A desk with two companies, each with an administrator.
async fn start() -> Site {
    let site = Site::start_as_shipped().await;
    site.company(DESK, "acme", &[TOP, SUB]).await;
    site.company(DESK, "other", &["other.portal.example.com"])
        .await;
    for (email, company, role) in [
        (ADMIN, "acme", AccountRole::Administrator),
        (
            "second@acme.example.com",
            "acme",
            AccountRole::Administrator,
        ),
        (
            "sub@acme.example.com",
            "acme",
            AccountRole::SubAdministrator,
        ),
        ("member@acme.example.com", "acme", AccountRole::Member),
        (
            "admin@other.example.com",
            "other",
            AccountRole::Administrator,
        ),
        ("loose@example.com", "", AccountRole::Administrator),
    ] {
        site.account(DESK, email, company, role).await;
    }
    site
}

async fn grant(admin: &Staff<'_>, portal: &str, lasts: &str) -> Answer {
    admin
        .post(API, &json!({ "portal": portal, "lasts": lasts }))
        .await
}

/// The ID of a grant that has to succeed.
async fn granted(admin: &Staff<'_>, portal: &str, lasts: &str) -> String {
    let answer = grant(admin, portal, lasts).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json["id"].as_str().unwrap().to_owned()
}

async fn use_grant(agent: &Staff<'_>, company: &str, id: &str) -> Answer {
    agent
        .post(&format!("{API}/{id}/use"), &json!({ "company": company }))
        .await
}

async fn revoke(person: &Staff<'_>, id: &str) -> Answer {
    person
        .post(&format!("{API}/{id}/revoke"), &Value::Null)
        .await
}

/// The support access of a company, as somebody reads it.
async fn listed(reader: &Staff<'_>, query: &str) -> Value {
    let answer = reader.get(&format!("{API}{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

/// What is on record, the oldest first: what happened to which portal.
fn events(list: &Value) -> Vec<(String, String)> {
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    let records = list["records"].as_array().unwrap().iter().rev();
    records
        .map(|record| (text(record, "event"), text(record, "portal")))
        .collect()
}

fn on_record(list: &Value) -> Vec<String> {
    events(list).into_iter().map(|(event, _)| event).collect()
}

async fn ticket_of(site: &Site, admin: &Staff<'_>) -> Created {
    let requester = json!({ "requester": { "email": ADMIN } });
    site.ticket_by(&admin.bearer, DESK, "question", requester)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_2_an_administrator_grants_access_agents_use_it_and_all_is_on_record() {
    let site = start().await;
    let (admin, agent) = (site.sign_in(DESK, ADMIN).await, site.agent(DESK).await);
    let ticket = ticket_of(&site, &admin).await;
    let page = format!("/{DESK}/console/tickets/{}", ticket.id);
    let before = agent.page(&page).await;
    assert!(
        before.words().contains("No access is granted now")
            || before.words().contains("Nenhum acesso"),
        "{}",
        before.words()
    );
    // By a page: the profile leads to it.
    let profile = admin.page(&format!("/{DESK}/profile")).await;
    assert!(
        profile.text.contains("href=\"/learnupon/support-access\""),
        "{}",
        profile.text
    );
    let sent = admin
        .submit(API, &[("portal", TOP), ("lasts", "P7D")])
        .await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, "/learnupon/support-access"),
        "{}",
        sent.text
    );
    let forever = granted(&admin, &format!("https://{SUB}/courses"), "").await;
    let list = listed(&admin, "").await;
    let grants = list["grants"].as_array().unwrap();
    assert_eq!(grants.len(), 2);
    let first = grants.iter().find(|it| it["portal"] == TOP).unwrap();
    let second = grants.iter().find(|it| it["portal"] == SUB).unwrap();
    assert_eq!(
        (&first["scope"], &first["state"]),
        (&json!("top-level-portal"), &json!("active"))
    );
    assert_eq!(
        (&second["scope"], &second["ends_at"]),
        (&json!("sub-portals"), &Value::Null)
    );
    assert!(first["ends_at"].is_string());
    // Agents see it on the ticket, and use it from there.
    let id = first["id"].as_str().unwrap();
    let shown = agent.page(&page).await;
    for part in [
        TOP,
        SUB,
        "formtarget=\"_blank\"",
        &format!("formaction=\"{API}/{id}/use\""),
    ] {
        assert!(shown.text.contains(part), "{part}: {}", shown.text);
    }
    assert!(
        !shown.text.contains(&format!("https://{TOP}")),
        "a link without a record: {}",
        shown.text
    );
    // The form of the ticket's page sends its reply along.
    let fields = [
        ("company", "acme"),
        ("body", "Not sent yet"),
        ("internal", "false"),
        ("version", "1"),
    ];
    let used = agent.submit(&format!("{API}/{id}/use"), &fields).await;
    assert_eq!(used.status, 303, "{}", used.text);
    let place = used.header("location").to_owned();
    assert!(
        place.starts_with("/learnupon/console/support-access?company=acme"),
        "{place}"
    );
    let leading = agent.page(&place).await;
    let link = format!("<a class=\"button\" href=\"https://{TOP}\" rel=\"noreferrer\">");
    assert!(leading.text.contains(&link), "{}", leading.text);
    // The page that comes back with a reply that cannot be sent leads to the list.
    let empty = [("body", " "), ("internal", "false")];
    let comments = ticket.api_without_key("/comments");
    let back = agent.submit(&comments, &empty).await;
    assert_eq!(back.status, 422, "{}", back.text);
    let list = "href=\"/learnupon/console/support-access?company=acme";
    assert!(back.text.contains(list), "{}", back.text);
    // A program gets the address.
    let used = use_grant(&agent, "acme", &forever).await;
    assert_eq!(
        (used.status, &used.json["url"]),
        (200, &json!(format!("https://{SUB}")))
    );
    // Any administrator of the company revokes it.
    let second = site.sign_in(DESK, "second@acme.example.com").await;
    let gone = site
        .send(
            Method::DELETE,
            &format!("{API}/{forever}"),
            &[("authorization", &second.bearer)],
            "",
        )
        .await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    site.advance("P7D").await;
    // Sessions end meanwhile.
    let (admin, agent) = (site.sign_in(DESK, ADMIN).await, site.agent(DESK).await);
    let text = |event: &str, portal: &str| (event.to_owned(), portal.to_owned());
    let happened = [
        text("granted", TOP),
        text("granted", SUB),
        text("used", TOP),
        text("used", SUB),
        text("revoked", SUB),
        text("expired", TOP),
    ];
    let (own, theirs) = (
        listed(&admin, "").await,
        listed(&agent, "?company=acme").await,
    );
    assert_eq!(events(&own), happened);
    assert_eq!(events(&theirs), happened);
    // A company sees the names of agents, and not their addresses.
    let use_of = |list: &Value| {
        list["records"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["event"] == "used")
            .unwrap()["by"]
            .clone()
    };
    assert_eq!(use_of(&own)["email"], Value::Null);
    assert!(use_of(&own)["name"].is_string());
    assert_eq!(use_of(&theirs)["email"], "agent-1@learnupon.example.com");
    for page in [
        admin.page("/learnupon/support-access?language=en").await,
        agent
            .page("/learnupon/console/support-access?company=acme&language=en")
            .await,
    ] {
        for word in ["Granted", "Used", "Revoked", "Ended by itself", TOP, SUB] {
            assert!(page.words().contains(word), "{word}: {}", page.words());
        }
    }
    let page = admin.page("/learnupon/support-access").await;
    assert!(
        !page.text.contains("agent-1@learnupon.example.com"),
        "{}",
        page.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn access_is_not_used_after_its_end_nor_after_its_revocation() {
    let site = start().await;
    let admin = site.sign_in(DESK, ADMIN).await;
    let day = granted(&admin, TOP, "PT24H").await;
    let revoked = granted(&admin, SUB, "P30D").await;
    let agent = site.agent(DESK).await;
    assert_eq!(revoke(&admin, &revoked).await.status, 204);
    let late = use_grant(&agent, "acme", &revoked).await;
    assert_eq!(late.status, 409, "{}", late.text);
    site.advance("PT23H59M").await;
    let agent = site.agent(DESK).await;
    assert_eq!(use_grant(&agent, "acme", &day).await.status, 200);
    site.advance("PT1M").await;
    let late = use_grant(&agent, "acme", &day).await;
    assert_eq!(late.status, 409, "{}", late.text);
    // The page of an earlier use leads nowhere any more.
    let page = agent
        .page(&format!(
            "/{DESK}/console/support-access?company=acme&used={day}"
        ))
        .await;
    assert!(!page.text.contains("https://"), "{}", page.text);
    let list = listed(&agent, "?company=acme").await;
    assert_eq!(
        on_record(&list),
        ["granted", "granted", "revoked", "used", "expired"]
    );
    // A refused use is told in a page as well.
    let page = agent
        .submit(
            &format!("{API}/{day}/use"),
            &[("company", "acme"), ("body", "Typed")],
        )
        .await;
    assert_eq!(page.status, 409, "{}", page.text);
    // Granted anew, it can be used again, and the expiry stays on record though its grant is replaced.
    let admin = site.sign_in(DESK, ADMIN).await;
    let anew = granted(&admin, TOP, "P7D").await;
    assert_eq!(use_grant(&agent, "acme", &anew).await.status, 200);
    assert_eq!(use_grant(&agent, "acme", &day).await.status, 404);
    let list = listed(&agent, "?company=acme").await;
    assert_eq!(
        on_record(&list),
        [
            "granted", "granted", "revoked", "used", "expired", "granted", "used"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_grants_a_portal_that_is_not_of_their_company() {
    let site = start().await;
    let admin = site.sign_in(DESK, ADMIN).await;
    for portal in [
        "other.portal.example.com",
        "nowhere.example.com",
        "not a portal",
        "",
    ] {
        let answer = grant(&admin, portal, "P7D").await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        answer.is_problem(422, "portal");
    }
    grant(&admin, TOP, "P1000Y").await.is_problem(422, "lasts");
    grant(&admin, TOP, "PT0S").await.is_problem(422, "lasts");
    let page = admin
        .submit(
            API,
            &[("portal", "other.portal.example.com"), ("lasts", "P7D")],
        )
        .await;
    assert_eq!(page.status, 422, "{}", page.text);
    assert!(
        page.text.contains("href=\"#portal\"") && page.text.contains("value=\"P7D\" selected"),
        "{}",
        page.text
    );
    assert_eq!(on_record(&listed(&admin, "").await), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_read() {
    let site = start().await;
    let (admin, agent) = (site.sign_in(DESK, ADMIN).await, site.agent(DESK).await);
    let id = granted(&admin, TOP, "").await;
    let wrong = json!([[1]]);
    for field in ["portal", "lasts"] {
        let answer = admin.post(API, &json!({ field: wrong })).await;
        answer.is_problem(422, field);
    }
    let path = format!("{API}/{id}/use");
    for (body, field) in [
        (json!({ "company": wrong }), "company"),
        (json!({ "company": "Not an ID" }), "company"),
        (json!({}), "company"),
        (json!({ "company": "acme", "portal": SUB }), "portal"),
    ] {
        agent.post(&path, &body).await.is_problem(422, field);
    }
    assert_eq!(on_record(&listed(&admin, "").await), ["granted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_left_the_company_is_not_reached_by_its_old_grant() {
    let site = start().await;
    let (admin, agent) = (site.sign_in(DESK, ADMIN).await, site.agent(DESK).await);
    let id = granted(&admin, SUB, "").await;
    assert_eq!(use_grant(&agent, "acme", &id).await.status, 200);
    // The desk moves the portal to the other company.
    let store = &site.stack.cloud().store;
    let (desk, acme) = (DESK.parse().unwrap(), "acme".parse().unwrap());
    let before = store.company(&desk, &acme).await.unwrap().unwrap();
    let without = Company {
        portals: vec![TOP.parse().unwrap()],
        ..before.clone()
    };
    store.put_company(&without, Some(&before)).await.unwrap();
    let foreign = use_grant(&agent, "acme", &id).await;
    assert_eq!(foreign.status, 409, "{}", foreign.text);
    // Nor by the name of another company.
    assert_eq!(use_grant(&agent, "other", &id).await.status, 404);
    let page = agent
        .page(&format!(
            "/{DESK}/console/support-access?company=acme&used={id}"
        ))
        .await;
    assert!(!page.text.contains("https://"), "{}", page.text);
    // Who granted it can still take it back.
    assert_eq!(revoke(&admin, &id).await.status, 204);
    assert_eq!(
        on_record(&listed(&admin, "").await),
        ["granted", "used", "revoked"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_companys_administrator_finds_nothing() {
    let site = start().await;
    let (admin, other) = (
        site.sign_in(DESK, ADMIN).await,
        site.sign_in(DESK, "admin@other.example.com").await,
    );
    let id = granted(&admin, TOP, "").await;
    let nothing = "00000000-0000-7000-8000-000000000000";
    let (theirs, none) = (revoke(&other, &id).await, revoke(&other, nothing).await);
    assert_eq!(theirs.status, 404, "{}", theirs.text);
    assert_eq!(theirs.text, none.text);
    for method in [Method::DELETE, Method::POST] {
        let path = match method {
            Method::POST => format!("{API}/{id}/revoke"),
            _ => format!("{API}/{id}"),
        };
        let answer = site
            .send(method, &path, &[("authorization", &other.bearer)], "")
            .await;
        assert_eq!(answer.status, 404, "{}", answer.text);
    }
    let (list, unknown) = (
        other.get(&format!("{API}?company=acme")).await,
        other.get(&format!("{API}?company=nobody")).await,
    );
    assert_eq!((list.status, &list.text), (404, &unknown.text));
    assert!(!other.get(API).await.text.contains("acme"));
    assert!(
        !other
            .page("/learnupon/support-access")
            .await
            .text
            .contains("acme")
    );
    // The grant is as it was.
    let list = listed(&admin, "").await;
    assert_eq!(
        (&list["grants"][0]["state"], on_record(&list)),
        (&json!("active"), vec!["granted".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sub_administrators_members_and_agents_grant_and_revoke_nothing() {
    let site = start().await;
    let admin = site.sign_in(DESK, ADMIN).await;
    let id = granted(&admin, TOP, "").await;
    for email in [
        "sub@acme.example.com",
        "member@acme.example.com",
        "agent-1@learnupon.example.com",
    ] {
        let person = site.sign_in(DESK, email).await;
        for answer in [grant(&person, SUB, "").await, revoke(&person, &id).await] {
            assert_eq!(answer.status, 403, "{email}: {}", answer.text);
        }
        let page = person.page("/learnupon/support-access").await;
        assert_eq!(page.status, 403, "{email}");
    }
    for email in ["sub@acme.example.com", "member@acme.example.com", ADMIN] {
        let person = site.sign_in(DESK, email).await;
        let used = use_grant(&person, "acme", &id).await;
        assert_eq!(used.status, 403, "{email}: {}", used.text);
        let profile = person.page("/learnupon/profile").await;
        assert_eq!(
            profile.text.contains("/learnupon/support-access"),
            email == ADMIN
        );
        let list = person.get(API).await;
        assert_eq!(list.status == 200, email == ADMIN, "{email}: {}", list.text);
    }
    // Nobody signed in, and an administrator of no company.
    let answer = site.post(API, &json!({ "portal": TOP })).await;
    assert_eq!(answer.status, 401, "{}", answer.text);
    let loose = site.sign_in(DESK, "loose@example.com").await;
    for answer in [
        grant(&loose, TOP, "").await,
        revoke(&loose, &id).await,
        loose.get(API).await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.text);
    }
    assert_eq!(on_record(&listed(&admin, "").await), ["granted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_has_one_active_grant_and_a_grant_one_revocation() {
    let site = start().await;
    let (admin, second) = (
        site.sign_in(DESK, ADMIN).await,
        site.sign_in(DESK, "second@acme.example.com").await,
    );
    // Both at once, and once more.
    let (one, other) = tokio::join!(grant(&admin, TOP, "P7D"), grant(&second, TOP, "P30D"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201], "{} {}", one.text, other.text);
    assert_eq!(one.json["id"], other.json["id"]);
    let again = grant(&admin, TOP, "PT24H").await;
    assert_eq!(
        (again.status, &again.json["ends_at"]),
        (200, &one.json["ends_at"])
    );
    let id = one.json["id"].as_str().unwrap();
    let (one, other) = tokio::join!(revoke(&admin, id), revoke(&second, id));
    assert_eq!([one.status, other.status], [204, 204]);
    assert_eq!(revoke(&admin, id).await.status, 204);
    // Uses at once are all on record.
    let id = granted(&admin, TOP, "").await;
    let agent = site.agent(DESK).await;
    let uses = futures(&agent, &id).await;
    assert!(uses.iter().all(|status| *status == 200), "{uses:?}");
    let list = listed(&admin, "").await;
    let on_record = on_record(&list);
    assert_eq!(on_record[..3], ["granted", "revoked", "granted"]);
    assert_eq!(on_record[3..], vec!["used"; 8]);
    assert_eq!(list["grants"][0]["uses"].as_array().unwrap().len(), 5);
}

/// Eight uses of a grant at once.
async fn futures(agent: &Staff<'_>, id: &str) -> Vec<u16> {
    let one = || async { use_grant(agent, "acme", id).await.status };
    let (a, b, c, d, e, f, g, h) =
        tokio::join!(one(), one(), one(), one(), one(), one(), one(), one());
    vec![a, b, c, d, e, f, g, h]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_outlives_the_account_of_who_granted_it() {
    let site = start().await;
    let (admin, second) = (
        site.sign_in(DESK, ADMIN).await,
        site.sign_in(DESK, "second@acme.example.com").await,
    );
    let id = granted(&admin, TOP, "").await;
    site.account(DESK, ADMIN, "acme", AccountRole::Member).await;
    site.advance("PT2S").await;
    assert_eq!(revoke(&admin, &id).await.status, 403);
    let agent = site.agent(DESK).await;
    assert_eq!(use_grant(&agent, "acme", &id).await.status, 200);
    assert_eq!(revoke(&second, &id).await.status, 204);
    assert_eq!(
        on_record(&listed(&second, "").await),
        ["granted", "used", "revoked"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_read_in_pages_and_an_expiry_stands_at_its_time() {
    let site = start().await;
    let admin = site.sign_in(DESK, ADMIN).await;
    let day = granted(&admin, TOP, "PT24H").await;
    let forever = granted(&admin, SUB, "").await;
    site.advance("PT25H").await;
    let agent = site.agent(DESK).await;
    for _ in 0..60 {
        assert_eq!(use_grant(&agent, "acme", &forever).await.status, 200);
    }
    let first = listed(&agent, "?company=acme").await;
    assert_eq!(on_record(&first), vec!["used"; 50]);
    let next = first["next"].as_str().unwrap();
    let query: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let second = listed(&agent, &format!("?company=acme&cursor={query}")).await;
    assert_eq!(second["next"], Value::Null);
    let mut wanted = vec!["granted", "granted", "expired"];
    wanted.extend(["used"; 10]);
    assert_eq!(on_record(&second), wanted);
    let expiry = second["records"][10].clone();
    assert_eq!(
        (&expiry["grant"], &expiry["by"]),
        (&json!(day), &Value::Null)
    );
    for bad in ["x", "2026-01-01", "TICKET"] {
        let answer = agent.get(&format!("{API}?company=acme&cursor={bad}")).await;
        answer.is_problem(422, "cursor");
    }
    agent.get(API).await.is_problem(422, "company");
    assert_eq!(
        agent.get(&format!("{API}?company=nobody")).await.status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_without_support_access_has_nothing_of_it() {
    let site = start().await;
    let agent = site.agent("spaceos").await;
    let answer = agent
        .get("/api/desks/spaceos/support-access?company=acme")
        .await;
    assert_eq!(answer.status, 404, "{}", answer.text);
    let page = agent
        .page("/spaceos/console/support-access?company=acme")
        .await;
    assert_eq!(page.status, 404);
}

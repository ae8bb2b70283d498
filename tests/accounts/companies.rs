//! The tickets of a company, and what its changes leave to whom.

use super::{ADA, BEN, EVE, list, opened};
use crate::support::{Site, ticket_body, token_in};
use docket_domain::account::AccountRole::Member;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn tw_4_a_company_has_one_account_behind_several_addresses() {
    let site = Site::start_as_shipped().await;
    let admin = site.sign_in("twin24", "admin@twin24.example.com").await;
    let company = json!({
        "id": "romashka", "name": "ООО «Ромашка»",
        "addresses": [ADA, "group@romashka.example.com"],
    });
    let made = admin.post("/api/desks/twin24/companies", &company).await;
    assert_eq!(made.status, 201, "{}", made.text);
    site.account("twin24", EVE, "", Member).await;
    let ada = site.sign_in("twin24", ADA).await;
    let group = site.sign_in("twin24", "group@romashka.example.com").await;
    let eve = site.sign_in("twin24", EVE).await;
    // The form asks who writes.
    let form = ada.page("/twin24/new?topic=report-not-built").await;
    assert!(form.text.contains("Ваше имя"), "{}", form.text);
    let nameless = json!({ "requester": { "name": "" } });
    let nameless = ticket_body("twin24", "report-not-built", nameless);
    let refused = ada.post("/api/desks/twin24/tickets", &nameless).await;
    refused.is_problem(422, "requester.name");
    let named = json!({ "requester": { "name": "Анна" }, "subject": "Отчёт пуст" });
    let ticket = opened(&site, &ada, "twin24", "report-not-built", named).await;
    assert_eq!(ticket.body["company"], "romashka");
    // Whoever signs in by any address is the account: it sees the ticket, answers it and closes it.
    assert_eq!(list(&group, "twin24", "").await, [&*ticket.id]);
    let page = group.page(&format!("/twin24/tickets/{}", ticket.id)).await;
    assert!(page.text.contains("Отчёт пуст"), "{}", page.text);
    assert_eq!(page.status, 200);
    let comment = group
        .post(
            &ticket.api_without_key("/comments"),
            &json!({ "body": "И у меня" }),
        )
        .await;
    assert_eq!(comment.status, 201, "{}", comment.text);
    assert_eq!(comment.json["timeline"][0]["actor"]["role"], "requester");
    let told = site.mails_to(ADA).await;
    assert!(
        told.last().unwrap()["text"]
            .as_str()
            .unwrap()
            .contains("И у меня")
    );
    // Another company sees nothing of it, and learns nothing.
    assert_eq!(list(&eve, "twin24", "").await, [""; 0]);
    let hidden = eve.get(&ticket.api_without_key("")).await;
    let none = eve.get("/api/desks/twin24/tickets/TWIN-9999").await;
    assert_eq!((hidden.status, none.status), (404, 404));
    assert_eq!(hidden.json["detail"], none.json["detail"]);
    // An address that leaves the account sees its own alone.
    let path = "/api/desks/twin24/accounts/group@romashka.example.com";
    let headers = [("authorization", admin.bearer.as_str())];
    assert_eq!(
        site.send(Method::DELETE, path, &headers, "").await.status,
        204
    );
    assert_eq!(list(&group, "twin24", "").await, [""; 0]);
    assert_eq!(group.get(&ticket.api_without_key("")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_see_and_answer_where_the_desk_says_so_and_nobody_else_does() {
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("../data/demo.toml")
    );
    let site = Site::start_with_desk(&demo).await;
    for company in ["acme", "other"] {
        site.company("demo", company, &[]).await;
    }
    for (email, company) in [(ADA, "acme"), (BEN, "acme"), (EVE, "other")] {
        site.account("demo", email, company, Member).await;
    }
    let ada = site.sign_in("demo", ADA).await;
    let ben = site.sign_in("demo", BEN).await;
    let eve = site.sign_in("demo", EVE).await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = opened(&site, &ada, "demo", "question", own.clone()).await;
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    assert_eq!(list(&ben, "demo", "").await, [""; 0]);
    assert_eq!(list(&eve, "demo", "?view=company").await, [""; 0]);
    let comment = ben
        .post(
            &ticket.api_without_key("/comments"),
            &json!({ "body": "I see it too" }),
        )
        .await;
    assert_eq!(
        comment.json["timeline"][0]["actor"]["role"], "colleague",
        "{}",
        comment.text
    );
    let moved = ben
        .post(
            &ticket.api_without_key("/status"),
            &json!({ "status": "done" }),
        )
        .await;
    assert_eq!(moved.status, 403);
    let disowned = ben
        .post(&ticket.api_without_key("/disown"), &json!({}))
        .await;
    assert_eq!(disowned.status, 403);
    assert_eq!(eve.get(&ticket.api_without_key("")).await.status, 404);
    // What a stranger sends in somebody's name is nobody's company's.
    let strange = site.ticket("demo", "question", own).await;
    assert_eq!(strange.body["company"], Value::Null);
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    assert_eq!(ben.get(&strange.api_without_key("")).await.status, 404);
    // Who moves to another company takes their own along, and sees the old company's no more.
    site.account("demo", BEN, "other", Member).await;
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    assert_eq!(list(&ben, "demo", "?view=company").await, [""; 0]);
    // A cursor of a ticket that one may not see is none.
    let answer = eve
        .get(&format!(
            "/api/desks/demo/tickets?view=company&cursor={}",
            ticket.id
        ))
        .await;
    answer.is_problem(422, "cursor");
    // At a desk that shows no company's there is no such list.
    site.ticket(
        "spaceos",
        "question",
        json!({ "requester": { "email": ADA } }),
    )
    .await;
    let ada = site.sign_in("spaceos", ADA).await;
    assert_eq!(
        ada.get("/api/desks/spaceos/tickets?view=company")
            .await
            .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_was_removed_leaves_its_tickets_to_nobody() {
    let site = Site::start_as_shipped().await;
    let admin = site.sign_in("twin24", "admin@twin24.example.com").await;
    let company = json!({ "name": "Acme GmbH", "addresses": [ADA] });
    let companies = "/api/desks/twin24/companies";
    let made = admin.post(companies, &company).await;
    let id = made.json["id"].as_str().unwrap().to_owned();
    // The same request again is answered as before: its answer may have been lost.
    assert_eq!(admin.post(companies, &company).await.status, 201);
    let other = json!({ "name": "Acme GmbH", "portals": ["x.example.com"] });
    admin.post(companies, &other).await.is_problem(422, "id");
    let ada = site.sign_in("twin24", ADA).await;
    let ticket = opened(&site, &ada, "twin24", "report-not-built", json!({})).await;
    let headers = [("authorization", admin.bearer.as_str())];
    let path = format!("/api/desks/twin24/accounts/{ADA}");
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    let path = format!("{companies}/{id}");
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    assert_eq!(admin.get(&path).await.status, 404);
    // Neither the name nor the ID comes back, by whatever way.
    admin.post(companies, &company).await.is_problem(422, "id");
    let by_id = json!({ "id": id, "name": "Another" });
    admin.post(companies, &by_id).await.is_problem(422, "id");
    let table = json!({ "table": format!("email,company\n{EVE},Acme GmbH\n") });
    let refused = admin
        .post("/api/desks/twin24/accounts/import", &table)
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.json["errors"][0]["line"], 2);
    let account = json!({ "email": EVE, "company": id });
    admin
        .post("/api/desks/twin24/accounts", &account)
        .await
        .is_problem(422, "company");
    assert_eq!(
        ada.get(&ticket.api_without_key("")).await.status,
        200,
        "it is still hers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_was_renamed_is_not_found_by_its_old_name() {
    let site = Site::start_as_shipped().await;
    let admin = site
        .sign_in("smartplayer", "admin@smartplayer.example.com")
        .await;
    let import = async |email: &str, company: &str| {
        let table = json!({ "table": format!("email,company\n{email},{company}\n") });
        admin
            .post("/api/desks/smartplayer/accounts/import", &table)
            .await
    };
    assert_eq!(import(ADA, "Acme GmbH").await.status, 200);
    let listed = admin.get("/api/desks/smartplayer/companies").await.json;
    let id = listed["companies"][0]["id"].as_str().unwrap().to_owned();
    let renamed = json!({ "name": "Beta AG" });
    admin
        .post(&format!("/api/desks/smartplayer/companies/{id}"), &renamed)
        .await;
    let refused = import(BEN, "acme gmbh").await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(import(BEN, "Beta AG").await.status, 200);
    assert_eq!(import(EVE, &id).await.status, 200);
    let account = json!({ "email": EVE, "company": "Acme GmbH" });
    admin
        .post("/api/desks/smartplayer/accounts", &account)
        .await
        .is_problem(422, "company");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_address_takes_the_ticket_out_of_the_company() {
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("../data/demo.toml")
    );
    let site = Site::start_with_desk(&demo).await;
    site.company("demo", "acme", &[]).await;
    site.account("demo", ADA, "acme", Member).await;
    site.account("demo", BEN, "acme", Member).await;
    let ben = site.sign_in("demo", BEN).await;
    let agent = site.agent("demo").await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = opened(&site, &agent, "demo", "question", own).await;
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    let right = json!({ "email": "somebody@elsewhere.example.com" });
    let corrected = site.post(&ticket.api("/address"), &right).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    assert_eq!(list(&ben, "demo", "?view=company").await, [""; 0]);
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_changes_is_another_account_and_leaves_the_old_one_nothing_of_the_company()
{
    let demo = include_str!("../data/demo.toml").replace(
        "name = \"Agent 2\"\nrole = \"agent\"",
        "name = \"Agent 2\"\nrole = \"admin\"",
    );
    let demo = format!("{demo}\n[access]\nsee = \"company\"\n");
    let site = Site::start_with_desk(&demo).await;
    site.company("demo", "acme", &[]).await;
    for email in [ADA, BEN] {
        site.account("demo", email, "acme", Member).await;
    }
    let ada = site.sign_in("demo", ADA).await;
    let ben = site.sign_in("demo", BEN).await;
    let own = json!({ "requester": { "email": ADA } });
    let own = opened(&site, &ada, "demo", "question", own).await;
    let other = json!({ "requester": { "email": BEN } });
    let other = opened(&site, &ben, "demo", "question", other).await;
    // A link that was asked for before, and is used after.
    let asked = json!({ "email": ADA });
    site.post("/api/desks/demo/sign-in", &asked).await;
    let token = token_in(site.mails_to(ADA).await.last().unwrap());

    let admin = site.sign_in("demo", "agent-2@demo.example.com").await;
    let new = "ada.new@example.com";
    let made = json!({ "email": new, "company": "acme" });
    let made = admin.post("/api/desks/demo/accounts", &made).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/api/desks/demo/accounts/{ADA}");
    let headers = [("authorization", admin.bearer.as_str())];
    let removed = site.send(Method::DELETE, &path, &headers, "").await;
    assert_eq!(removed.status, 204, "{}", removed.text);

    // The new address has the company's tickets, those of the old one among them.
    let renamed = site.sign_in("demo", new).await;
    assert_eq!(
        list(&renamed, "demo", "?view=company").await,
        [&*other.id, &*own.id]
    );
    let read = renamed.get(&own.api_without_key("")).await;
    assert_eq!(read.status, 200, "{}", read.text);
    // Who reads the mails of the old one has what they asked for themselves, and nothing of the company: by an open session,
    // by a link from before, and by a new one.
    assert_eq!(ada.get(&own.api_without_key("")).await.status, 200);
    assert_eq!(ada.get(&other.api_without_key("")).await.status, 404);
    let begun = json!({ "token": token });
    let begun = site.post("/api/desks/demo/session", &begun).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let old = site.sign_in("demo", ADA).await;
    assert_eq!(old.get(&other.api_without_key("")).await.status, 404);
    assert_eq!(list(&old, "demo", "").await, [&*own.id]);
    let company = old.get("/api/desks/demo/tickets?view=company").await;
    assert_eq!(company.status, 403, "{}", company.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_words_of_somebody_else_show_nobody_s_ticket() {
    let site = Site::start_as_shipped().await;
    for email in [ADA, EVE] {
        site.account("smartplayer", email, "", Member).await;
    }
    let ada = site.sign_in("smartplayer", ADA).await;
    let eve = site.sign_in("smartplayer", EVE).await;
    let mut body = ticket_body("smartplayer", "quote", json!({}));
    body.as_object_mut().unwrap().remove("requester");
    let send = async |bearer: &str| {
        let headers = [("authorization", bearer), ("idempotency-key", "the-same")];
        site.post_with("/api/desks/smartplayer/tickets", &body, &headers)
            .await
    };
    let first = send(&ada.bearer).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(send(&ada.bearer).await.json["id"], first.json["id"]);
    let other = send(&eve.bearer).await;
    assert_eq!(other.status, 422, "{}", other.text);
    assert!(!other.text.contains(ADA), "{}", other.text);
}

//! Past a limit, people confirm by mail: what they typed is kept, and sent by whoever reads their mails.

use crate::support::{Answer, Site, ticket_body};
use serde_json::json;

const DESK: &str = "smartplayer";
const DRAFTS: &str = "/api/desks/smartplayer/drafts";
const TICKETS: &str = "/api/desks/smartplayer/tickets";
const EMAIL: &str = "visitor@example.com";
/// Words that no mail may have before they are sent.
const SUBJECT: &str = "The beamer of hall 4 stays dark";
const STORY: &str = "Since this morning:\n    * no light\n    * no sound";

async fn site(limits: &str) -> Site {
    Site::start_with_limits(DESK, limits).await
}

/// The form of a bug report, as a browser sends it.
async fn submit(site: &Site, path: &str, email: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("topic", "report-a-bug"),
        ("requester.email", email),
        ("requester.name", "Visitor"),
        ("subject", SUBJECT),
        ("description", STORY),
        ("impact", "major"),
        ("fields.operating_system", "tizen"),
        ("fields.server_type", "cloud"),
        ("cc", "colleague@example.com"),
        ("language", "en"),
    ];
    fields.extend_from_slice(more);
    site.submit(path, &fields).await
}

/// The token in the newest mail to that address.
async fn token(site: &Site, email: &str) -> String {
    let mails = site.mails_to(email).await;
    let text = mails.last().unwrap()["text"].as_str().unwrap().to_owned();
    let (_, rest) = text.split_once("/new?draft=").unwrap();
    rest.chars().take_while(|c| !c.is_whitespace()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_a_person_past_a_limit_confirms_by_mail_and_loses_nothing() {
    let site = site("tickets_per_network = 1").await;
    assert_eq!(
        submit(&site, TICKETS, "first@example.com", &[])
            .await
            .status,
        303
    );
    let refused = submit(&site, TICKETS, EMAIL, &[]).await;
    assert_eq!(refused.status, 429);
    assert!(
        refused.text.contains(&format!("formaction=\"{DRAFTS}\"")),
        "{}",
        refused.text
    );
    assert!(refused.text.contains(SUBJECT));

    let kept = submit(&site, DRAFTS, EMAIL, &[]).await;
    assert_eq!(kept.status, 202);
    assert!(kept.words().contains(EMAIL), "{}", kept.words());
    // The mail has the desk's words and the link, and not one of the form.
    let mails = site.mails_to(EMAIL).await;
    assert_eq!(mails.len(), 1);
    let mail = mails[0].to_string();
    for word in [SUBJECT, "Visitor", "no light"] {
        assert!(!mail.contains(word), "{word}");
    }
    assert_eq!(site.mails_to("colleague@example.com").await.len(), 0);

    // The link shows the form with all that was typed. To open it sends nothing.
    let token = token(&site, EMAIL).await;
    let page = site.page(&format!("/{DESK}/new?draft={token}")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    for typed in [SUBJECT, EMAIL, "colleague@example.com", "    * no light"] {
        assert!(page.text.contains(typed), "{typed}");
    }
    assert_eq!(page.input_value("draft"), token);
    let key = page.input_value("idempotency_key");

    // Sent from there, the ticket is that of a known person, and those copied are told.
    let by_link = [("draft", token.as_str()), ("idempotency_key", key.as_str())];
    let sent = submit(&site, TICKETS, EMAIL, &by_link).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    let page = site.page(sent.header("location")).await;
    assert!(page.words().contains("no sound"), "{}", page.words());
    assert!(!page.words().contains("Confirm"), "{}", page.words());
    assert_eq!(site.mails_to("colleague@example.com").await.len(), 1);
    let agent = site.agent(DESK).await;
    let queue = agent.get(TICKETS).await;
    let confirmed: Vec<bool> = queue.json["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["requester"]["confirmed"].as_bool().unwrap())
        .collect();
    assert_eq!(confirmed.iter().filter(|confirmed| **confirmed).count(), 1);
    // Twice is once. Another request by the same link is none: the link has ended.
    let again = submit(&site, TICKETS, EMAIL, &by_link).await;
    assert_eq!(again.status, 303);
    let at = |answer: &Answer| {
        answer
            .header("location")
            .split('?')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(at(&again), at(&sent));
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_a_kept_form_gives_a_stranger_nothing() {
    let site = site(
        "tickets_per_network = 1\ntickets_per_address = 3\ndrafts_per_network = 5\ndrafts = 6",
    )
    .await;
    submit(&site, TICKETS, "first@example.com", &[]).await;
    let mut gained = 0;
    // A mailbox gets no more of these mails than of others, and a network sends no more than its share.
    for _ in 0..10 {
        let kept = submit(&site, DRAFTS, EMAIL, &[]).await;
        assert!([202, 429].contains(&kept.status));
    }
    gained += site.mails_to(EMAIL).await.len().saturating_sub(3);
    let other = submit(&site, DRAFTS, "other@example.com", &[]).await;
    assert_eq!(other.status, 429);
    assert!(other.text.contains(SUBJECT), "what was typed stays");
    assert!(
        !other.text.contains("formaction"),
        "there is no other way on"
    );
    assert!(other.text.contains(&format!("action=\"{TICKETS}\"")));
    // A token opens tickets of its address alone, and only as it was mailed.
    let token = token(&site, EMAIL).await;
    let (id, signature) = token.split_once('.').unwrap();
    let forged = format!("{}.{signature}", uuid::Uuid::now_v7());
    let cut = format!("{id}.{}", &signature[..signature.len() - 1]);
    for (email, token) in [
        ("ceo@victim.example", token.as_str()),
        (EMAIL, forged.as_str()),
        (EMAIL, cut.as_str()),
        (EMAIL, id),
        (EMAIL, "x"),
    ] {
        let sent = submit(&site, TICKETS, email, &[("draft", token)]).await;
        gained += usize::from(sent.status != 429);
        let page = site.page(&format!("/{DESK}/new?draft={token}x")).await;
        gained += usize::from(page.status != 410);
    }
    // Another desk knows nothing of it, and after its time it has ended.
    gained += usize::from(
        site.page(&format!("/spotme/new?draft={token}"))
            .await
            .status
            != 410,
    );
    site.advance("P1D").await;
    let page = site.page(&format!("/{DESK}/new?draft={token}")).await;
    gained += usize::from(page.status != 410);
    assert_eq!(gained, 0);
    // Programs are told in the same way, and mistakes are named before anything is kept.
    let body = ticket_body(
        DESK,
        "quote",
        json!({ "requester": { "email": "p@example.com" } }),
    );
    let kept = site.post(DRAFTS, &body).await;
    assert_eq!(kept.status, 202, "{}", kept.text);
    assert!(
        kept.json["detail"]
            .as_str()
            .unwrap()
            .contains("p@example.com")
    );
    let wrong = json!({ "topic": "quote", "requester": { "email": "p" } });
    site.post(DRAFTS, &wrong)
        .await
        .is_problem(422, "requester.email");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_one_address_gives_no_key_of_another() {
    let site = site("tickets_per_network = 100").await;
    assert_eq!(submit(&site, DRAFTS, EMAIL, &[]).await.status, 202);
    let token = token(&site, EMAIL).await;
    let victim = json!({ "requester": { "email": "victim@example.com" }, "draft": token });
    let body = ticket_body(DESK, "report-a-bug", victim);
    let opened = site.post(TICKETS, &body).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    assert_eq!(opened.json["requester"]["confirmed"], false);
    let (id, key) = (
        opened.json["id"].as_str().unwrap(),
        opened.json["key"].as_str().unwrap(),
    );
    let confirm = site
        .post(&format!("{TICKETS}/{id}/confirm?key={key}"), &json!({}))
        .await;
    assert_eq!(confirm.status, 403, "{}", confirm.text);
    let agent = site.agent(DESK).await;
    let answer = json!({ "body": "The secret answer" });
    agent
        .post(&format!("{TICKETS}/{id}/comments"), &answer)
        .await;
    let read = site.get(&format!("{TICKETS}/{id}?key={key}")).await;
    assert!(!read.text.contains("The secret answer"), "{}", read.text);
}

//! The agent's way through a list: to a ticket, on to the next one, and back to the same place. And what stands on the page of a
//! ticket is not lost by whatever button is pressed.

use crate::support::{Answer, Created, Site};
use serde_json::json;

const DEMO: &str = include_str!("data/demo.toml");

/// Opens confirmed tickets of one desk with these priorities, in order.
async fn tickets(site: &Site, priorities: &[&str]) -> Vec<Created> {
    let mut tickets = Vec::new();
    for priority in priorities {
        let ticket = site
            .ticket("demo", "question", json!({ "priority": priority }))
            .await;
        tickets.push(site.confirmed(&ticket).await);
    }
    tickets
}

fn console(ticket: &Created, query: &str) -> String {
    format!("/demo/console/tickets/{}{query}", ticket.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_ticket_of_the_list_follows_the_one_that_left_it() {
    let site = Site::start_with_desk(DEMO).await;
    let [low, high, other] = tickets(&site, &["low", "high", "low"])
        .await
        .try_into()
        .unwrap();
    let agent = site.agent("demo").await;
    // The list leads to each ticket with the way back.
    site.settle().await;
    let list = agent.page("/demo/console").await.text;
    assert!(
        list.contains("To do <span class=\"count\">3</span>"),
        "{list}"
    );
    let first = console(&high, "?phase=open");
    assert!(list.contains(&format!("href=\"{first}\"")), "{list}");
    // Between the most urgent one and the youngest one.
    let page = agent.page(&console(&low, "?phase=open")).await.text;
    for (rel, ticket) in [("prev", &high), ("next", &other)] {
        let link = format!(
            "<a href=\"{}\" rel=\"{rel}\"",
            console(ticket, "?phase=open")
        );
        assert!(page.contains(&link), "{link} is not on {page}");
    }
    let back = format!(
        "<a class=\"back\" href=\"/demo/console?phase=open&#38;at={0}#{0}\">",
        low.id
    );
    assert!(page.contains(&back), "{page}");
    // A note leaves the ticket where it is: its page again, at what was done.
    let path = format!("{}?phase=open", high.api_without_key("/comments"));
    let note = agent
        .submit(&path, &[("body", "It was the cache"), ("internal", "true")])
        .await;
    let stays = note.header("location").to_owned();
    assert!(
        stays.starts_with(&console(&high, "?phase=open&version=")) && stays.ends_with("#sent"),
        "{stays}"
    );
    let page = agent.page(stays.trim_end_matches("#sent")).await.text;
    assert!(
        page.contains("id=\"sent\" role=\"status\">Your note is saved.</p>"),
        "{page}"
    );
    // A reply that sets the status takes it out of the list, and the next one is opened.
    let reply = [("body", "Is it better now?"), ("status", "asked")];
    let sent = agent.submit(&path, &reply).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let next = agent.page(sent.header("location")).await;
    let after = format!("?phase=open&after={}", high.id);
    assert_eq!(
        next.header("location"),
        console(&low, &after),
        "{}",
        next.text
    );
    let page = agent.page(next.header("location")).await.text;
    assert!(
        page.contains(&format!(
            "{}: Your message is sent. The status is now “We asked you”.",
            high.id
        )),
        "{page}"
    );
    assert!(!page.contains("rel=\"prev\""), "{page}");
    // After the last one comes the list.
    let path = format!("{}?phase=open", other.api_without_key("/comments"));
    let sent = agent.submit(&path, &[("status", "done")]).await;
    let next = agent.page(sent.header("location")).await;
    let list = format!("/demo/console?phase=open&after={}", other.id);
    assert_eq!(next.header("location"), list, "{}", next.text);
    site.settle().await;
    let list = agent.page(&list).await.text;
    assert!(
        list.contains("To do <span class=\"count\">1</span>"),
        "{list}"
    );
    assert!(
        list.contains(&format!("{}: The status is now “Done”.", other.id)),
        "{list}"
    );
    // Without a list, the ticket stays before the agent.
    let sent = agent
        .submit(&low.api_without_key("/comments"), &[("status", "done")])
        .await;
    assert!(
        sent.header("location")
            .starts_with(&console(&low, "?version=")),
        "{sent:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_the_same_page_of_the_list() {
    let site = Site::start_without_limits_with_desk(DEMO).await;
    for _ in 0..53 {
        site.ticket("demo", "question", json!({})).await;
    }
    let agent = site.agent("demo").await;
    let first = agent.page("/demo/console").await.text;
    let (_, rest) = first
        .split_once("href=\"/demo/console?phase=open&amp;cursor=")
        .or_else(|| first.split_once("href=\"/demo/console?phase=open&#38;cursor="))
        .unwrap();
    let cursor = rest.split('"').next().unwrap();
    let second = agent
        .page(&format!("/demo/console?phase=open&cursor={cursor}"))
        .await
        .text;
    let previous = "<a class=\"button second\" href=\"/demo/console?phase=open\" rel=\"prev\">Previous page</a>";
    assert!(second.contains(previous), "{second}");
    let row = format!("/demo/console/tickets/DEMO-52?phase=open&cursor={cursor}");
    assert!(second.replace("&#38;", "&").contains(&row), "{second}");
    let page = agent.page(&row).await.text.replace("&#38;", "&");
    let back = format!("href=\"/demo/console?phase=open&cursor={cursor}&at=DEMO-52#DEMO-52\"");
    assert!(page.contains(&back), "{back} is not on {page}");
    // Over the border of a page, the way back leads to where the ticket stands.
    let over = agent.page("/demo/console/tickets/DEMO-51?phase=open").await;
    let back = "/demo/console?phase=open&at=DEMO-51";
    assert!(
        over.text
            .replace("&#38;", "&")
            .contains(&format!("{back}#DEMO-51\"")),
        "{}",
        over.text
    );
    let list = agent.page(back).await.text;
    assert!(
        list.contains("<tr id=\"DEMO-51\">") && list.contains("Previous page"),
        "{list}"
    );
    for nowhere in ["DEMO-999", "SOS-1", "x"] {
        let list = agent
            .page(&format!("/demo/console?phase=open&at={nowhere}"))
            .await;
        assert!(
            list.status == 200 && list.text.contains("<tr id=\"DEMO-1\">"),
            "{}",
            list.text
        );
    }
    // All are counted, however many there are.
    for _ in 53..101 {
        site.ticket("demo", "question", json!({})).await;
    }
    site.settle().await;
    let list = agent.page("/demo/console").await.text;
    assert!(
        list.contains("To do <span class=\"count\">101</span>"),
        "{list}"
    );
    // From the third page back to the second one, as it was.
    let second = format!("/demo/console?phase=open&cursor={cursor}");
    let text = agent.page(&second).await.text.replace("&#38;", "&");
    let (_, rest) = text.split_once("rel=\"prev\"").unwrap();
    let (_, rest) = rest.split_once("&cursor=").unwrap();
    let third = rest.split('"').next().unwrap();
    let third = format!("/demo/console?phase=open&cursor={third}");
    let third = agent.page(&third).await.text.replace("&#38;", "&");
    let back = format!("href=\"{second}\" rel=\"prev\"");
    assert!(third.contains(&back), "{back} is not on {third}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_nobody_gave_out_does_no_harm() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = site
        .confirmed(&site.ticket("demo", "question", json!({})).await)
        .await;
    let other = site.ticket("spaceos", "question", json!({})).await;
    let agent = site.agent("demo").await;
    for query in [
        "?phase=nothing",
        "?phase=open&cursor=%00%22%3E",
        "?cursor=x",
        "?after=%3Cb%3E",
        "?version=99999999999999999999",
    ] {
        let page = agent.page(&console(&ticket, query)).await;
        assert_eq!(page.status, 200, "{query}: {}", page.text);
        assert!(
            !page.text.contains("\">\"") && !page.text.contains("<b>"),
            "{query}"
        );
    }
    for query in [
        "",
        "?phase=open",
        "?phase=open&after=x",
        &format!("?phase=open&after={}", other.id),
        "?phase=open&after=DEMO-99",
    ] {
        let led = agent.page(&format!("/demo/console/next{query}")).await;
        assert_eq!(led.status, 303, "{query}: {}", led.text);
        assert!(
            led.header("location").starts_with("/demo/console"),
            "{query}: {led:?}"
        );
        assert!(
            !led.header("location").contains("/tickets/"),
            "{query}: {led:?}"
        );
    }
    assert_eq!(
        site.page("/demo/console/next?phase=open&after=DEMO-1")
            .await
            .status,
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_beside_the_reply_keeps_it() {
    let site = Site::start_with_desk(DEMO).await;
    let opened = site.ticket("demo", "question", json!({})).await;
    let typed = ("body", "Half a sentence");
    let kept = |answer: &Answer| {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(
            answer.text.contains("Half a sentence</textarea>"),
            "{}",
            answer.text
        );
    };
    // Whoever opened it has the mail sent again, and corrects the address.
    let again = site.submit(&opened.api("/link"), &[typed]).await;
    kept(&again);
    assert!(
        again.text.contains("The mail is on its way."),
        "{}",
        again.text
    );
    let wrong = site
        .submit(&opened.api("/address"), &[typed, ("email", "nobody")])
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    assert!(
        wrong.text.contains("Half a sentence</textarea>"),
        "{}",
        wrong.text
    );
    kept(
        &site
            .submit(
                &opened.api("/address"),
                &[typed, ("email", "right@example.com")],
            )
            .await,
    );
    // The requester confirms.
    let mailed = site.mailed(&opened, "right@example.com").await;
    kept(&site.submit(&mailed.api("/confirm"), &[typed]).await);
    // Twice with the same key is once, though the address is another one since.
    let key = ("idempotency_key", "0197a7a0-0000-7000-8000-000000000001");
    let other = site.ticket("demo", "question", json!({})).await;
    let correction = [typed, ("email", "right@example.com"), key];
    for _ in 0..2 {
        kept(&site.submit(&other.api("/address"), &correction).await);
    }
    // A half-typed address outlives the link that is sent again, and a reply that is sent.
    for (path, body) in [
        ("/link", "Half a sentence"),
        ("/comments", "A whole sentence"),
    ] {
        let third = site.ticket("demo", "question", json!({})).await;
        let fields = [("body", body), ("email", "somebody@exam")];
        let page = site.submit(&third.api(path), &fields).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(
            page.text.contains("value=\"somebody@exam\""),
            "{}",
            page.text
        );
        assert!(
            !page.text.contains("A whole sentence</textarea>"),
            "{}",
            page.text
        );
    }
    // An act that is refused says why, beside the reply that can still be sent.
    for _ in 0..3 {
        site.submit(&other.api("/link"), &[]).await;
    }
    let refused = site.submit(&other.api("/link"), &[typed]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(
        refused.text.contains("Half a sentence</textarea>"),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("class=\"summary\""),
        "{}",
        refused.text
    );
    // An agent ends the links, with a note under way: it stays a note.
    let agent = site.agent("demo").await;
    let note = [typed, ("internal", "true")];
    let ended = agent
        .submit(&opened.api_without_key("/revoke-keys"), &note)
        .await;
    kept(&ended);
    assert!(
        ended.text.contains("value=\"true\" checked"),
        "{}",
        ended.text
    );
    assert!(
        ended.text.contains("The old links no longer work."),
        "{}",
        ended.text
    );
    // It does so whatever was written meanwhile, and a repetition says nothing of an act that was none.
    let stale = [("version", "1"), ("body", "")];
    let ended = agent
        .submit(&opened.api_without_key("/revoke-keys"), &stale)
        .await;
    assert_eq!(ended.status, 303, "{}", ended.text);
    // None of it was sent.
    let ticket = agent.get(&opened.api_without_key("")).await.text;
    assert!(!ticket.contains("Half a sentence"), "{ticket}");
    // Without words there is nothing to keep, and the page has an address of its own.
    let empty = agent
        .submit(&opened.api_without_key("/link"), &[("body", " ")])
        .await;
    assert_eq!(empty.status, 303, "{}", empty.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_language_of_a_ticket_keeps_the_reply() {
    let site = Site::start().await;
    let opened = site
        .ticket("learnupon", "technical-problem", json!({}))
        .await;
    let path = opened.api("/comments");
    let typed = [("body", "Half a sentence"), ("show_in", "pt")];
    let page = site.submit(&path, &typed).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(
        page.text.contains("<html lang=\"pt\">")
            && page.text.contains("Half a sentence</textarea>"),
        "{}",
        page.text
    );
    // From there on, the page is in that language.
    assert!(
        page.text
            .replace("&#38;", "&")
            .contains("&language=pt\" class=\"is-short\" id=\"reply\""),
        "{}",
        page.text
    );
    let sent = site
        .submit(
            &format!("{path}&language=pt"),
            &[("body", "A whole sentence")],
        )
        .await;
    assert!(
        sent.header("location")
            .ends_with("&language=pt&version=2#sent"),
        "{sent:?}"
    );
    let led = site.submit(&path, &[("body", ""), ("show_in", "pt")]).await;
    assert_eq!(
        (led.status, led.header("location")),
        (303, &*format!("{}&language=pt", opened.page()))
    );
    assert_eq!(site.read(&opened).await["version"], 2, "one comment");
    // What somebody else wrote meanwhile is told before the reply is sent, in whatever language.
    let agent = site.agent("learnupon").await;
    agent
        .comment(&site.confirmed(&opened).await, "Is it better now?")
        .await;
    let mailed = site.confirmed(&opened).await.api("/comments");
    let old = ("version", "2");
    let page = site.submit(&mailed, &[typed[0], typed[1], old]).await;
    assert_eq!(page.input_value("version"), "2", "{}", page.text);
    let sent = site.submit(&mailed, &[typed[0], old]).await;
    assert_eq!(sent.status, 409, "{}", sent.text);
    // It is a button of a page. A program that knows it from somewhere is told that it means nothing.
    let unknown = json!({ "body": "Words", "show_in": "pt" });
    site.post(&mailed, &unknown)
        .await
        .is_problem(422, "show_in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requester_sees_nothing_of_the_list() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = site
        .confirmed(&site.ticket("demo", "question", json!({})).await)
        .await;
    let page = format!("{}&phase=open&after=DEMO-7&cursor=x", ticket.page());
    let page = site.page(&page).await;
    assert_eq!(page.status, 200);
    for word in ["DEMO-7", "console?", "phase=open", "rel=\"next\""] {
        assert!(!page.text.contains(word), "{word} is in {}", page.text);
    }
    let path = format!("{}&phase=waiting", ticket.api("/comments"));
    let sent = site.submit(&path, &[("body", "Thank you")]).await;
    assert!(
        sent.header("location")
            .starts_with("/demo/tickets/DEMO-1?key="),
        "{sent:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_with_a_status_is_told_whole() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = site
        .confirmed(&site.ticket("demo", "question", json!({})).await)
        .await;
    let agent = site.agent("demo").await;
    let fields = [
        ("body", "It was the cache"),
        ("internal", "true"),
        ("status", "done"),
    ];
    let sent = agent
        .submit(&ticket.api_without_key("/comments"), &fields)
        .await;
    let page = agent
        .page(sent.header("location").trim_end_matches("#sent"))
        .await
        .text;
    assert!(
        page.contains("Your note is saved. The status is now “Done”."),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_empties_the_store_of_the_browser() {
    let site = Site::start_with_desk(DEMO).await;
    let agent = site.agent("demo").await;
    let out = agent.submit("/api/desks/demo/sign-out", &[]).await;
    assert_eq!(out.header("clear-site-data"), "\"storage\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reader_has_the_meaning_of_a_status_that_is_for_them() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = site
        .confirmed(&site.ticket("demo", "question", json!({})).await)
        .await;
    let agent = site.agent("demo").await;
    let seen = agent.page(&console(&ticket, "")).await.text;
    assert!(seen.contains("Nobody has answered yet."), "{seen}");
    assert!(
        !site
            .page(&ticket.page())
            .await
            .text
            .contains("Nobody has answered yet.")
    );
    agent.move_to(&ticket, "asked", None).await;
    assert!(
        site.page(&ticket.page())
            .await
            .text
            .contains("Tell us more.")
    );
    assert!(
        !agent
            .page(&console(&ticket, ""))
            .await
            .text
            .contains("Tell us more.")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_front_page_nobody_is_told_of_desks() {
    let site = Site::start_without_front_page().await;
    let front = site.page("/").await;
    assert_eq!(front.status, 404, "{}", front.text);
    assert!(
        !front.text.contains("href=\"/\"") && !front.text.contains("spaceos"),
        "{}",
        front.text
    );
    assert_eq!(site.page("/spaceos").await.status, 200);
    let nothing = site.page("/no-such-desk").await;
    assert!(
        nothing.status == 404 && !nothing.text.contains("href=\"/\""),
        "{}",
        nothing.text
    );
}

//! Mails that leave by a mail server: it refuses, delays, breaks off, and nothing is lost.

use crate::support::program::Place;
use crate::support::smtp::{Deed, MailServer};
use crate::support::until::until;
use crate::support::{Client, Created, Site, root, token_in};
use docket_local::MailServer as Way;
use serde_json::json;

const REQUESTER: &str = "requester@example.com";
const SENDER: &str = "support@desk.example.com";

/// A stack whose mails leave by that server.
async fn start(server: &MailServer) -> Site {
    let way = Way::at(&server.url()).unwrap();
    Site::start_as(|config| {
        config.mail_server = Some(way);
        config.sender = Some(SENDER.parse().unwrap());
        config.site = Some("https://support.example.com".to_owned());
    })
    .await
}

/// What became of the notices to the requester, those of the newest events first.
async fn states(site: &Site, ticket: &Created) -> Vec<String> {
    let store = &site.stack.cloud().store;
    let all = docket_app::notices::of_ticket(store, &ticket.id.parse().unwrap()).await;
    let all = all.unwrap().into_iter();
    let theirs = all.filter(|it| it.to.as_str() == REQUESTER);
    theirs.map(|it| it.state.to_string()).collect()
}

async fn open(site: &Client) -> Created {
    site.ticket("spotme", "streaming", json!({})).await
}

/// An agent signs in by the link that the server got, and answers.
async fn answer_as_agent(site: &Site, server: &MailServer, ticket: &Created) {
    let email = "agent-1@spotme.example.com";
    let asked = json!({ "email": email });
    site.post("/api/desks/spotme/sign-in", &asked).await;
    site.settle().await;
    let mails = server.taken_for(email);
    let mail = mail_parser::MessageParser::default();
    let mail = mail
        .parse(mails.last().unwrap().message.as_bytes())
        .unwrap();
    let token = token_in(&json!({ "text": mail.body_text(0).unwrap() }));
    let session = site
        .post("/api/desks/spotme/session", &json!({ "token": token }))
        .await;
    let bearer = format!("Bearer {}", session.json["access_token"].as_str().unwrap());
    let (path, body) = (
        ticket.api_without_key("/comments"),
        json!({ "body": "An answer" }),
    );
    let answer = site
        .post_with(&path, &body, &[("authorization", &bearer)])
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_leaves_by_the_server_whole_and_from_the_sender() {
    let server = MailServer::start(&[]).await;
    let site = start(&server).await;
    let more = json!({ "description": ".\n.a dot, and then:\n..\nДа" });
    let ticket = site.ticket("spotme", "streaming", more).await;
    site.settle().await;
    let [mail] = server.taken_for(REQUESTER).try_into().unwrap();
    assert_eq!(mail.from, SENDER);
    let read = mail_parser::MessageParser::default();
    let read = read.parse(mail.message.as_bytes()).unwrap();
    let text = read.body_text(0).unwrap();
    let link = format!(
        "https://support.example.com/spotme/tickets/{}?key=",
        ticket.id
    );
    assert!(text.contains(&link), "{text}");
    assert_eq!(
        read.from().unwrap().first().unwrap().address(),
        Some(SENDER)
    );
    // Nobody knows whether it was read, or put into a mailbox.
    assert_eq!(states(&site, &ticket).await, ["sent"]);
    assert!(site.mails_to(REQUESTER).await.is_empty());
    let staff = server.taken().into_iter().filter(|it| it.to != REQUESTER);
    let quoted: Vec<String> = staff.map(|it| it.message).collect();
    let parsed = mail_parser::MessageParser::default();
    let parsed = parsed.parse(quoted[0].as_bytes()).unwrap();
    let text = parsed.body_text(0).unwrap().replace('\r', "");
    assert!(
        text.contains("> .\n> .a dot, and then:\n> ..\n> Да"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_there_is_written_to_no_more() {
    for answer in ["550 5.1.1 no such user", "550 5.2.1 mailbox disabled"] {
        let server = MailServer::start(&[Deed::AtAddress(answer)]).await;
        let site = start(&server).await;
        let ticket = open(&site).await;
        site.settle().await;
        assert_eq!(states(&site, &ticket).await, ["bounced"], "{answer}");
        answer_as_agent(&site, &server, &ticket).await;
        site.settle().await;
        assert_eq!(
            states(&site, &ticket).await,
            ["undeliverable", "bounced"],
            "{answer}"
        );
        assert!(server.taken_for(REQUESTER).is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_refused_is_set_aside_and_marks_nobody() {
    for deed in [
        Deed::AtEnd("554 5.7.1 looks like spam"),
        Deed::AtAddress("550 5.7.1 not by this way"),
        Deed::AtAddress("554 no"),
        // It may mean the sender, or the words.
        Deed::AtAddress("550 no"),
    ] {
        let server = MailServer::start(&[deed]).await;
        let site = start(&server).await;
        let ticket = open(&site).await;
        site.settle().await;
        assert_eq!(states(&site, &ticket).await, ["refused"], "{deed:?}");
        let cloud = site.stack.cloud();
        let aside = cloud.store.set_aside().await.unwrap();
        assert_eq!(aside.len(), 1, "{deed:?}");
        let to = REQUESTER.parse().unwrap();
        assert_eq!(cloud.store.address_mark(&to).await.unwrap(), None);
        // One of the desk has it sent again.
        let now = cloud.clock.now();
        let id = ticket.id.parse().unwrap();
        let again = docket_app::notices::send_again(&cloud.store, &id, Some(&to), now);
        again.await.unwrap();
        site.settle().await;
        assert_eq!(states(&site, &ticket).await, ["sent"], "{deed:?}");
        assert_eq!(server.taken_for(REQUESTER).len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_nothing_now_gets_it_later_once() {
    let later = Deed::AtAddress("451 4.7.1 come back later");
    let full = Deed::AtEnd("452 4.3.1 no room");
    let broken = Deed::DropInMessage;
    let server = MailServer::start(&[later, full, broken, later]).await;
    let site = start(&server).await;
    let ticket = open(&site).await;
    site.settle().await;
    assert_eq!(states(&site, &ticket).await, ["sent"]);
    assert_eq!(server.taken_for(REQUESTER).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_before_the_last_answer_loses_nothing() {
    let server = MailServer::start(&[Deed::TakeAndDrop]).await;
    let site = start(&server).await;
    let ticket = open(&site).await;
    site.settle().await;
    assert_eq!(states(&site, &ticket).await, ["sent"]);
    // The channel itself cannot tell whether the first was taken. Both are the same mail to a mail program: one Message-ID.
    let taken = server.taken_for(REQUESTER);
    let ids: Vec<&str> = taken
        .iter()
        .filter_map(|mail| mail.message.split("Message-ID: ").nth(1)?.lines().next())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_its_time_holds_up_no_request() {
    let server = MailServer::start(&[Deed::Wait]).await;
    let site = start(&server).await;
    let ticket = open(&site).await;
    until("the server has the mail", || {
        server.heard().contains("DATA")
    })
    .await;
    let comment = json!({ "body": "While it waits" });
    let answer = site.post(&ticket.api("/comments"), &comment).await;
    assert_eq!(answer.status, 201);
    assert!(server.taken().is_empty());
    server.let_go();
    site.settle().await;
    assert_eq!(server.taken_for(REQUESTER).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_tls_and_a_login_is_used_and_nothing_crosses_in_the_open() {
    let server = MailServer::start_closed("docket", "a secret").await;
    let url = format!("smtps://docket:a%20secret@localhost:{}", server.port);
    let root_file = root().join("tests/data/smtp/ca.pem");
    let trusted = ("SSL_CERT_FILE", root_file.to_str().unwrap());
    let arguments = ["--sender", SENDER];
    let place = Place::new();
    let variables = [trusted, ("DOCKET_SMTP", url.as_str())];
    let program = place.start_with(&[], &place.data(), &arguments, &variables);
    let client = Client::new(&program.url);
    open(&client).await;
    client.get("/_local/mail").await;
    assert_eq!(server.taken_for(REQUESTER).len(), 1);
    drop(program);
    // A server whose certificate nobody vouches for gets neither mail nor password; with a wrong password, none either.
    let wrong = url.replace("a%20secret", "another");
    for (variables, heard) in [
        (vec![("DOCKET_SMTP", url.as_str())], "EHLO"),
        (vec![trusted, ("DOCKET_SMTP", wrong.as_str())], "MAIL"),
    ] {
        let closed = MailServer::start_closed("docket", "a secret").await;
        let at = |value: &str| value.replace(&server.port.to_string(), &closed.port.to_string());
        let variables: Vec<(&str, String)> = variables
            .iter()
            .map(|(name, value)| (*name, at(value)))
            .collect();
        let variables: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let place = Place::new();
        let program = place.start_with(&[], &place.data(), &arguments, &variables);
        open(&Client::new(&program.url)).await;
        until("an attempt has failed", || {
            place.logged("a stream record could not be handled") > 0
        })
        .await;
        assert!(closed.taken().is_empty());
        assert!(!closed.heard().contains(heard), "{}", closed.heard());
        assert_eq!(place.logged("secret"), 0);
        assert_eq!(place.logged("another"), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_says_what_a_mail_server_needs() {
    let place = Place::new();
    let data = place.data();
    let data = data.to_str().unwrap();
    let says = |words: &[&str], told: &str| {
        let all = [&["--data", data, "--listen", "127.0.0.1:0"], words].concat();
        let (is_done, said) = place.command(&all);
        assert!(!is_done && said.contains(told), "{words:?}: {said}");
        assert!(!said.contains("hidden"), "{said}");
    };
    let sender = ["--sender", SENDER];
    let with = |words: &[&'static str]| [words, &sender[..]].concat();
    says(&["--smtp", "smtps://mail.example.com"], "--sender");
    says(
        &with(&["--smtp", "smtp://a:hidden@mail.example.com:587"]),
        "open to everybody",
    );
    says(
        &with(&["--smtp", "mail.example.com"]),
        "write the mail server as",
    );
    says(&["--sender", "nobody"], "nobody");
    says(
        &["--site", "https://support.example.com/desk"],
        "without a path",
    );
}

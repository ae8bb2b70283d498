//! What a table lost comes back from a copy of it, as point-in-time recovery makes one, and nobody is told again.

use crate::support::files::File;
use crate::support::table::{Item, RawTable};
use crate::support::{Created, Folder, Site};
use aws_sdk_dynamodb::types::AttributeValue;
use docket_cloud::Store;
use docket_cloud::store::PutBack;
use serde_json::json;
use std::sync::Arc;

/// A table with the same items, as recovery makes one. It is that of a stack of its own.
struct Copy {
    _site: Site,
    store: Store,
}

impl Copy {
    async fn of(table: &RawTable) -> Self {
        let site = Site::start_with_probe_in(Arc::new(Folder::new())).await;
        let copy = RawTable::of(&site).await;
        lose(&copy, |_, _| true).await;
        for item in table.all().await {
            copy.put(item).await;
        }
        let store = Store::new(copy.0.clone(), "docket");
        Self { _site: site, store }
    }
}

/// Deletes the items that this says of, and returns how many there were.
async fn lose(table: &RawTable, is_lost: impl Fn(&str, &str) -> bool) -> usize {
    let mut lost = 0;
    for item in table.all().await {
        let text = |name: &str| item[name].as_s().unwrap().clone();
        let (pk, sk) = (text("pk"), text("sk"));
        if is_lost(&pk, &sk) {
            let delete = table.0.delete_item().table_name("docket");
            let delete = delete
                .key("pk", AttributeValue::S(pk))
                .key("sk", AttributeValue::S(sk));
            delete.send().await.unwrap();
            lost += 1;
        }
    }
    lost
}

async fn talk(site: &Site) -> Created {
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    for words in ["One", "Two", "Three"] {
        site.agent("spaceos").await.comment(&ticket, words).await;
    }
    ticket
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_comes_back_and_is_mailed_to_nobody_again() {
    let site = Site::start_with_probe_in(Arc::new(Folder::new())).await;
    let table = RawTable::of(&site).await;
    let (whole, headless, changed) = (talk(&site).await, talk(&site).await, talk(&site).await);
    site.attach(&whole, &File::new("log.txt", "text/plain", "The log\n"))
        .await;
    let quiet = talk(&site).await;
    let copy = Copy::of(&table).await;
    // Since then a ticket went on, and a session ended.
    site.agent("spaceos").await.comment(&changed, "Four").await;
    let before = (
        site.read(&whole).await,
        site.read(&changed).await,
        site.read(&quiet).await,
    );
    let mails = site
        .get("/_local/mail")
        .await
        .json
        .as_array()
        .unwrap()
        .len();

    let pk = |ticket: &Created| format!("TICKET#{}", ticket.id);
    let (one, two) = (pk(&whole), pk(&headless));
    let lost = lose(&table, |pk, sk| {
        pk == one
            || (pk == two && sk != "FILES")
            || pk.starts_with("DESK#twin24")
            || pk.starts_with("RECEIPT#")
            || pk.starts_with("SESSION#")
    });
    assert!(lost.await > 12);
    let store = &site.stack.cloud().store;
    let now = site.stack.cloud().clock.now();
    let put = store.put_back(&copy.store, now).await.unwrap();
    let events = site.read(&whole).await["version"].as_u64().unwrap()
        + site.read(&headless).await["version"].as_u64().unwrap();
    assert_eq!(
        put,
        PutBack {
            tickets: 2,
            events,
            // The desk, and the logo of its mails.
            others: 2
        }
    );
    assert_eq!(
        (
            site.read(&whole).await,
            site.read(&changed).await,
            site.read(&quiet).await
        ),
        before
    );
    let again = store.put_back(&copy.store, now).await.unwrap();
    assert_eq!(again, PutBack::default(), "what is there is left alone");
    // The receipts are gone, so only the mark keeps mails from leaving again.
    site.settle().await;
    site.advance("PT5M").await;
    assert_eq!(
        site.get("/_local/mail")
            .await
            .json
            .as_array()
            .unwrap()
            .len(),
        mails
    );
    let report = site.doctor().await;
    assert!(report.faults.is_empty(), "{report:?}");
    // What comes now is told as ever, and numbers go on.
    site.agent("spaceos")
        .await
        .comment(&whole, "Welcome back")
        .await;
    assert!(site.ticket("spaceos", "question", json!({})).await.id > quiet.id);
    let to = whole.body["requester"]["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let told = site.mails_to(&to).await;
    assert!(
        told.iter()
            .any(|mail| mail["text"].as_str().unwrap().contains("Welcome back"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_older_than_the_copy_is_replaced_and_a_counter_raised() {
    let site = Site::start_with_probe_in(Arc::new(Folder::new())).await;
    let table = RawTable::of(&site).await;
    let ticket = talk(&site).await;
    let pk = format!("TICKET#{}", ticket.id);
    let newest = table.get(&pk, "TICKET").await;
    let copy = Copy::of(&table).await;
    // As if somebody had written an old export over the table.
    let mut old: Item = newest.clone();
    old.insert("version".to_owned(), AttributeValue::N("2".to_owned()));
    table.put(old).await;
    lose(&table, |pk, _| pk == "COUNTER#spaceos").await;
    let put = site
        .stack
        .cloud()
        .store
        .put_back(&copy.store, site.stack.cloud().clock.now())
        .await
        .unwrap();
    assert_eq!((put.tickets, put.events), (1, 0));
    assert_eq!(table.get(&pk, "TICKET").await, newest);
    assert!(site.ticket("spaceos", "question", json!({})).await.id > ticket.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_are_newer_than_the_copy_are_kept_and_counted() {
    let site = Site::start_with_probe_in(Arc::new(Folder::new())).await;
    let table = RawTable::of(&site).await;
    let ticket = talk(&site).await;
    let copy = Copy::of(&table).await;
    site.agent("spaceos").await.comment(&ticket, "Four").await;
    let before = site.read(&ticket).await;
    let pk = format!("TICKET#{}", ticket.id);
    lose(&table, |of, sk| {
        of == pk && (sk == "TICKET" || sk == "EVENT#0000000003")
    })
    .await;
    let now = site.stack.cloud().clock.now();
    let put = site
        .stack
        .cloud()
        .store
        .put_back(&copy.store, now)
        .await
        .unwrap();
    assert_eq!((put.tickets, put.events), (1, 1));
    assert_eq!(site.read(&ticket).await, before);
    assert!(site.doctor().await.faults.is_empty());
    site.agent("spaceos")
        .await
        .comment(&ticket, "It can be changed")
        .await;
    // A desk that was removed since then stays removed.
    let store = &site.stack.cloud().store;
    store
        .remove_desk(&"twin24".parse().unwrap(), now)
        .await
        .unwrap();
    store.put_back(&copy.store, now).await.unwrap();
    assert!(!site.page("/").await.text.contains("/twin24"));
}

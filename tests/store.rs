//! What the store promises, against the embedded DynamoDB.

use crate::support::Site;
use docket_cloud::store::{
    Claim, Commit, CommitError, Freshness, IdempotentRequest, MailCause, Write,
};
use docket_domain::actor::{Actor, Rank};
use docket_domain::desk::Desk;
use docket_domain::form::Draft;
use docket_domain::notice::{DeliveryReport, DeliveryState};
use docket_domain::ticket::{Command, Customer, Event, EventId, Ticket, open};
use docket_domain::{DeskId, EmailAddress, Prose, TicketId};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

async fn desk(site: &Site) -> Arc<Desk> {
    let id: DeskId = "smartplayer".parse().unwrap();
    site.stack.cloud().store.desk(&id).await.unwrap().unwrap()
}

/// Commits what happened to a ticket, with the further writes.
async fn commit(
    site: &Site,
    ticket: &Ticket,
    events: &[Event],
    further_writes: Vec<Write>,
) -> Result<(), CommitError> {
    let placement = ticket.placement(&*desk(site).await);
    let commit = Commit {
        ticket,
        placement,
        events,
        further_writes,
    };
    site.stack.cloud().store.commit(commit).await
}

async fn opened(site: &Site, number: u64) -> (Ticket, Event) {
    let desk = desk(site).await;
    let draft = Draft {
        topic: "quote".to_owned(),
        email: "a@example.com".to_owned(),
        subject: "Subject".to_owned(),
        description: "Description".to_owned(),
        ..Draft::default()
    };
    let id = TicketId::new(desk.ticket_prefix.clone(), number).unwrap();
    let event = open(
        draft.check(&desk).unwrap(),
        Customer::default(),
        id,
        &desk,
        Timestamp::now(),
    );
    (Ticket::opened(&event).unwrap(), event)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_is_whole_or_not_at_all() {
    let site = Site::start().await;
    let (store, desk) = (&site.stack.cloud().store, desk(&site).await);
    let (ticket, event) = opened(&site, 1).await;
    let request = IdempotentRequest {
        desk: desk.id.clone(),
        key: "k".to_owned(),
        fingerprint: "f".to_owned(),
    };
    let record = |ticket: &Ticket| {
        let write = store.idempotency_write(&request, ticket, Timestamp::now());
        vec![write.unwrap()]
    };
    let events = [event];
    let further_writes = record(&ticket);
    commit(&site, &ticket, &events, further_writes.clone())
        .await
        .unwrap();
    let done = store.idempotency_record(&request, Timestamp::now()).await;
    let done = done.unwrap().unwrap();
    assert_eq!((done.ticket, done.version), (ticket.id.clone(), 1));
    // The very same commit again, as when its answer was lost: it stands.
    commit(&site, &ticket, &events, further_writes)
        .await
        .unwrap();
    // Another ticket under the same key: neither the ticket nor its event is written.
    let (other, event) = opened(&site, 2).await;
    let refused = commit(&site, &other, &[event], record(&other)).await;
    assert!(matches!(refused, Err(CommitError::Repeated)));
    assert!(store.ticket(&other.id).await.unwrap().is_none());
    let timeline = store.timeline(&other.id, Freshness::Latest).await;
    assert!(timeline.unwrap().is_none());
    // The same number again: the ticket that is there stays.
    let (same, event) = opened(&site, 1).await;
    let refused = commit(&site, &same, &[event], Vec::new()).await;
    assert!(matches!(refused, Err(CommitError::Exists)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_decided_on_an_old_version_is_not_written() {
    let site = Site::start().await;
    let (store, desk) = (&site.stack.cloud().store, desk(&site).await);
    let (ticket, event) = opened(&site, 1).await;
    let events = [event];
    commit(&site, &ticket, &events, Vec::new()).await.unwrap();
    let say = |body: &str| Command::Comment {
        body: Prose::new(body, 100).unwrap(),
        internal: false,
    };
    let actor = Actor::Requester(ticket.requester.clone());
    for (body, fits) in [("first", true), ("second, on the same version", false)] {
        let events = ticket
            .decide(&say(body), &desk, &actor, Timestamp::now())
            .unwrap();
        let changed = ticket.clone().apply(&events[0]).unwrap();
        let written = commit(&site, &changed, &events, Vec::new()).await;
        assert_eq!(written.is_ok(), fits, "{body}");
    }
    let timeline = store.timeline(&ticket.id, Freshness::Latest).await;
    let timeline = timeline.unwrap().unwrap();
    assert_eq!((timeline.ticket.version, timeline.events.len()), (2, 2));
    let replayed = Ticket::replay(&timeline.events).unwrap().unwrap();
    assert_eq!(
        timeline.ticket, replayed,
        "the state is what the timeline says"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_claimed_by_one_until_the_lease_ends() {
    let site = Site::start().await;
    let store = &site.stack.cloud().store;
    let to: EmailAddress = "a@example.com".parse().unwrap();
    let cause = MailCause::Event("SM-1-1".parse().unwrap());
    let granted = |is_first| Claim::Granted { is_first };
    let lease = SignedDuration::from_secs(60);
    let now = Timestamp::now();
    let later = now.checked_add(SignedDuration::from_secs(61)).unwrap();
    assert_eq!(
        store
            .claim_mail(&cause, &to, now, lease, "one")
            .await
            .unwrap(),
        granted(true)
    );
    assert_eq!(
        store
            .claim_mail(&cause, &to, now, lease, "other")
            .await
            .unwrap(),
        Claim::UnderWay
    );
    assert_eq!(
        store
            .claim_mail(&cause, &to, now, lease, "one")
            .await
            .unwrap(),
        granted(false),
        "its own claim stands in nobody's way"
    );
    assert_eq!(
        store
            .claim_mail(&cause, &to, later, lease, "other")
            .await
            .unwrap(),
        granted(false),
        "that attempt has failed"
    );
    store.record_sent(&cause, &to, &[], later).await.unwrap();
    for now in [now, later, later.checked_add(lease).unwrap()] {
        assert_eq!(
            store
                .claim_mail(&cause, &to, now, lease, "one")
                .await
                .unwrap(),
            Claim::Settled
        );
    }
    let other: EmailAddress = "b@example.com".parse().unwrap();
    assert_eq!(
        store
            .claim_mail(&cause, &other, now, lease, "one")
            .await
            .unwrap(),
        granted(true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_sent_is_not_held_back_and_one_that_was_not_can_be() {
    let site = Site::start().await;
    let store = &site.stack.cloud().store;
    let (to, now) = ("a@example.com".parse().unwrap(), Timestamp::now());
    let event = |sequence| EventId {
        ticket: "SM-1".parse().unwrap(),
        sequence,
    };
    let lease = SignedDuration::from_secs(60);
    let state = async |sequence| {
        let all = store.deliveries(&event(1).ticket, 10).await.unwrap();
        let found = all.into_iter().find(|it| it.event.sequence == sequence);
        found.unwrap()
    };
    // One that was tried, and one that was sent.
    for sequence in [1, 2] {
        let cause = MailCause::Event(event(sequence));
        store
            .claim_mail(&cause, &to, now, lease, "one")
            .await
            .unwrap();
        match sequence {
            1 => {
                let state = DeliveryState::Sending;
                store
                    .release_mail(&cause, &to, state, "throttled")
                    .await
                    .unwrap();
            }
            _ => store.record_sent(&cause, &to, &[], now).await.unwrap(),
        }
        let (waits, until) = (DeliveryState::Waiting, Some(now));
        store
            .hold_back(&event(sequence), &to, waits, until, now)
            .await
            .unwrap();
    }
    assert_eq!(state(1).await.state, DeliveryState::Waiting);
    assert_eq!(state(2).await.state, DeliveryState::Sent);
    let unwanted = DeliveryState::Unwanted;
    assert!(!store.settle(&event(2), &to, unwanted, now).await.unwrap());
    assert!(!store.ripen(&event(2), &to).await.unwrap());
    assert!(store.ripen(&event(1), &to).await.unwrap());
    assert!(!store.ripen(&event(1), &to).await.unwrap());
    // While it is on its way, it is not held back any more.
    store
        .hold_back(&event(1), &to, unwanted, None, now)
        .await
        .unwrap();
    assert_eq!(state(1).await.state, DeliveryState::Waiting);
    // Two who have it sent again at the same time have it sent once.
    let bounced = DeliveryReport::Bounced;
    store
        .note_report(&event(2), &to, bounced, "", now)
        .await
        .unwrap();
    let seen = state(2).await;
    assert_eq!(seen.state, DeliveryState::Bounced);
    let later = now.checked_add(SignedDuration::from_secs(1)).unwrap();
    assert!(store.send_again(&seen, later).await.unwrap());
    let cause = MailCause::Event(event(2));
    store
        .claim_mail(&cause, &to, later, lease, "one")
        .await
        .unwrap();
    assert!(!store.send_again(&seen, later).await.unwrap());
    store.record_sent(&cause, &to, &[], later).await.unwrap();
    assert!(!store.send_again(&seen, later).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_is_ever_lost_or_rewritten() {
    let site = Site::start().await;
    let (store, desk) = (&site.stack.cloud().store, desk(&site).await);
    let (mut ticket, event) = opened(&site, 1).await;
    let mut written = vec![event];
    commit(&site, &ticket, &written, Vec::new()).await.unwrap();
    let requester = Actor::Requester(ticket.requester.clone());
    let agent = Actor::Agent {
        email: "agent-1@smartplayer.example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    };
    let say = |internal| Command::Comment {
        body: Prose::new("Words", 100).unwrap(),
        internal,
    };
    let go = |to: &str| Command::ChangeStatus {
        to: to.parse().unwrap(),
        comment: Prose::new("Because", 100).ok(),
    };
    for round in 0..4 {
        for (actor, command) in [
            (&requester, say(false)),
            (&agent, say(true)),
            (&agent, go("pending")),
            (&agent, go("feedback-waiting")),
            (&requester, go("reopen")),
            (&agent, go("done")),
        ] {
            let events = ticket.decide(&command, &desk, actor, Timestamp::now());
            let Ok(events) = events else { continue };
            for event in &events {
                ticket = ticket.apply(event).unwrap();
            }
            commit(&site, &ticket, &events, Vec::new()).await.unwrap();
            written.extend(events);
            let timeline = store.timeline(&ticket.id, Freshness::Latest).await;
            let timeline = timeline.unwrap().unwrap();
            assert_eq!(timeline.events, written, "round {round}");
            assert_eq!(timeline.ticket, ticket);
        }
    }
    assert!(written.len() > 15, "{}", written.len());
}

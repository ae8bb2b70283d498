//! However many events a ticket has and whatever its clocks do, the keys of its events sort in their order and its state
//! stays small and is what they say.
#![allow(clippy::unwrap_used)]

use docket_cloud::store::keys;
use docket_domain::actor::{Actor, Rank};
use docket_domain::desk::Desk;
use docket_domain::form::Draft;
use docket_domain::ticket::{Command, Customer, Known, RequestMark, Ticket, open};
use docket_domain::{Prose, TicketId};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// The most bytes of a ticket's state as JSON, whatever its age.
const MOST: usize = 2_000;

fn desk() -> Desk {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../desks/spaceos.toml");
    Desk::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The sort key of an event.
fn sort_key(event: &docket_domain::ticket::Event) -> String {
    let key = keys::event(&event.id()).item();
    key.get("sk").unwrap().as_s().unwrap().clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn keys_sort_and_the_state_stays_small(
        events in 1..10_000_usize,
        // Clocks that stand still, go back, and differ from function to function.
        clocks in proptest::collection::vec(-5_000..5_000_i64, 1..20),
    ) {
        let desk = desk();
        let draft = Draft {
            topic: "question".to_owned(),
            email: "a@example.com".to_owned(),
            subject: "s".repeat(150),
            description: "Description".to_owned(),
            ..Draft::default()
        };
        let id = TicketId::new(desk.ticket_prefix.clone(), 1).unwrap();
        let begin: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let first = open(draft.check(&desk).unwrap(), Customer::default(), id, &desk, begin);
        let mut ticket = Ticket::opened(&first).unwrap();
        let requester = Actor::Requester(ticket.requester.clone());
        let agent = Actor::Agent {
            email: "agent@example.com".parse().unwrap(),
            name: "Agent".to_owned(),
            rank: Rank::Agent,
        };
        let words = Prose::new("Words", 100).unwrap();
        let (mut last, mut timeline) = (sort_key(&first), vec![first]);
        let mut marks = Vec::new();
        while timeline.len() < events {
            let number = timeline.len();
            let actor = if number % 3 == 0 { &agent } else { &requester };
            let command = Command::Comment { body: words.clone(), internal: false };
            let clock = clocks[number % clocks.len()];
            let now = begin + SignedDuration::from_millis(clock);
            let mark = RequestMark::new("a@example.com", &format!("key-{number}"), "content");
            for mut event in ticket.decide(&command, &desk, actor, now).unwrap() {
                event.request = Some(mark);
                let key = sort_key(&event);
                prop_assert!(key > last, "{key} after {last}");
                prop_assert!(event.at >= ticket.updated_at);
                ticket = ticket.apply(&event).unwrap();
                last = key;
                timeline.push(event);
            }
            marks.push(mark);
        }
        prop_assert_eq!(Ticket::replay(&timeline).unwrap().unwrap(), ticket.clone());
        let known = marks.iter().filter(|mark| ticket.recent_requests.find(mark) != Known::New);
        prop_assert_eq!(known.count(), marks.len().min(16));
        let stored = serde_json::to_string(&ticket).unwrap();
        prop_assert!(stored.len() < MOST, "{}", stored.len());
        prop_assert_eq!(serde_json::from_str::<Ticket>(&stored).unwrap(), ticket);
    }
}

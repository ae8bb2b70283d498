//! Any commands in any order and by anybody keep to the desk's rules, and leave a whole timeline.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use docket_domain::actor::{Actor, Rank};
use docket_domain::desk::{Desk, Mover, Phase, Trigger};
use docket_domain::form::Draft;
use docket_domain::incident::IncidentId;
use docket_domain::notice::{Audience, NoticeKind, notices};
use docket_domain::ticket::{Cause, Change, Command, Customer, Event, Ticket, open};
use docket_domain::{Line, Prose, StatusId, TicketId};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The five desks, each with a form that is filled in without mistakes.
static DESKS: LazyLock<Vec<(Desk, Draft)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../desks");
    let field = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
    [
        ("spotme", "streaming", vec![]),
        ("smartplayer", "quote", vec![]),
        ("twin24", "chat-problem", vec![field("account_number", "7")]),
        ("spaceos", "question", vec![]),
        ("learnupon", "question", vec![]),
    ]
    .into_iter()
    .map(|(desk, topic, fields)| {
        let source = std::fs::read_to_string(format!("{folder}/{desk}.toml")).unwrap();
        let draft = Draft {
            topic: topic.to_owned(),
            name: "Requester".to_owned(),
            email: "requester@example.com".to_owned(),
            subject: "Subject".to_owned(),
            description: "Description".to_owned(),
            fields: fields.into_iter().collect(),
            ..Draft::default()
        };
        (Desk::parse(&source).unwrap(), draft)
    })
    .collect()
});

/// A command by somebody at some time, for any desk.
#[derive(Debug, Clone)]
struct Step {
    command: u8,
    status: usize,
    with_words: bool,
    actor: u8,
    /// The minutes since the step before. The clock can stand still, and can go back.
    minutes: i32,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..12_u8,
        0..8_usize,
        any::<bool>(),
        0..6_u8,
        -30..30_000_i32,
    );
    let step = step.prop_map(|(command, status, with_words, actor, minutes)| Step {
        command,
        status,
        with_words,
        actor,
        minutes,
    });
    proptest::collection::vec(step, 0..40)
}

fn actor(ticket: &Ticket, n: u8) -> Actor {
    let agent = |rank| Actor::Agent {
        email: "agent@example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank,
    };
    match n {
        0 => Actor::Requester(ticket.requester.clone()),
        1 => Actor::Watcher {
            email: "watcher@example.com".parse().unwrap(),
        },
        2 => agent(Rank::Agent),
        3 => agent(Rank::Lead),
        4 => Actor::Opener(ticket.requester.clone()),
        _ => Actor::System,
    }
}

/// One of two incidents.
fn incident(which: usize) -> IncidentId {
    uuid::Uuid::from_u128(which as u128 % 2).into()
}

fn command(desk: &Desk, step: &Step) -> Command {
    let words = Prose::new("Words", 100).unwrap();
    match step.command {
        0 => Command::Comment {
            body: words,
            internal: step.with_words,
        },
        1 | 2 => Command::ChangeStatus {
            to: (*desk.statuses[step.status % desk.statuses.len()].id).clone(),
            comment: step.with_words.then_some(words),
        },
        3 => Command::Confirm,
        4 => Command::CorrectAddress {
            to: "right@example.com".parse().unwrap(),
        },
        5 => Command::SendLink,
        6 => Command::RevokeKeys,
        7 => Command::Disown,
        8 => Command::LinkToIncident {
            incident: incident(step.status),
            title: Line::new("Trouble", 200).unwrap(),
        },
        9 => Command::UnlinkFromIncident {
            incident: incident(step.status),
        },
        10 => Command::CloseWithIncident {
            incident: incident(step.status),
        },
        _ => Command::RunTimers,
    }
}

/// Returns `true` if the desk file allows the event's change of status, if it is one.
fn is_provided_for(
    desk: &Desk,
    before: &Ticket,
    last: &Event,
    event: &Event,
    now: Timestamp,
) -> bool {
    let Change::StatusChanged {
        from,
        to,
        comment,
        cause,
        ..
    } = &event.change
    else {
        return true;
    };
    let by = |mover: &Mover| match (mover, &event.actor) {
        (Mover::Requester, Actor::Opener(_) | Actor::Requester(_))
        | (Mover::Agent, Actor::Agent { .. }) => true,
        (Mover::Lead, Actor::Agent { rank, .. }) => *rank >= Rank::Lead,
        _ => false,
    };
    match cause {
        Cause::Move => desk.moves.iter().any(|step| {
            let words = match step.comment {
                docket_domain::desk::MoveComment::Required => comment.is_some(),
                docket_domain::desk::MoveComment::Optional => true,
                docket_domain::desk::MoveComment::None => comment.is_none(),
            };
            *step.to == *to && step.from.holds(from, to) && step.by.iter().any(by) && words
        }),
        Cause::Reaction => {
            let trigger = if last.actor.is_staff() {
                Trigger::AgentComment
            } else {
                Trigger::RequesterComment
            };
            let public = matches!(
                last.change,
                Change::Commented {
                    internal: false,
                    ..
                }
            );
            public
                && desk.reactions.iter().any(|reaction| {
                    let from = reaction.from.iter().any(|status| **status == *from);
                    reaction.on == trigger && *reaction.to == *to && from
                })
        }
        Cause::Silence => {
            let due = before.placement(desk).due_at.unwrap();
            let rule = desk.auto_close.iter().find(|rule| *rule.status == *from);
            let to_there = rule.is_some_and(|rule| *rule.to == *to);
            due <= now && to_there && event.actor == Actor::System
        }
        Cause::Incident => {
            let is_over = desk.phase(to) == Phase::Done && desk.phase(from) != Phase::Done;
            before.incident.is_some() && is_over && event.actor == Actor::System
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_commands_leaves_the_workflow_or_the_timeline(
        which in 0..5_usize,
        steps in steps(),
    ) {
        let (desk, draft) = &DESKS[which];
        let statuses: BTreeSet<&StatusId> = desk.statuses.iter().map(|status| &*status.id).collect();
        let id = TicketId::new(desk.ticket_prefix.clone(), 1).unwrap();
        let mut now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut new = draft.check(desk).unwrap();
        new.cc = vec!["watcher@example.com".parse().unwrap()];
        let mut timeline = vec![open(new, Customer::default(), id, desk, now)];
        let mut ticket = Ticket::opened(&timeline[0]).unwrap();
        for step in &steps {
            now += SignedDuration::from_mins(i64::from(step.minutes));
            let who = actor(&ticket, step.actor);
            let Ok(events) = ticket.decide(&command(desk, step), desk, &who, now) else {
                continue;
            };
            for event in events {
                let last = timeline.last().unwrap();
                prop_assert!(is_provided_for(desk, &ticket, last, &event, now), "{event:?}");
                prop_assert_eq!(event.sequence, last.sequence + 1);
                prop_assert!(event.at >= last.at);
                let told = notices(&event, &ticket, desk, &Audience::default());
                let people: BTreeSet<_> = told.iter().map(|notice| notice.to.clone()).collect();
                prop_assert_eq!(people.len(), told.len(), "one message a person");
                // The desk's people are told of strangers' words, too.
                let (staff, told): (Vec<_>, Vec<_>) =
                    told.into_iter().partition(|notice| matches!(notice.kind, NoticeKind::ForStaff(_)));
                let own = event.actor.email();
                prop_assert!(staff.iter().all(|notice| desk.person(&notice.to).is_some() && own != Some(&notice.to)));
                let people: BTreeSet<_> = told.iter().map(|notice| notice.to.clone()).collect();
                let acknowledges = told.iter().all(|notice| notice.kind == NoticeKind::Acknowledgement);
                let own = event.actor.email().is_some_and(|own| people.contains(own));
                // Whoever closes their own ticket is asked how the desk did.
                let asks = told.iter().any(|notice| notice.kind == NoticeKind::RatingRequest);
                prop_assert!(!own || acknowledges || asks);
                let is_opener = matches!(event.actor, Actor::Opener(_));
                prop_assert!(!is_opener || acknowledges, "a stranger's words are mailed: {event:?}");
                let requester = BTreeSet::from([ticket.requester.email.clone()]);
                let is_proof = event.change == Change::Confirmed;
                prop_assert!(
                    ticket.confirmed_at.is_some() || is_proof || people.is_subset(&requester),
                    "somebody else is told before the address is confirmed: {event:?}",
                );
                let opener = Actor::Opener(ticket.requester.clone());
                let seen = event.clone().seen_by(&opener);
                let words = seen.as_ref().and_then(|event| event.change.words());
                prop_assert!(is_opener || words.is_none(), "an opener reads an answer: {event:?}");
                prop_assert!(is_opener || seen.is_none_or(|event| event.actor == Actor::System));
                ticket = ticket.apply(&event).unwrap();
                prop_assert!(statuses.contains(&ticket.status));
                timeline.push(event);
            }
        }
        // Replaying the timeline gives the same state, also after it was stored and read.
        let stored = serde_json::to_string(&timeline).unwrap();
        let read: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&read, &timeline);
        prop_assert_eq!(Ticket::replay(&read).unwrap(), Some(ticket.clone()));
        let stored = serde_json::to_string(&ticket).unwrap();
        prop_assert_eq!(serde_json::from_str::<Ticket>(&stored).unwrap(), ticket);
        // A timeline with an event missing, or with two events swapped, is refused.
        if timeline.len() > 2 {
            let mut torn = timeline.clone();
            torn.remove(timeline.len() / 2);
            prop_assert!(Ticket::replay(&torn).is_err());
            let mut swapped = timeline.clone();
            swapped.swap(1, timeline.len() - 1);
            prop_assert!(timeline.len() == 2 || Ticket::replay(&swapped).is_err() || swapped == timeline);
        }
    }

    #[test]
    fn whatever_a_form_holds_it_is_refused_or_right(
        which in 0..5_usize,
        topic in "[a-z-]{0,20}|streaming|quote|chat-problem|bug|question",
        texts in proptest::collection::vec(".{0,300}", 6),
        field in "[a-z_]{0,12}|symptoms|account_number|where",
    ) {
        let (desk, _) = &DESKS[which];
        let draft = Draft {
            topic,
            email: texts[0].clone(),
            name: texts[1].clone(),
            subject: texts[2].clone(),
            description: texts[3].clone(),
            fields: [(field, vec![texts[4].clone()])].into(),
            cc: vec![texts[5].clone()],
            ..Draft::default()
        };
        match draft.check(desk) {
            Ok(new) => prop_assert!(!new.subject.as_str().chars().any(char::is_control)),
            Err(mistakes) => prop_assert!(!mistakes.is_empty() && mistakes.iter().all(|m| !m.field.is_empty())),
        }
    }
}

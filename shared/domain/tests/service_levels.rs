//! Service levels, compared with a simple reference that knows the events alone and the clock on the wall.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use docket_domain::Prose;
use docket_domain::TicketId;
use docket_domain::actor::{Actor, Rank};
use docket_domain::clock::{ClockState, Clocks, Metric, Reading, SpanKind};
use docket_domain::desk::{Desk, Phase, displaced};
use docket_domain::form::Draft;
use docket_domain::ticket::{Change, Command, Customer, Details, Event, Ticket, open};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::sync::LazyLock;

const DESK: &str = r#"
id = "demo"
name = "Demo"
ticket_prefix = "DEMO"
languages = ["en"]
time_zone = "Europe/Berlin"
default_priority = "low"

[hours]
monday = ["09:00-12:30", "13:00-17:00"]
tuesday = ["09:00-17:00"]
wednesday = ["09:00-24:00"]
thursday = ["00:00-03:00", "09:00-17:00"]
sunday = ["01:30-04:00"]
holidays = ["2026-03-30"]

[[calendars]]
id = "night"
time_zone = "America/New_York"
hours = { saturday = ["00:00-24:00"], sunday = ["00:00-24:00"], friday = ["22:00-24:00"] }

[[categories]]
id = "all"
label = "Everything"

[[topics]]
id = "question"
category = "all"
label = "A question"
priority = "optional"

[[topics]]
id = "other"
category = "all"
label = "Another one"
priority = "optional"

[[priorities]]
id = "high"
label = "High"

[[priorities]]
id = "low"
label = "Low"

[[statuses]]
id = "new"
label = "New"
agent_help = "New."
phase = "open"

[[statuses]]
id = "busy"
label = "Busy"
agent_help = "Busy."
phase = "open"

[[statuses]]
id = "asked"
label = "Asked"
phase = "waiting"

[[statuses]]
id = "parked"
label = "Parked"
agent_help = "Parked."
phase = "held"

[[statuses]]
id = "done"
label = "Done"
phase = "done"

[workflow]
initial = "new"

[[moves]]
from = "any"
to = "new"
by = ["agent", "requester"]

[[moves]]
from = "any"
to = "busy"
by = ["agent"]

[[moves]]
from = "any"
to = "asked"
by = ["agent"]

[[moves]]
from = "any"
to = "parked"
by = ["agent"]

[[moves]]
from = "any"
to = "done"
by = ["agent", "requester"]

[[reactions]]
on = "requester_comment"
from = ["asked"]
to = "busy"

[[contracts]]
id = "gold"
label = "Gold"
domains = ["gold.example.com"]

[[people]]
email = "agent@example.com"
name = "Agent"
role = "agent"

[[service_levels]]
id = "gold"
label = "Gold"
contracts = ["gold"]
first_response = { high = "PT45M" }
next_response = { high = "PT2H", any = "PT3H" }
resolution = { any = "PT30H" }
hours = "always"
pauses = ["waiting", "held"]
remind_before = "PT30M"

[[service_levels]]
id = "night"
label = "Night"
topics = ["other"]
first_response = { any = "PT1H30M" }
resolution = { any = "PT20H" }
calendar = "night"
pauses = []
remind_before = "PT1H"

[[service_levels]]
id = "standard"
label = "Standard"
first_response = { high = "PT1H", any = "PT4H" }
next_response = { any = "PT8H" }
resolution = { high = "PT16H", any = "PT40H" }
remind_before = "PT45M"
"#;

static DESK_READ: LazyLock<Desk> = LazyLock::new(|| Desk::parse(DESK).unwrap());

/// The first instant of the time that is looked at. Clocks change in both zones within it.
static START: LazyLock<Timestamp> = LazyLock::new(|| "2026-02-20T00:00Z".parse().unwrap());
const MINUTES: i64 = 120 * 24 * 60;

/// Hours as a reference: the open milliseconds before each minute.
struct Wall {
    sums: Vec<i64>,
}

/// The open minutes of a week, Monday first.
type Week = [&'static [(i16, i16)]; 7];

impl Wall {
    fn of(zone: &str, week: Week, holidays: &[&str]) -> Self {
        let zone = TimeZone::get(zone).unwrap();
        let mut sums = vec![0];
        for minute in 0..MINUTES {
            let wall = (*START + SignedDuration::from_mins(minute)).to_zoned_datetime(zone.clone());
            let day = usize::from(wall.weekday().to_monday_zero_offset().unsigned_abs());
            let at = i16::from(wall.hour()) * 60 + i16::from(wall.minute());
            let is_open = week[day]
                .iter()
                .any(|(from, until)| (*from..*until).contains(&at))
                && !holidays.contains(&wall.date().to_string().as_str());
            sums.push(sums.last().unwrap() + if is_open { 60_000 } else { 0 });
        }
        Self { sums }
    }

    /// The open milliseconds from the first instant to this one.
    fn until(&self, at: i64) -> i64 {
        let minute = usize::try_from(at / 60_000).unwrap();
        let is_open = self.sums[minute + 1] > self.sums[minute];
        self.sums[minute] + if is_open { at % 60_000 } else { 0 }
    }

    /// The first instant at which so much has been open.
    fn reaching(&self, sum: i64, from: i64) -> Option<i64> {
        if self.until(from) >= sum {
            return Some(from);
        }
        let minute = self.sums.partition_point(|open| *open < sum);
        (minute < self.sums.len())
            .then(|| i64::try_from(minute - 1).unwrap() * 60_000 + sum - self.sums[minute - 1])
    }
}

static OFFICE: LazyLock<Wall> = LazyLock::new(|| {
    let week: Week = [
        &[(540, 750), (780, 1020)],
        &[(540, 1020)],
        &[(540, 1440)],
        &[(0, 180), (540, 1020)],
        &[],
        &[],
        &[(90, 240)],
    ];
    Wall::of("Europe/Berlin", week, &["2026-03-30"])
});
static NIGHT: LazyLock<Wall> = LazyLock::new(|| {
    let week: Week = [
        &[],
        &[],
        &[],
        &[],
        &[(1320, 1440)],
        &[(0, 1440)],
        &[(0, 1440)],
    ];
    Wall::of("America/New_York", week, &[])
});
static ALWAYS: LazyLock<Wall> = LazyLock::new(|| Wall::of("UTC", [&[(0, 1440)]; 7], &[]));

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What a level says of a metric: the wall, the phases that pause it, the target and the reminder.
type Promise = (&'static Wall, &'static [&'static str], i64, i64);

/// The promises of the desk file above, as a person reads them.
fn promise(metric: Metric, topic: &str, high: bool, gold: bool) -> Option<Promise> {
    use Metric::{FirstResponse, NextResponse, Resolution};
    let waiting: &[&str] = &["asked", "done"];
    let both: &[&str] = &["asked", "parked", "done"];
    Some(match (metric, gold, topic, high) {
        (FirstResponse, true, _, true) => (&ALWAYS, both, 45 * MINUTE, 30 * MINUTE),
        (NextResponse, true, _, true) => (&ALWAYS, both, 2 * HOUR, 30 * MINUTE),
        (NextResponse, true, _, false) => (&ALWAYS, both, 3 * HOUR, 30 * MINUTE),
        (Resolution, true, _, _) => (&ALWAYS, both, 30 * HOUR, 30 * MINUTE),
        (FirstResponse, _, "other", _) => (&NIGHT, &["done"], 90 * MINUTE, HOUR),
        (Resolution, _, "other", _) => (&NIGHT, &["done"], 20 * HOUR, HOUR),
        (FirstResponse, _, _, true) => (&OFFICE, waiting, HOUR, 45 * MINUTE),
        (FirstResponse, _, _, false) => (&OFFICE, waiting, 4 * HOUR, 45 * MINUTE),
        (NextResponse, ..) => (&OFFICE, waiting, 8 * HOUR, 45 * MINUTE),
        (Resolution, _, _, true) => (&OFFICE, waiting, 16 * HOUR, 45 * MINUTE),
        (Resolution, _, _, false) => (&OFFICE, waiting, 40 * HOUR, 45 * MINUTE),
    })
}

/// A promise, so that two can be told from each other.
fn said(promise: Option<Promise>) -> Option<(usize, &'static [&'static str], i64, i64)> {
    let (wall, pauses, target, remind) = promise?;
    Some((std::ptr::from_ref(wall).addr(), pauses, target, remind))
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond() - START.as_millisecond()
}

fn instant(at: i64) -> Timestamp {
    *START + SignedDuration::from_millis(at)
}

/// What the events alone say of a metric at an instant.
#[derive(Debug)]
struct Expected {
    start: i64,
    counted: i64,
    fulfilled_at: Option<i64>,
    target_at: Option<i64>,
    remind_at: Option<i64>,
    state: ClockState,
    reminded: bool,
    breached: bool,
}

/// Who wrote for people to read.
fn writes(event: &Event) -> bool {
    match &event.change {
        Change::Commented { internal, .. } => !internal,
        Change::StatusChanged { comment, .. } => comment.is_some(),
        _ => false,
    }
}

/// What a clock shows, whatever was recorded of it, and the event with which it began.
fn raw(metric: Metric, timeline: &[Event], now: i64) -> Option<(Expected, u64)> {
    let mut begun = 1;
    let (wall, pauses, target, remind) = promised(metric, timeline)?;
    let answers = || {
        timeline
            .iter()
            .filter(|event| event.actor.is_staff() && writes(event))
    };
    let first = answers().map(|event| event.sequence).next();
    // Statuses with their beginnings.
    let mut statuses = vec![("new".to_owned(), millis(timeline[0].at))];
    for event in timeline {
        if let Change::StatusChanged { to, .. } = &event.change {
            statuses.push((to.to_string(), millis(event.at)));
        }
    }
    // Of a question, only what was recorded since it was asked counts.
    let (start, fulfilled_at) = match metric {
        Metric::FirstResponse => {
            let at = answers().map(|event| millis(event.at)).next();
            (millis(timeline[0].at), at)
        }
        Metric::NextResponse => {
            let mut question = None;
            for event in timeline.iter().filter(|event| writes(event)) {
                let is_staff = event.actor.is_staff();
                question = match question {
                    Some((asked, None)) if is_staff => Some((asked, Some(millis(event.at)))),
                    None | Some((_, Some(_)))
                        if !is_staff && first.is_some_and(|first| first < event.sequence) =>
                    {
                        begun = begun.max(event.sequence);
                        Some((millis(event.at), None))
                    }
                    question => question,
                };
            }
            question?
        }
        Metric::Resolution => {
            let trailing = statuses
                .iter()
                .rev()
                .take_while(|(status, _)| status == "done");
            (millis(timeline[0].at), trailing.last().map(|(_, at)| *at))
        }
    };
    let end = fulfilled_at.unwrap_or(now);
    let (mut counted, mut target_at, mut remind_at) = (0, None, None);
    let mut is_paused = false;
    for (index, (status, from)) in statuses.iter().enumerate() {
        let next = statuses.get(index + 1).map(|(_, at)| *at);
        let goes_on = next.is_none() && fulfilled_at.is_none();
        let from = (*from).max(start);
        let until = next
            .unwrap_or(i64::MAX)
            .min(if goes_on { end.max(from) } else { end });
        let counts = !pauses.contains(&status.as_str());
        if goes_on {
            is_paused = !counts;
        }
        if !counts || until < from || (until == from && !goes_on) {
            continue;
        }
        let open = wall.until(until) - wall.until(from);
        for (after, at) in [(target, &mut target_at), (target - remind, &mut remind_at)] {
            if at.is_none() && (goes_on || counted + open >= after) {
                *at = wall.reaching(wall.until(from) + after - counted, from);
            }
        }
        counted += open;
    }
    let state = match target_at {
        Some(target) if end > target => ClockState::Breached,
        _ if fulfilled_at.is_some() => ClockState::Met,
        _ if is_paused => ClockState::Paused,
        _ => ClockState::Running,
    };
    let expected = Expected {
        start,
        counted,
        fulfilled_at,
        target_at,
        remind_at,
        state,
        reminded: false,
        breached: false,
    };
    Some((expected, begun))
}

/// The promise of a metric after these events. A correction holds from the start.
fn promised(metric: Metric, timeline: &[Event]) -> Option<Promise> {
    let Change::Opened(opening) = &timeline[0].change else {
        panic!("a timeline begins with an opening");
    };
    let mut priority = opening.priority.as_ref();
    let mut topic = &opening.topic;
    for event in timeline {
        if let Change::DetailsChanged {
            topic: other,
            priority: own,
            ..
        } = &event.change
        {
            topic = other.as_ref().map_or(topic, |other| &other.to);
            priority = own.as_ref().map(|own| &own.to).or(priority);
        }
    }
    let high = priority.is_some_and(|it| it.as_str() == "high");
    let gold = opening.requester.email.domain() == "gold.example.com";
    promise(metric, topic.as_str(), high, gold)
}

fn expected(metric: Metric, timeline: &[Event], now: i64) -> Option<Expected> {
    let (raw, mut begun) = raw(metric, timeline, now)?;
    // What was recorded of another promise counts no more, unless the target of this one had passed as well.
    for (index, event) in timeline.iter().enumerate().skip(1) {
        let (before, after) = (&timeline[..index], &timeline[..=index]);
        if !matches!(event.change, Change::DetailsChanged { .. })
            || said(promised(metric, before)) == said(promised(metric, after))
        {
            continue;
        }
        let at = millis(event.at);
        let target_at = self::raw(metric, after, at).and_then(|(raw, _)| raw.target_at);
        if target_at.is_none_or(|target| target >= at) {
            begun = begun.max(event.sequence);
        }
    }
    let recorded = timeline.iter().filter(|event| event.sequence > begun);
    let (mut reminded, mut breached) = (false, None);
    for event in recorded {
        match &event.change {
            Change::ServiceLevelReminded { metric: of, .. } if *of == metric => reminded = true,
            Change::ServiceLevelBreached {
                metric: of,
                target_at,
                ..
            } if *of == metric => {
                breached = Some(millis(*target_at));
            }
            _ => {}
        }
    }
    let state = match breached {
        Some(_) => ClockState::Breached,
        None => raw.state,
    };
    Some(Expected {
        target_at: breached.or(raw.target_at),
        state,
        reminded,
        breached: breached.is_some(),
        ..raw
    })
}

/// The records that are due: of targets that have passed, and, for the sweep alone, of those that are near.
fn due(timeline: &[Event], now: i64, is_sweep: bool) -> Vec<(Metric, bool)> {
    let mut due = Vec::new();
    for metric in Metric::ALL {
        let Some(it) = expected(metric, timeline, now) else {
            continue;
        };
        let Some(target) = it.target_at.filter(|_| !it.breached) else {
            continue;
        };
        if it.fulfilled_at.is_some_and(|at| at <= target) {
            continue;
        }
        let is_near =
            it.remind_at.is_some_and(|at| at <= now) && it.fulfilled_at.is_none() && !it.reminded;
        if now > target {
            due.push((metric, true));
        } else if is_sweep && is_near {
            due.push((metric, false));
        }
    }
    due.sort();
    due
}

/// The earliest instant at which the sweep has something to record.
fn next_due(timeline: &[Event], now: i64) -> Option<i64> {
    let all = Metric::ALL.into_iter().filter_map(|metric| {
        let it = expected(metric, timeline, now)?;
        let target = it.target_at.filter(|_| !it.breached)?;
        match it.fulfilled_at {
            Some(at) if at <= target => None,
            Some(_) => Some(target + 1),
            None if it.reminded => Some(target + 1),
            None => it.remind_at.map(|at| at.min(target + 1)),
        }
    });
    all.min()
}

#[derive(Debug, Clone)]
struct Step {
    act: u8,
    milliseconds: i64,
}

fn history() -> impl Strategy<Value = (u8, Vec<Step>)> {
    // Mostly hours, and now and then days; sometimes at once.
    let pause = prop_oneof![
        4 => 0..2 * HOUR,
        3 => 0..12 * HOUR,
        1 => 0..60 * HOUR,
        1 => Just(0_i64),
        1 => (0..8_i64).prop_map(|quarters| quarters * 15 * MINUTE),
    ];
    let step = (0..14_u8, pause).prop_map(|(act, milliseconds)| Step { act, milliseconds });
    let short = proptest::collection::vec(step.clone(), 0..25);
    // Long enough for a ticket to forget its first statuses.
    let quick = (0..14_u8, 0..HOUR).prop_map(|(act, milliseconds)| Step { act, milliseconds });
    let long = proptest::collection::vec(quick, 70..140);
    (0..8_u8, prop_oneof![9 => short, 1 => long])
}

fn follow(kind: u8, steps: &[Step]) -> Result<(), TestCaseError> {
    let desk = &*DESK_READ;
    let mut now = 10 * 24 * HOUR + i64::from(kind) * 1_234_567;
    let email = if kind & 1 == 0 {
        "a@gold.example.com"
    } else {
        "a@example.com"
    };
    let draft = Draft {
        topic: if kind & 2 == 0 { "question" } else { "other" }.to_owned(),
        priority: if kind & 4 == 0 { "high" } else { "low" }.to_owned(),
        email: email.to_owned(),
        subject: "Subject".to_owned(),
        description: "Description".to_owned(),
        ..Draft::default()
    };
    let new = draft.check(desk).unwrap();
    let contract = desk.contract_for(None, &new.requester.email);
    let customer = Customer {
        company: None,
        contract: contract.map(|contract| (*contract.id).clone()),
    };
    let id = TicketId::new(desk.ticket_prefix.clone(), 1).unwrap();
    let mut timeline = vec![open(new, customer, id, desk, instant(now))];
    let mut ticket = Ticket::opened(&timeline[0]).unwrap();
    check(desk, &ticket, &timeline, now)?;
    for step in steps {
        now += step.milliseconds;
        let agent = Actor::Agent {
            email: "agent@example.com".parse().unwrap(),
            name: "Agent".to_owned(),
            rank: Rank::Agent,
        };
        let requester = Actor::Requester(ticket.requester.clone());
        let words = || Prose::new("Words", 100).unwrap();
        let to = |status: &str, comment: bool| Command::ChangeStatus {
            to: status.parse().unwrap(),
            comment: comment.then(words),
        };
        let say = |internal| Command::Comment {
            body: words(),
            internal,
        };
        let (actor, command) = match step.act {
            0 => (agent, say(false)),
            1 => (agent, say(true)),
            2 | 3 => (requester, say(false)),
            4 => (agent, to("busy", false)),
            5 => (agent, to("asked", true)),
            6 => (agent, to("parked", false)),
            7 => (agent, to("done", false)),
            8 => (requester, to("new", true)),
            9 => (agent, to("asked", false)),
            // What counted before the statuses that are kept, was counted as it was promised then.
            10 if timeline.len() < 40 => (
                agent,
                Command::ChangeDetails(Details {
                    topic: (step.milliseconds % 3 == 0).then(|| "other".parse().unwrap()),
                    priority: Some(
                        if step.milliseconds % 2 == 0 {
                            "high"
                        } else {
                            "low"
                        }
                        .parse()
                        .unwrap(),
                    ),
                    impact: None,
                }),
            ),
            _ => (Actor::System, Command::RunTimers),
        };
        let is_sweep = command == Command::RunTimers;
        let Ok(events) = ticket.decide(&command, desk, &actor, instant(now)) else {
            continue;
        };
        let mut recorded: Vec<(Metric, bool)> = events
            .iter()
            .filter_map(|event| match event.change {
                Change::ServiceLevelBreached { metric, .. } => Some((metric, true)),
                Change::ServiceLevelReminded { metric, .. } => Some((metric, false)),
                _ => None,
            })
            .collect();
        recorded.sort();
        // Whoever does nothing records nothing.
        if is_sweep || !events.is_empty() {
            prop_assert_eq!(recorded, due(&timeline, now, is_sweep));
        }
        for event in events {
            if let Change::ServiceLevelBreached { .. } | Change::ServiceLevelReminded { .. } =
                event.change
            {
                prop_assert_eq!(&event.actor, &Actor::System);
            }
            ticket = ticket.apply(&event).unwrap();
            timeline.push(event);
        }
        check(desk, &ticket, &timeline, now)?;
    }
    prop_assert_eq!(Ticket::replay(&timeline).unwrap(), Some(ticket.clone()));
    let stored = serde_json::to_string(&ticket).unwrap();
    prop_assert!(
        stored.len() < 9_000,
        "a ticket does not grow with its age: {}",
        stored.len()
    );
    prop_assert_eq!(serde_json::from_str::<Ticket>(&stored).unwrap(), ticket);
    Ok(())
}

fn check(desk: &Desk, ticket: &Ticket, timeline: &[Event], now: i64) -> Result<(), TestCaseError> {
    // At once, and as time goes on without an event.
    for later in [0, 1, 17 * MINUTE, 5 * HOUR, 30 * HOUR, 5 * 24 * HOUR] {
        let now = now + later;
        let readings = desk.readings(&ticket.course(), instant(now));
        for metric in Metric::ALL {
            let reading = readings.iter().find(|reading| reading.metric == metric);
            let expected = expected(metric, timeline, now);
            let (Some(reading), Some(expected)) = (reading, &expected) else {
                prop_assert!(
                    reading.is_none() && expected.is_none(),
                    "{metric}: {expected:?}"
                );
                continue;
            };
            prop_assert_eq!(millis(reading.started_at), expected.start, "{}", metric);
            prop_assert_eq!(
                reading.counted,
                SignedDuration::from_millis(expected.counted),
                "{}",
                metric
            );
            // A ticket that has had very many statuses may have forgotten when the target of what was met would have passed.
            let is_old = timeline.len() > Clocks::KEPT && expected.state == ClockState::Met;
            let is_forgotten = is_old && reading.target_at.is_none();
            prop_assert!(
                is_forgotten || reading.target_at.map(millis) == expected.target_at,
                "{}",
                metric
            );
            prop_assert_eq!(
                reading.fulfilled_at.map(millis),
                expected.fulfilled_at,
                "{}",
                metric
            );
            prop_assert_eq!(reading.state, expected.state, "{}", metric);
            prop_assert_eq!(reading.is_reminded, expected.reminded, "{}", metric);
            prop_assert_eq!(reading.is_breach_recorded, expected.breached, "{}", metric);
            if expected.fulfilled_at.is_none() && !expected.reminded {
                prop_assert_eq!(
                    reading.remind_at.map(millis),
                    expected.remind_at,
                    "{}",
                    metric
                );
            }
            // The spans lie beside each other, and say what counted.
            for pair in reading.spans.windows(2) {
                prop_assert_eq!(pair[0].time.until, pair[1].time.from);
                prop_assert!(pair[0].kind != pair[1].kind);
            }
            prop_assert!(reading.spans.len() <= Reading::SHOWN);
            let counted = reading
                .spans
                .iter()
                .filter(|span| span.kind == SpanKind::Counted);
            let sum = counted.fold(reading.counted_before, |sum, span| sum + span.time.length());
            prop_assert_eq!(sum, reading.counted);
            if let Some(last) = reading.spans.last() {
                prop_assert_eq!(
                    last.time.until,
                    reading.fulfilled_at.unwrap_or(instant(now))
                );
            }
        }
    }
    let due_at = ticket.placement(desk).due_at.map(millis);
    prop_assert_eq!(due_at, next_due(timeline, now));
    Ok(())
}

fn agent() -> Actor {
    Actor::Agent {
        email: "agent@example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    }
}

fn words(text: &str) -> Command {
    Command::Comment {
        body: Prose::new(text, 100).unwrap(),
        internal: false,
    }
}

/// A ticket of a customer without a contract.
fn opened(at: Timestamp) -> Ticket {
    let desk = &*DESK_READ;
    let draft = Draft {
        topic: "question".to_owned(),
        email: "a@example.com".to_owned(),
        subject: "Subject".to_owned(),
        description: "Description".to_owned(),
        ..Draft::default()
    };
    let id = TicketId::new(desk.ticket_prefix.clone(), 1).unwrap();
    let new = draft.check(desk).unwrap();
    Ticket::opened(&open(new, Customer::default(), id, desk, at)).unwrap()
}

fn after(ticket: Ticket, command: &Command, actor: &Actor, at: Timestamp) -> Ticket {
    let events = ticket.decide(command, &DESK_READ, actor, at).unwrap();
    events
        .iter()
        .fold(ticket, |ticket, event| ticket.apply(event).unwrap())
}

fn shown(ticket: &Ticket, metric: Metric, at: Timestamp) -> Option<ClockState> {
    let readings = DESK_READ.readings(&ticket.course(), at);
    readings
        .iter()
        .find(|it| it.metric == metric)
        .map(|it| it.state)
}

/// An item of the format before clocks says that the desk has answered, and not when.
#[test]
fn a_ticket_of_an_earlier_version_gets_no_false_breach() {
    let start: Timestamp = "2026-03-02T10:00+01".parse().unwrap();
    let answered = after(opened(start), &words("Hello"), &agent(), start);
    let mut stored = serde_json::to_value(&answered).unwrap();
    stored.as_object_mut().unwrap().remove("clocks");
    let ticket: Ticket = serde_json::from_value(stored).unwrap();
    let later = start + SignedDuration::from_hours(30 * 24);
    assert_eq!(shown(&ticket, Metric::FirstResponse, later), None);
    let ticket = after(ticket, &words("Still there?"), &agent(), later);
    assert_eq!(shown(&ticket, Metric::FirstResponse, later), None);
    // What is asked from then on has a clock, also before the desk writes again.
    let requester = Actor::Requester(ticket.requester.clone());
    let ticket = after(ticket, &words("Yes"), &requester, later);
    assert_eq!(
        shown(&ticket, Metric::NextResponse, later),
        Some(ClockState::Running)
    );
}

#[test]
fn an_opener_s_words_ask_for_no_answer() {
    let start: Timestamp = "2026-03-02T10:00+01".parse().unwrap();
    let ticket = after(opened(start), &words("Hello"), &agent(), start);
    let opener = Actor::Opener(ticket.requester.clone());
    let ticket = after(ticket, &words("And now?"), &opener, start);
    assert_eq!(shown(&ticket, Metric::NextResponse, start), None);
}

#[test]
fn a_desk_file_that_moves_clocks_displaces_the_tickets_that_are_not_done() {
    let is_displaced = |other: &str| {
        let other = Desk::parse(other).unwrap();
        let found = displaced(&DESK_READ, &other);
        assert!(!found.clocks || found.phases(&DESK_READ).contains(&Phase::Held));
        found.clocks
    };
    assert!(!is_displaced(DESK));
    assert!(!is_displaced(
        &DESK.replace("name = \"Demo\"", "name = \"Another\"")
    ));
    for (from, to) in [
        ("\"PT8H\"", "\"PT7H\""),
        ("2026-03-30", "2026-03-31"),
        ("America/New_York", "America/Chicago"),
        ("Europe/Berlin", "Europe/Lisbon"),
        (
            "id = \"asked\"\nlabel = \"Asked\"\nphase = \"waiting\"",
            "id = \"asked\"\nlabel = \"Asked\"\nphase = \"open\"",
        ),
    ] {
        let other = DESK.replace(from, to);
        assert!(other != DESK && is_displaced(&other), "{to}");
    }
}

/// Each mistake of a service level or a calendar names its line and says what to write.
#[test]
fn mistakes_of_service_levels_are_told() {
    let level =
        |lines: &str| format!("{DESK}\n[[service_levels]]\nid = \"new\"\nlabel = \"New\"\n{lines}");
    for (file, told) in [
        (level(""), "promises nothing"),
        (level("resolution = {}"), "promises nothing"),
        (level("resolution = { urgent = \"PT1H\" }"), "there is no priority `urgent`: write `any` or one of `high`, `low`"),
        (level("resolution = { any = \"PT0S\" }"), "a minute at least"),
        (level("resolution = { any = \"1 hour\" }"), "ISO 8601"),
        (level("contracts = [\"platinum\"]\nresolution = { any = \"PT1H\" }"), "there is no contract `platinum`"),
        (level("topics = [\"nothing\"]\nresolution = { any = \"PT1H\" }"), "there is no topic `nothing`"),
        (level("calendar = \"day\"\nresolution = { any = \"PT1H\" }"), "there is no calendar `day`"),
        (level("calendar = \"night\"\nhours = \"always\"\nresolution = { any = \"PT1H\" }"), "leave one out"),
        (level("pauses = [\"open\"]\nresolution = { any = \"PT1H\" }"), "`waiting` or `held`"),
        (level("remind_before = \"PT1H\"\nresolution = { any = \"PT1H\" }"), "less time than each target has"),
        (level("contracts = [\"gold\"]\nfirst_response = { low = \"PT1H\" }"), "never counts, since `standard` stands before it"),
        (level("resolution = { any = \"P3660D\" }"), "not reached within two years"),
        (format!("{DESK}\n[[calendars]]\nid = \"idle\"\nhours = {{ monday = [\"09:00-10:00\"] }}"), "nothing uses the calendar `idle`"),
        (DESK.replace("hours = { saturday = [\"00:00-24:00\"], sunday = [\"00:00-24:00\"], friday = [\"22:00-24:00\"] }", "hours = {}"), "the calendar `night` is never open"),
        (DESK.replace("time_zone = \"America/New_York\"", "time_zone = \"America/Nowhere\""), "there is no time zone `America/Nowhere`"),
        (DESK.replace("\"09:00-12:30\"", "\"12:30-09:00\""), "is not a part of a day"),
        (format!("{DESK}\n[[notices]]\nwhen = \"breached\"\nstatuses = [\"done\"]\nwho = [\"agents\"]"), "`statuses` are for"),
    ] {
        let mistakes = Desk::parse(&file).unwrap_err();
        let found = mistakes.iter().find(|it| it.message.contains(told));
        assert!(found.is_some_and(|it| it.line > 1), "{told}: {mistakes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("DOCKET_LONG").is_some() { 20_000 } else { 500 }))]

    #[test]
    fn clocks_and_sweeper_equal_a_reference_that_knows_the_events_alone((kind, steps) in history()) {
        follow(kind, &steps)?;
    }
}

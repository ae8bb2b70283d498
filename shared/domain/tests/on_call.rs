//! Rotations and schedules against a minute-by-minute reference, and the course of pages.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use docket_domain::EmailAddress;
use docket_domain::actor::{Actor, Rank};
use docket_domain::desk::Desk;
use docket_domain::oncall::{
    Override, OverrideKind, Page, PageCommand, PageEvent, PageState, Roster,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: [&str; 5] = ["a", "b", "c", "lead", "admin"];

/// A desk with these tables of who is on call.
fn file(zone: &str, tables: &str) -> String {
    let people: String = PEOPLE
        .iter()
        .map(|name| {
            let role = if ["lead", "admin"].contains(name) { name } else { "agent" };
            format!("[[people]]\nemail = \"{name}@example.com\"\nname = \"{name}\"\nrole = \"{role}\"\nquiet = true\n")
        })
        .collect();
    format!(
        "id = \"demo\"\nname = \"Demo\"\nticket_prefix = \"DEMO\"\nlanguages = [\"en\"]\ntime_zone = \"{zone}\"\n\
         [hours]\nmonday = [\"09:00-17:00\"]\n[[categories]]\nid = \"all\"\nlabel = \"All\"\n\
         [[topics]]\nid = \"help\"\ncategory = \"all\"\nlabel = \"Help\"\n[[statuses]]\nid = \"open\"\nlabel = \"Open\"\nphase = \"open\"\n\
         [[statuses]]\nid = \"done\"\nlabel = \"Done\"\nphase = \"done\"\n[[moves]]\nfrom = \"any\"\nto = \"done\"\nby = [\"agent\"]\n\
         [workflow]\ninitial = \"open\"\n{people}{tables}"
    )
}

fn desk(zone: &str, tables: &str) -> Desk {
    Desk::parse(&file(zone, tables)).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

fn mistakes(tables: &str) -> String {
    let found = Desk::parse(&file("UTC", tables)).err().unwrap_or_default();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    found.join("\n")
}

fn rotation(every: &str, from: &str) -> String {
    format!(
        "[[rotations]]\nid = \"turns\"\nlabel = \"Turns\"\npeople = [\"a@example.com\", \"b@example.com\", \"c@example.com\"]\nevery = \"{every}\"\nfrom = \"{from}\"\n"
    )
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const ZONES: [&str; 7] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "UTC",
];

/// Whose turn it is: the hand-overs are made one by one, each on the clock of the zone.
fn reference(days: i64, hours: i64, from: DateTime, zone: &TimeZone, at: Timestamp) -> usize {
    let first = from.to_zoned_datetime(zone.clone()).unwrap().timestamp();
    let mut turn = 0;
    loop {
        let next = turn + 1;
        let begins = match hours {
            0 => {
                let date = from
                    .date()
                    .checked_add(jiff::Span::new().days(days * next))
                    .unwrap();
                date.to_datetime(from.time())
                    .to_zoned_datetime(zone.clone())
                    .unwrap()
                    .timestamp()
            }
            hours => first + SignedDuration::from_hours(hours * next),
        };
        if begins > at {
            return usize::try_from(turn % 3).unwrap();
        }
        turn = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_rotation_is_its_hand_overs_one_by_one(
        zone in 0..ZONES.len(),
        days in prop::option::of(1..22_i64),
        hours in 1..80_i64,
        hour in 0..24_u8,
        minute in 0..60_u8,
        after in 0..(60 * 24 * 900_i64),
    ) {
        let (days, hours) = match days { Some(days) => (days, 0), None => (0, hours) };
        let every = if hours == 0 { format!("P{days}D") } else { format!("PT{hours}H") };
        let from = format!("2010-11-03T{hour:02}:{minute:02}");
        let desk = desk(ZONES[zone], &rotation(&every, &from));
        let rotation = &desk.rotations[0];
        let start = rotation.from.0.to_zoned_datetime(desk.zone().clone()).unwrap().timestamp();
        // Minute by minute around the place, so that no edge is missed.
        for minute in 0..3 {
            let at = start + SignedDuration::from_mins(after + minute);
            let holder = rotation.holder(at, desk.zone()).unwrap();
            let wanted = reference(days, hours, rotation.from.0, desk.zone(), at);
            prop_assert_eq!(holder.as_str(), format!("{}@example.com", PEOPLE[wanted]));
            let next = rotation.next_hand_over(at, desk.zone()).unwrap();
            prop_assert!(next > at);
            let before = next - SignedDuration::from_secs(1);
            prop_assert_eq!(rotation.holder(before, desk.zone()), Some(holder));
            prop_assert_ne!(rotation.holder(next, desk.zone()), Some(holder));
        }
    }

    #[test]
    fn the_calendar_is_what_each_minute_says(
        zone in 0..ZONES.len(),
        start in 0..1_440_u32,
        length in 1..1_440_u32,
        days in prop::collection::btree_set(0..7_usize, 1..5),
        day in 0..1_500_i64,
        over in prop::collection::vec((0..4_000_i64, 1..4_000_i64, 0..3_usize, 0..4_usize), 0..4),
    ) {
        let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let days: Vec<String> = days.into_iter().map(|day| format!("\"{}\"", names[day])).collect();
        let rules = format!(
            "[[schedules]]\nid = \"s\"\nlabel = \"S\"\nrules = [{{ who = \"turns\", days = [{}], hours = [\"{}-{}\"] }}, {{ who = \"lead@example.com\", days = [\"sunday\"] }}]\n",
            days.join(", "), clock(start), clock(start + length),
        );
        let desk = desk(ZONES[zone], &(rotation("PT7H", "2009-01-01T00:30") + &rules));
        let from = at("2009-02-01T00:00:00Z") + SignedDuration::from_hours(day * 24);
        let minute = |minutes: i64| from + SignedDuration::from_mins(minutes);
        let overrides: Vec<Override> = over.into_iter().enumerate().map(|(place, (begin, length, kind, who))| {
            let person: EmailAddress = format!("{}@example.com", PEOPLE[who]).parse().unwrap();
            let with: EmailAddress = format!("{}@example.com", PEOPLE[(who + 1) % 5]).parse().unwrap();
            Override {
                id: Uuid::from_u128(place as u128),
                schedule: "s".parse().unwrap(),
                kind: match kind {
                    0 => OverrideKind::Add { person },
                    1 => OverrideKind::Remove { person },
                    _ => OverrideKind::Replace { person, with },
                },
                from: minute(begin),
                until: minute(begin + length),
                by: "lead@example.com".parse().unwrap(),
            }
        }).collect();
        let roster = Roster { desk: &desk, overrides: &overrides };
        let end = minute(3 * 24 * 60);
        let watches = roster.watches(&desk.schedules[0], from, end);
        prop_assert_eq!(watches[0].from, from);
        prop_assert_eq!(watches.last().unwrap().until, end);
        for pair in watches.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
            prop_assert_ne!(&pair[0].people, &pair[1].people);
        }
        let mut watch = watches.iter().peekable();
        for now in (0..3 * 24 * 60).map(minute) {
            while watch.peek().unwrap().until <= now {
                watch.next();
            }
            prop_assert_eq!(&watch.peek().unwrap().people, &roster.on_call(&desk.schedules[0], now), "{}", now);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A rule is its shifts, one for each day that it names: from a time of that day until one of the same day or the next, on the clock of the schedule,
    /// which need not be that of the desk.
    #[test]
    fn a_rule_is_its_shifts_day_by_day(
        zone in 0..ZONES.len(),
        of_desk in 0..ZONES.len(),
        start in 0..288_i64,
        length in 1..288_i64,
        named in prop::collection::btree_set(0..7_usize, 1..7),
        day in 0..1_500_i64,
    ) {
        let clock = |five: i64| format!("{:02}:{:02}", five * 5 / 60 % 24, five * 5 % 60);
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let days: Vec<String> = named.iter().map(|day| format!("\"{}\"", names[*day])).collect();
        let rules = format!(
            "[[schedules]]\nid = \"s\"\nlabel = \"S\"\ntime_zone = \"{}\"\nrules = [{{ who = \"a@example.com\", days = [{}], hours = [\"{}-{}\"] }}]\n",
            ZONES[zone], days.join(", "), clock(start), clock(start + length),
        );
        let desk = desk(ZONES[of_desk], &rules);
        let roster = Roster { desk: &desk, overrides: &[] };
        let own = TimeZone::get(ZONES[zone]).unwrap();
        let from = at("2009-02-01T00:00:00Z") + SignedDuration::from_hours(day * 24);
        for minute in (0..4 * 24 * 60).step_by(5) {
            let now = from + SignedDuration::from_mins(minute);
            let local = now.to_zoned_datetime(own.clone()).datetime();
            let holds = (-2..=1).any(|away| {
                let date = local.date().checked_add(jiff::Span::new().days(away)).unwrap();
                let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap();
                let begins = date.at(0, 0, 0, 0).checked_add(jiff::Span::new().minutes(start * 5)).unwrap();
                let ends = begins.checked_add(jiff::Span::new().minutes(length * 5)).unwrap();
                named.contains(&weekday) && begins <= local && local < ends
            });
            let is_on = !roster.on_call(&desk.schedules[0], now).is_empty();
            prop_assert_eq!(is_on, holds, "{} in {}", local, ZONES[zone]);
        }
    }
}

/// The days on which clocks change: a hand-over in the hour that is left out or comes twice, before it and after it. The whole day that Samoa left out in
/// 2011 is not among them: whose turn that was nobody can say.
#[test]
fn around_each_change_of_a_clock_a_rotation_is_its_hand_overs() {
    for zone in ZONES.into_iter().filter(|zone| *zone != "Pacific/Apia") {
        let own = TimeZone::get(zone).unwrap();
        let changes: Vec<Timestamp> = own
            .following(at("2010-01-01T00:00:00Z"))
            .take(4)
            .map(|change| change.timestamp())
            .collect();
        for change in changes {
            let day = change.to_zoned_datetime(own.clone()).date();
            let first = day.checked_sub(jiff::Span::new().days(8)).unwrap();
            for (every, days, hours) in [("PT12H", 0, 12), ("P1D", 1, 0), ("P1W", 7, 0)] {
                let from = first.at(2, 30, 0, 0);
                let desk = desk(
                    zone,
                    &rotation(every, &from.strftime("%Y-%m-%dT%H:%M").to_string()),
                );
                let rotation = &desk.rotations[0];
                for minute in (-26 * 60..26 * 60).step_by(5) {
                    let now = change + SignedDuration::from_mins(minute);
                    let holder = rotation.holder(now, desk.zone()).unwrap();
                    let wanted = reference(days, hours, from, desk.zone(), now);
                    let wanted = format!("{}@example.com", PEOPLE[wanted]);
                    assert_eq!(holder.as_str(), wanted, "{zone} {every} {now}");
                    let next = rotation.next_hand_over(now, desk.zone()).unwrap();
                    let before = next - SignedDuration::from_secs(1);
                    let of = |at| reference(days, hours, from, desk.zone(), at);
                    assert!(
                        next > now && of(before) == of(now) && of(next) != of(now),
                        "{zone} {every} {now}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_shift_over_midnight_is_of_the_day_on_which_it_begins() {
    let rules = "[[schedules]]\nid = \"s\"\nlabel = \"S\"\nrules = [{ who = \"a@example.com\", days = [\"friday\"], hours = [\"17:00-09:00\"] }]\n";
    let desk = desk("Europe/Berlin", rules);
    let roster = Roster {
        desk: &desk,
        overrides: &[],
    };
    let is_on = |text: &str| !roster.on_call(&desk.schedules[0], at(text)).is_empty();
    assert!(!is_on("2026-12-04T15:59:59Z") && is_on("2026-12-04T16:00:00Z"));
    assert!(is_on("2026-12-05T07:59:59Z") && !is_on("2026-12-05T08:00:00Z"));
    assert!(!is_on("2026-12-05T20:00:00Z"), "Saturday evening");
}

const POLICY: &str = "[[escalation_policies]]\nid = \"p\"\nlabel = \"P\"\nrepeat = 1\nround = \"PT30M\"\nlast_resort = [\"admin@example.com\"]\n\
    steps = [{ after = \"PT0S\", notify = [\"a@example.com\"] }, { after = \"PT10M\", notify = [\"b@example.com\", \"c@example.com\"] }]\n";

const START: &str = "2026-12-01T03:00:00Z";

/// A page with what has happened to it.
struct Played {
    desk: Desk,
    page: Page,
    events: Vec<PageEvent>,
}

impl Played {
    fn start(tables: &str) -> Self {
        let desk = desk("UTC", tables);
        let roster = Roster {
            desk: &desk,
            overrides: &[],
        };
        let (policy, ticket) = ("p".parse().unwrap(), "DEMO-1".parse().unwrap());
        let id = Uuid::from_u128(1).into();
        let (page, events) = Page::start(id, &policy, &ticket, &roster, &Actor::System, at(START));
        Self { desk, page, events }
    }

    fn run(&mut self, minutes: i64) -> usize {
        self.give(PageCommand::Run { any_open: true }, minutes)
    }

    fn give(&mut self, command: PageCommand, minutes: i64) -> usize {
        let roster = Roster {
            desk: &self.desk,
            overrides: &[],
        };
        let actor = Actor::Agent {
            email: "a@example.com".parse().unwrap(),
            name: "a".to_owned(),
            rank: Rank::Agent,
        };
        let now = at(START) + SignedDuration::from_mins(minutes);
        let events = self.page.decide(command, &roster, &actor, now).unwrap();
        for event in &events {
            self.page = self.page.clone().apply(event);
        }
        self.events.extend(events.clone());
        events.len()
    }

    /// Whom the events called, and the minute of each.
    fn calls(&self) -> Vec<(i64, String)> {
        let calls = self.events.iter().flat_map(|event| {
            let minute = event.at.duration_since(at(START)).as_mins();
            let called = event
                .contacted()
                .map(|contact| contact.to.as_ref().unwrap().local_part().to_owned());
            called.map(move |name| (minute, name)).collect::<Vec<_>>()
        });
        calls.collect()
    }
}

fn called(list: &[(i64, &str)]) -> Vec<(i64, String)> {
    list.iter()
        .map(|(minute, name)| (*minute, (*name).to_owned()))
        .collect()
}

#[test]
fn a_page_goes_through_its_rounds_to_the_last_resort() {
    let mut played = Played::start(POLICY);
    for minute in 1..200 {
        played.run(minute);
    }
    let wanted = [
        (0, "a"),
        (10, "b"),
        (10, "c"),
        (30, "a"),
        (40, "b"),
        (40, "c"),
        (60, "admin"),
    ];
    assert_eq!(played.calls(), called(&wanted));
    assert!(played.page.is_unanswered());
    assert_eq!(played.page.due_at(), None);
}

#[test]
fn who_acknowledges_ends_it_whatever_comes_later() {
    for (command, state) in [
        (PageCommand::Acknowledge, PageState::Acknowledged),
        (PageCommand::Verify, PageState::Verified),
        (PageCommand::Defer, PageState::Deferred),
        (PageCommand::Resolve, PageState::Resolved),
    ] {
        let mut played = Played::start(POLICY);
        assert_eq!(played.give(command, 5), 1);
        assert_eq!((played.page.state, played.page.due_at()), (state, None));
        for minute in 6..100 {
            assert_eq!(played.run(minute), 0);
        }
        assert_eq!(played.give(PageCommand::Acknowledge, 101), 0, "{state:?}");
        assert_eq!(played.calls(), called(&[(0, "a")]));
    }
}

#[test]
fn a_sweep_that_was_late_calls_all_that_it_missed_and_says_so() {
    let mut played = Played::start(POLICY);
    played.run(45);
    // Whoever was missed twice is called once.
    let wanted = [(0, "a"), (45, "b"), (45, "c"), (45, "a")];
    assert_eq!(played.calls(), called(&wanted));
    let late: Vec<i64> = (played.events.iter())
        .filter_map(|event| Some(event.late_by()?.as_mins()))
        .collect();
    assert_eq!(late, [35, 15, 5]);
    played.run(60);
    assert_eq!(played.calls().last().unwrap().1, "admin");
}

#[test]
fn a_step_without_anybody_is_passed_over_at_once() {
    let empty = "[[schedules]]\nid = \"s\"\nlabel = \"S\"\nrules = [{ who = \"a@example.com\", days = [\"sunday\"] }]\n";
    let second = POLICY.replace("notify = [\"a@example.com\"]", "notify = [\"s\"]");
    let played = Played::start(&format!("{empty}{second}"));
    assert_eq!(
        played.calls(),
        called(&[(0, "b"), (0, "c")]),
        "the second step at once"
    );
    let nobody = second.replace("\"b@example.com\", \"c@example.com\"", "\"s\"");
    let mut played = Played::start(&format!("{empty}{nobody}"));
    assert_eq!(played.calls(), called(&[(0, "admin")]), "everybody is away");
    // The rounds go on: somebody may come.
    for minute in 1..100 {
        played.run(minute);
    }
    assert_eq!(played.calls(), called(&[(0, "admin"), (30, "admin")]));
}

#[test]
fn tickets_that_are_done_end_the_page() {
    let mut played = Played::start(POLICY);
    played.give(PageCommand::Run { any_open: false }, 10);
    // A ticket may have joined at that instant.
    assert_eq!(played.page.state, PageState::Open);
    let policy = played.desk.policy(&played.page.policy).unwrap();
    assert!(
        !played
            .page
            .takes_in(policy, at(START) + SignedDuration::from_mins(10))
    );
    assert_eq!(
        played.page.due_at(),
        Some(at(START) + SignedDuration::from_mins(11))
    );
    played.give(PageCommand::Run { any_open: false }, 11);
    assert_eq!(played.page.state, PageState::Resolved);
    assert_eq!(played.calls(), called(&[(0, "a")]));
}

#[test]
fn people_are_contacted_again_after_the_times_that_they_set() {
    let contact = "contact = [{ channel = \"mail\" }, { channel = \"mail\", after = \"PT3M\" }]\n";
    let source = file("UTC", POLICY).replace("name = \"a\"\n", &format!("name = \"a\"\n{contact}"));
    let desk = Desk::parse(&source).unwrap();
    let mut played = Played::start(POLICY);
    let roster = Roster {
        desk: &desk,
        overrides: &[],
    };
    let (policy, ticket) = ("p".parse().unwrap(), "DEMO-1".parse().unwrap());
    let (page, events) = Page::start(
        played.page.id,
        &policy,
        &ticket,
        &roster,
        &Actor::System,
        at(START),
    );
    (played.page, played.events, played.desk) = (page, events, desk);
    for minute in 1..9 {
        played.run(minute);
    }
    assert_eq!(played.calls(), called(&[(0, "a"), (3, "a")]));
}

#[test]
fn the_policy_may_change_while_a_page_runs() {
    let mut played = Played::start(POLICY);
    played.desk = desk("UTC", "");
    played.run(10);
    assert_eq!(
        played.calls(),
        called(&[(0, "a"), (10, "admin")]),
        "without a policy, the last resort"
    );
}

#[test]
fn clocks_that_differ_put_no_event_before_another() {
    let mut played = Played::start(POLICY);
    played.give(PageCommand::Acknowledge, -1);
    assert!(
        played
            .events
            .windows(2)
            .all(|pair| pair[0].at <= pair[1].at)
    );
}

#[test]
fn a_desk_file_that_leaves_nobody_to_call_is_refused() {
    let policy = |steps: &str| {
        format!("[[escalation_policies]]\nid = \"p\"\nlabel = \"P\"\nsteps = [{steps}]\n")
    };
    let schedule =
        |rules: &str| format!("[[schedules]]\nid = \"s\"\nlabel = \"S\"\nrules = [{rules}]\n");
    let rule = "[[pages]]\nwhen = \"opened\"\npolicy = \"p\"\n";
    let step = "{ after = \"PT0S\", notify = [\"s\"] }";
    let channel =
        |kind: &str, more: &str| format!("[[channels]]\nid = \"c\"\nkind = \"{kind}\"\n{more}\n");
    let arn =
        |topic: &str| format!("topic_arn = \"arn:aws:sns:eu-central-1:123456789012:{topic}\"\n");
    for (tables, wanted) in [
        (policy(""), "it calls nobody"),
        (
            policy("{ after = \"PT0S\", notify = [] }"),
            "this step calls nobody",
        ),
        (
            policy("{ after = \"PT0S\", notify = [\"nobody\"] }"),
            "there is no `nobody` to call",
        ),
        (
            policy("{ after = \"PT0S\", notify = [\"x@example.com\"] }"),
            "there is no `x@example.com` to call",
        ),
        (
            policy(
                "{ after = \"PT5M\", notify = [\"a@example.com\"] }, { after = \"PT5M\", notify = [\"a@example.com\"] }",
            ),
            "is not called sooner",
        ),
        (
            POLICY.replace("PT30M", "PT10M"),
            "a round ends after its last step",
        ),
        (schedule(""), "nobody is ever on call"),
        (
            schedule("{ who = \"turns\" }"),
            "there is no rotation `turns`",
        ),
        (
            schedule("{ who = \"a@example.com\", days = [\"Monday\"] }"),
            "`Monday` is no day",
        ),
        (
            schedule("{ who = \"a@example.com\", hours = [\"9-17\"] }"),
            "`9-17` is no shift",
        ),
        (
            schedule("{ who = \"a@example.com\", hours = [\"09:00-09:00\"] }"),
            "ends when it begins",
        ),
        (
            rotation("P1M", "2026-01-05T09:00"),
            "is not the length of a turn",
        ),
        (
            rotation("P1DT1H", "2026-01-05T09:00"),
            "is not the length of a turn",
        ),
        (
            rotation("PT0H", "2026-01-05T09:00"),
            "is not the length of a turn",
        ),
        (
            rotation("P1D", "2026-01-05T09:00+09:00"),
            "`2026-01-05T09:00+09:00` is no time",
        ),
        (rotation("P1D", "tomorrow"), "`tomorrow` is no time"),
        (
            rotation("P1D", "2026-01-05T09:00").replace("\"b@example.com\", \"c@example.com\"", ""),
            "never hands over",
        ),
        (
            rotation("P1D", "2026-01-05T09:00") + "time_zone = \"Berlin\"\n",
            "there is no time zone `Berlin`",
        ),
        (
            "[[pages]]\nwhen = \"opened\"\n".to_owned(),
            "the rule calls nobody",
        ),
        (
            "[[pages]]\nwhen = \"opened\"\ntopics = [\"help\"]\n".to_owned(),
            "neither does this topic",
        ),
        (
            policy(step) + "[[pages]]\nwhen = \"breached\"\npolicy = \"p\"\n",
            "so no ticket misses one",
        ),
        (
            policy(step) + rule + "metrics = [\"resolution\"]\n",
            "a ticket that is opened has missed nothing",
        ),
        (
            policy(step)
                + "[[pages]]\nwhen = \"breached\"\npolicy = \"p\"\nmetrics = [\"resolution\"]\n[[service_levels]]\nid = \"l\"\nlabel = \"L\"\nfirst_response = { any = \"PT1H\" }\n",
            "no service level has a target for `resolution`",
        ),
        (
            policy(step)
                + "[[pages]]\nwhen = \"breached\"\npolicy = \"p\"\nmetrics = [\"speed\"]\n",
            "unknown variant `speed`",
        ),
        (
            "[[pages]]\nwhen = \"opened\"\npolicy = \"none\"\n".to_owned(),
            "there is no escalation policy `none`",
        ),
        // Nobody from Saturday on.
        (
            schedule(
                "{ who = \"a@example.com\", days = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\"] }",
            ) + &policy(step)
                + rule,
            "on Saturday at 00:00 none of its steps calls anybody",
        ),
        (
            rotation("P1D", "2026-01-05T09:00").replace("turns", "s")
                + &schedule("{ who = \"a@example.com\" }"),
            "has this ID",
        ),
        (channel("sns", ""), "it has no topic: write `topic_arn`"),
        (
            channel("sns", "topic_arn = \"night\""),
            "not the ARN of an SNS topic",
        ),
        (channel("sns", &(arn("night.fifo"))), "a FIFO topic"),
        (
            channel("sns", &(arn("night") + "url = \"https://example.com\"\n")),
            "has a topic alone",
        ),
        (
            channel("sns", &(arn("night") + "token_secret = \"key\"\n")),
            "has a topic alone",
        ),
        (
            channel("sns", &(arn("night") + "webhook_secret = \"key\"\n")),
            "only PagerDuty tells Docket something",
        ),
        (
            channel("slack", &(arn("night") + "url = \"https://example.com\"\n")),
            "only a channel of the kind `sns` has a topic",
        ),
        (channel("slack", ""), "it has no address"),
    ] {
        let said = mistakes(&tables);
        assert!(said.contains(wanted), "{wanted}: {said:?}\n{tables}");
    }
    assert_eq!(mistakes(&channel("sns", &arn("docket-calls-night"))), "");
    let whole = schedule("{ who = \"a@example.com\" }") + &policy(step) + rule;
    assert_eq!(mistakes(&whole), "");
    // What support does within hours need not be covered.
    let night = schedule(
        "{ who = \"a@example.com\", days = [\"monday\"], hours = [\"17:00-09:00\"] }, { who = \"a@example.com\", days = [\"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"], hours = [\"09:00-09:00\"] }",
    );
    let night = night.replace("hours = [\"09:00-09:00\"]", "hours = [\"00:00-24:00\"]");
    let night = night.replace(
        "hours = [\"17:00-09:00\"]",
        "hours = [\"17:00-24:00\", \"00:00-09:00\"]",
    );
    assert_eq!(
        mistakes(&(night + &policy(step) + rule + "hours = \"closed\"\n")),
        ""
    );
}

#[test]
fn a_ticket_that_joined_while_the_page_was_ending_is_called_for() {
    let mut played = Played::start(POLICY);
    played.give(PageCommand::Run { any_open: false }, 9);
    played.run(10);
    let wanted = [(0, "a"), (10, "b"), (10, "c")];
    assert_eq!(played.calls(), called(&wanted));
}

#[test]
fn a_step_without_anybody_wakes_no_last_resort_where_the_round_has_called_somebody() {
    let empty = "[[schedules]]\nid = \"s\"\nlabel = \"S\"\nrules = [{ who = \"a@example.com\", days = [\"sunday\"] }]\n";
    let second = POLICY.replace("\"b@example.com\", \"c@example.com\"", "\"s\"");
    let mut played = Played::start(&format!("{empty}{second}"));
    for minute in 1..100 {
        played.run(minute);
    }
    assert_eq!(
        played.calls(),
        called(&[(0, "a"), (30, "a"), (60, "admin")])
    );
}

#[test]
fn the_first_step_waits_if_it_says_so() {
    let mut played = Played::start(&POLICY.replace("PT0S", "PT5M"));
    for minute in 1..12 {
        played.run(minute);
    }
    assert_eq!(played.calls(), called(&[(5, "a"), (10, "b"), (10, "c")]));
}

#[test]
fn a_page_of_which_all_were_called_takes_in_the_tickets_of_its_surge() {
    let played = Played::start(
        "[[escalation_policies]]\nid = \"p\"\nlabel = \"P\"\nsteps = [{ after = \"PT0S\", notify = [\"a@example.com\"] }]\n",
    );
    let mut played = played;
    played.run(10);
    assert!(played.page.is_unanswered());
    let policy = played.desk.policy(&played.page.policy).unwrap();
    let takes_in = |minutes: i64| {
        played
            .page
            .takes_in(policy, at(START) + SignedDuration::from_mins(minutes))
    };
    assert!(takes_in(11) && takes_in(69) && !takes_in(71));
}

#[test]
fn who_has_left_the_desk_is_called_no_more() {
    let contact = "contact = [{ channel = \"mail\" }, { channel = \"mail\", after = \"PT3M\" }]\n";
    let source = file("UTC", POLICY).replace("name = \"a\"\n", &format!("name = \"a\"\n{contact}"));
    let desk = Desk::parse(&source).unwrap();
    let roster = Roster {
        desk: &desk,
        overrides: &[],
    };
    let (policy, ticket) = ("p".parse().unwrap(), "DEMO-1".parse().unwrap());
    let mut played = Played::start(POLICY);
    let (page, events) = Page::start(
        played.page.id,
        &policy,
        &ticket,
        &roster,
        &Actor::System,
        at(START),
    );
    (played.page, played.events) = (page, events);
    let gone = file("UTC", &POLICY.replace("a@example.com", "lead@example.com"));
    let gone = gone.replace(
        "[[people]]\nemail = \"a@example.com\"\nname = \"a\"\nrole = \"agent\"\nquiet = true\n",
        "",
    );
    played.desk = Desk::parse(&gone).unwrap();
    played.run(3);
    assert_eq!(played.calls(), called(&[(0, "a")]));
    assert_eq!(
        played.page.due_at(),
        Some(at(START) + SignedDuration::from_mins(10))
    );
}

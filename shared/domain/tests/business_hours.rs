//! Business hours, compared minute by minute with a reference that looks at the clock on the wall.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use docket_domain::clock::{BusinessHours, Interval};
use docket_domain::desk::Hours;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Both hemispheres, half-hour offsets, clocks that change by half an hour, by two hours, and at midnight, and none that change.
const ZONES: [&str; 11] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "UTC",
];

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The open parts of a day, in minutes from midnight.
type Parts = Vec<(u16, u16)>;

#[derive(Debug, Clone, Default)]
struct Office {
    week: [Parts; 7],
    holidays: Vec<Date>,
    exceptions: BTreeMap<Date, Parts>,
}

impl Office {
    fn hours(&self) -> Hours {
        let mut text = String::new();
        for (day, parts) in DAYS.iter().zip(&self.week) {
            writeln!(text, "{day} = {}", written(parts)).unwrap();
        }
        let holidays: Vec<_> = self
            .holidays
            .iter()
            .map(|date| format!("'{date}'"))
            .collect();
        writeln!(text, "holidays = [{}]\n[exceptions]", holidays.join(", ")).unwrap();
        for (date, parts) in &self.exceptions {
            writeln!(text, "{date} = {}", written(parts)).unwrap();
        }
        toml::from_str(&text).unwrap()
    }

    /// Returns `true` if the minute that begins at `at` is open.
    fn reference(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let wall = at.to_zoned_datetime(zone.clone());
        let day = usize::from(wall.weekday().to_monday_zero_offset().unsigned_abs());
        let parts = match self.exceptions.get(&wall.date()) {
            Some(own) => own,
            None if self.holidays.contains(&wall.date()) => return false,
            None => &self.week[day],
        };
        let minute =
            u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
        parts
            .iter()
            .any(|(from, until)| (*from..*until).contains(&minute))
    }
}

fn written(parts: &Parts) -> String {
    let clock = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let parts = parts
        .iter()
        .map(|(from, until)| format!("'{}-{}'", clock(from), clock(until)));
    format!("[{}]", parts.collect::<Vec<_>>().join(", "))
}

/// The instants between the minutes of a time, each with the open minutes before it.
struct Minutes {
    start: Timestamp,
    open: Vec<bool>,
    sums: Vec<i64>,
}

impl Minutes {
    fn of(office: &Office, zone: &TimeZone, start: Timestamp, count: i64) -> Self {
        let mut minutes = Self {
            start,
            open: Vec::new(),
            sums: vec![0],
        };
        for minute in 0..count {
            let is_open = office.reference(minutes.at(minute), zone);
            minutes.open.push(is_open);
            minutes
                .sums
                .push(minutes.sums.last().unwrap() + i64::from(is_open));
        }
        minutes
    }

    fn at(&self, minute: i64) -> Timestamp {
        self.start + SignedDuration::from_mins(minute)
    }

    fn spans(&self) -> Vec<Interval> {
        let mut spans: Vec<Interval> = Vec::new();
        for (minute, _) in (0..).zip(&self.open).filter(|(_, open)| **open) {
            match spans.last_mut() {
                Some(last) if last.until == self.at(minute) => last.until = self.at(minute + 1),
                _ => spans.push(Interval {
                    from: self.at(minute),
                    until: self.at(minute + 1),
                }),
            }
        }
        spans
    }

    /// Compares all answers about the time with those of the reference; `picks` says at which minutes.
    fn compare(&self, hours: &BusinessHours<'_>, picks: impl IntoIterator<Item = (u32, u32)>) {
        let count = i64::try_from(self.open.len()).unwrap();
        assert_eq!(hours.spans(self.at(0), self.at(count)), self.spans());
        let sum = |minute: i64| self.sums[usize::try_from(minute).unwrap()];
        for (first, second) in picks {
            let (a, b) = (i64::from(first) % count, i64::from(second) % (count + 1));
            let (from, until) = (self.at(a), self.at(b));
            let between = SignedDuration::from_mins((sum(b) - sum(a)).max(0));
            let between = if b < a { SignedDuration::ZERO } else { between };
            assert_eq!(
                hours.business_time_between(from, until),
                between,
                "{from} to {until}"
            );
            assert_eq!(
                hours.is_open(from),
                self.open[usize::try_from(a).unwrap()],
                "{from}"
            );
            let opening = (a..count).find(|minute| self.open[usize::try_from(*minute).unwrap()]);
            if let Some(opening) = opening {
                assert_eq!(hours.next_opening(from), Some(self.at(opening)), "{from}");
            }
            let closing = (a..count).find(|minute| !self.open[usize::try_from(*minute).unwrap()]);
            assert_eq!(
                hours.next_closing(from, self.at(count)),
                closing.map(|at| self.at(at)),
                "{from}"
            );
            // After so many open minutes, and half of one more.
            let wanted = i64::from(second) % (sum(count) - sum(a) + 1);
            let reached = (a..=count)
                .find(|minute| sum(*minute) - sum(a) >= wanted)
                .unwrap();
            let time = SignedDuration::from_mins(wanted);
            assert_eq!(
                hours.add_business_time(from, time),
                Some(self.at(reached)),
                "{from} and {time}"
            );
            let half = SignedDuration::from_secs(30);
            let next = (reached..count).find(|minute| self.open[usize::try_from(*minute).unwrap()]);
            if let Some(next) = next {
                let later = hours.add_business_time(from, time + half);
                assert_eq!(
                    later,
                    Some(self.at(next) + half),
                    "{from} and {time} and a half minute"
                );
            }
        }
    }
}

fn parts() -> impl Strategy<Value = Parts> {
    // Up to three parts, some of which meet; minutes that clocks jump over are likely.
    let minute = prop_oneof![0_u16..=1440, 0_u16..=240, Just(0_u16), Just(1440_u16)];
    let cuts = proptest::collection::btree_set(minute, 0..=6);
    (cuts, any::<bool>()).prop_map(|(cuts, touching)| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        let step = if touching { 1 } else { 2 };
        cuts.windows(2)
            .step_by(step)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    })
}

fn office() -> impl Strategy<Value = Office> {
    let dates = || (0_i64..3650).prop_map(|day| date(2020, 1, 1) + day.days());
    (
        proptest::array::uniform7(parts()),
        proptest::collection::vec(dates(), 0..20),
        proptest::collection::btree_map(dates(), parts(), 0..20),
    )
        .prop_map(|(week, holidays, exceptions)| Office {
            week,
            holidays,
            exceptions,
        })
}

fn picks() -> impl Strategy<Value = Vec<(u32, u32)>> {
    proptest::collection::vec(any::<(u32, u32)>(), 30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if long() { 2_000 } else { 60 }))]

    #[test]
    fn any_fortnight_of_ten_years(
        office in office(),
        zone in proptest::sample::select(&ZONES[..]),
        minute in 0_i64..10 * 365 * 24 * 60,
        picks in picks(),
    ) {
        let start: Timestamp = "2020-01-01T00:00Z".parse().unwrap();
        let start = start + SignedDuration::from_mins(minute);
        let zone = TimeZone::get(zone).unwrap();
        let hours = office.hours();
        let minutes = Minutes::of(&office, &zone, start, 14 * 24 * 60);
        minutes.compare(&BusinessHours::new(&hours, &zone), picks);
    }

    #[test]
    fn around_each_change_of_a_clock(
        office in office(),
        zone in proptest::sample::select(&ZONES[..]),
        which in 0_usize..20,
        picks in picks(),
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let first: Timestamp = "2020-01-01T00:00Z".parse().unwrap();
        let change = zone.following(first).nth(which).map(|change| change.timestamp());
        // February has 29 days where no clock changes.
        let change = change.unwrap_or("2024-02-29T12:00Z".parse().unwrap());
        let hours = office.hours();
        let start = change - SignedDuration::from_hours(36);
        let minutes = Minutes::of(&office, &zone, start, 3 * 24 * 60);
        minutes.compare(&BusinessHours::new(&hours, &zone), picks);
    }
}

/// `true` in a run that may take long.
fn long() -> bool {
    std::env::var_os("DOCKET_LONG").is_some()
}

#[test]
fn ten_years_minute_by_minute() {
    let office = Office {
        week: [
            vec![(540, 720), (780, 1020)],
            vec![(0, 1440)],
            vec![(0, 150), (150, 1440)],
            vec![],
            vec![(1320, 1440)],
            vec![(0, 120)],
            vec![(90, 200)],
        ],
        holidays: (2020..2030).map(|year| date(year, 12, 25)).collect(),
        exceptions: BTreeMap::from([
            (date(2024, 2, 29), vec![(0, 1440)]),
            (date(2026, 3, 29), vec![]),
        ]),
    };
    let hours = office.hours();
    let zones = if long() { &ZONES[..] } else { &ZONES[..1] };
    let start: Timestamp = "2020-01-01T00:00Z".parse().unwrap();
    for zone in zones {
        let zone = TimeZone::get(zone).unwrap();
        let days = if long() { 3653 } else { 366 };
        let minutes = Minutes::of(&office, &zone, start, days * 24 * 60);
        let picks =
            (0..200).map(|n: u32| (n.wrapping_mul(2_654_435_761), n.wrapping_mul(40_503_211)));
        minutes.compare(&BusinessHours::new(&hours, &zone), picks);
    }
}

fn berlin(text: &str) -> (Hours, TimeZone) {
    (
        toml::from_str(text).unwrap(),
        TimeZone::get("Europe/Berlin").unwrap(),
    )
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn behaviour_30_midnight_lunch_out_of_hours_and_no_time_at_all() {
    let (hours, zone) =
        berlin("monday = ['09:00-12:00', '13:00-24:00']\ntuesday = ['00:00-08:00']");
    let office = BusinessHours::new(&hours, &zone);
    let hour = SignedDuration::from_hours(1);
    // Monday 24:00 and Tuesday 0:00 are one instant, and the time goes on.
    assert_eq!(
        office.add_business_time(at("2026-11-30T23:30+01"), hour),
        Some(at("2026-12-01T00:30+01"))
    );
    assert_eq!(
        office
            .spans(at("2026-11-30T20:00+01"), at("2026-12-01T12:00+01"))
            .len(),
        1
    );
    // Over lunch.
    assert_eq!(
        office.add_business_time(at("2026-11-30T11:30+01"), hour),
        Some(at("2026-11-30T13:30+01"))
    );
    assert!(
        office.is_open(at("2026-11-30T11:59:59+01")) && !office.is_open(at("2026-11-30T12:00+01"))
    );
    // What is opened out of hours has all of its time left.
    let saturday = at("2026-11-28T15:00+01");
    assert_eq!(
        office.business_time_between(saturday, at("2026-11-30T09:00+01")),
        SignedDuration::ZERO
    );
    assert_eq!(
        office.add_business_time(saturday, hour),
        Some(at("2026-11-30T10:00+01"))
    );
    assert_eq!(
        office.add_business_time(saturday, SignedDuration::ZERO),
        Some(saturday)
    );
    assert_eq!(
        office.next_opening(saturday),
        Some(at("2026-11-30T09:00+01"))
    );
    // A time that ends when the day does ends on that evening, not on the next morning.
    assert_eq!(
        office.add_business_time(at("2026-12-01T07:00+01"), hour),
        Some(at("2026-12-01T08:00+01"))
    );
}

#[test]
fn around_the_clock_an_hour_is_an_hour() {
    let (hours, zone) = berlin("always_open = true");
    let office = BusinessHours::new(&hours, &zone);
    let from = at("2026-03-29T01:30+01");
    assert_eq!(
        office.add_business_time(from, SignedDuration::from_hours(1)),
        Some(at("2026-03-29T03:30+02"))
    );
    let year = at("2027-03-29T01:30+02");
    assert_eq!(
        office.business_time_between(from, year),
        year.duration_since(from)
    );
    assert_eq!(office.next_closing(from, year), None);
    assert_eq!(office.spans(from, year).len(), 1);
}

#[test]
fn the_end_of_all_time_is_no_fault() {
    let (hours, zone) = berlin("friday = ['09:00-17:00']");
    let office = BusinessHours::new(&hours, &zone);
    let late = at("9999-12-30T12:00Z");
    assert_eq!(
        office.add_business_time(late, SignedDuration::from_hours(100)),
        None
    );
    assert!(office.business_time_between(late, Timestamp::MAX) <= SignedDuration::from_hours(8));
    assert_eq!(office.next_opening(Timestamp::MAX), None);
    // Eight hours a week are not so many within twenty years.
    let decade = SignedDuration::from_hours(3660 * 24);
    let today = at("2026-11-30T12:00Z");
    assert_eq!(office.add_business_time(today, decade), None);
    let year = SignedDuration::from_hours(8 * 52);
    assert!(office.add_business_time(today, year).is_some());
    let (closed, zone) = berlin("holidays = ['2026-12-25']");
    let never = BusinessHours::new(&closed, &zone);
    assert_eq!(never.next_opening(at("2026-11-30T12:00Z")), None);
    let (one_day, zone) = berlin("[exceptions]\n2026-12-24 = ['09:00-13:00']");
    let once = BusinessHours::new(&one_day, &zone);
    assert_eq!(
        once.next_opening(at("2026-11-30T12:00Z")),
        Some(at("2026-12-24T09:00+01"))
    );
    assert_eq!(once.next_opening(at("2026-12-24T13:00+01")), None);
}

//! Time that counts while somebody is there: opening hours on the clock of a time zone.

use crate::desk::{Desk, Hours, OpenSpan};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

/// How far is looked ahead: some twenty years. No answer takes longer than that, whatever the hours are.
const HORIZON: SignedDuration = SignedDuration::from_hours(20 * 366 * 24);

/// Opening hours on the clock of a time zone: those of a desk, or of one of its calendars.
///
/// An instant is open when the clock on the wall shows a time in one of the day's open spans. Where a clock is set forward, what
/// it leaves out is not open time. Where it is set back, what it shows twice is open twice.
#[derive(Debug, Clone, Copy)]
pub struct BusinessHours<'d> {
    hours: &'d Hours,
    zone: &'d TimeZone,
}

/// A time without interruption. The start is included, the end is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The start.
    pub from: Timestamp,
    /// The end.
    pub until: Timestamp,
}

impl Interval {
    /// Returns its length.
    #[must_use]
    pub fn length(self) -> SignedDuration {
        self.until.duration_since(self.from)
    }

    /// Returns what it has in common with another one. `None` if that is nothing.
    fn shared(self, other: Self) -> Option<Self> {
        let shared = Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        };
        (shared.from < shared.until).then_some(shared)
    }
}

impl<'d> BusinessHours<'d> {
    /// Makes the business hours of these hours in that zone.
    #[must_use]
    pub fn new(hours: &'d Hours, zone: &'d TimeZone) -> Self {
        Self { hours, zone }
    }

    /// Returns `true` if it is open day and night, every day.
    pub(super) fn never_closes(&self) -> bool {
        self.hours.always_open
    }

    /// Returns an instant as its clock shows it.
    pub(super) fn on_its_clock(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.zone.clone())
    }

    /// Returns `true` if `at` is open.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.parts(at).next().is_some_and(|part| part.from == at)
    }

    /// Returns the first open instant that is not before `at`, which is `at` itself while it is open. `None` if there is none within
    /// twenty years.
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        self.parts(at).next().map(|part| part.from)
    }

    /// Returns the first instant after `at` that is not open, looked for up to `limit`. `None` if all until then is open.
    ///
    /// It is `at` itself if that is not open.
    #[must_use]
    pub fn next_closing(&self, at: Timestamp, limit: Timestamp) -> Option<Timestamp> {
        let mut end = at;
        for part in self.parts(at) {
            if part.from > end || end >= limit {
                break;
            }
            end = part.until;
        }
        (end < limit).then_some(end)
    }

    /// Returns the open times from one instant to another, in their order. Two that meet are one.
    #[must_use]
    pub fn spans(&self, from: Timestamp, until: Timestamp) -> Vec<Interval> {
        let mut spans: Vec<Interval> = Vec::new();
        for part in self.parts_until(from, until) {
            match spans.last_mut() {
                Some(last) if last.until == part.from => last.until = part.until,
                _ => spans.push(part),
            }
        }
        spans
    }

    /// Returns how much of the time from one instant to another is open. It is zero if the second is not after the first.
    #[must_use]
    pub fn business_time_between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let parts = self.parts_until(from, until);
        parts.fold(SignedDuration::ZERO, |sum, part| {
            sum.saturating_add(part.length())
        })
    }

    /// Returns the first instant by which so much open time has passed since `from`. `None` if there is not so much within twenty years.
    ///
    /// After no time that is `from` itself, open or not.
    ///
    /// ```
    /// # use docket_domain::clock::BusinessHours;
    /// # use jiff::{SignedDuration, tz::TimeZone};
    /// let hours = toml::from_str("friday = ['09:00-17:00']\nmonday = ['09:00-17:00']")?;
    /// let zone = TimeZone::get("Europe/Berlin")?;
    /// let office = BusinessHours::new(&hours, &zone);
    /// let friday_at_four = "2026-11-27T16:00+01".parse()?;
    /// let due = office.add_business_time(friday_at_four, SignedDuration::from_hours(2));
    /// assert_eq!(due, Some("2026-11-30T10:00+01".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn add_business_time(&self, from: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        if time <= SignedDuration::ZERO {
            return Some(from);
        }
        let mut left = time;
        for part in self.parts(from) {
            let length = part.length();
            if length >= left {
                return part.from.checked_add(left).ok();
            }
            left = left.saturating_sub(length);
        }
        None
    }

    /// Returns the open times from one instant to another. Two may meet.
    fn parts_until(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Interval> + use<'d> {
        let asked = Interval { from, until };
        let parts = self.parts(from);
        parts
            .take_while(move |part| part.from < until)
            .filter_map(move |part| part.shared(asked))
    }

    /// Returns the open times from an instant to [`HORIZON`] after it, in their order. Two may meet.
    fn parts(&self, from: Timestamp) -> impl Iterator<Item = Interval> + use<'d> {
        let this = *self;
        let horizon = from.checked_add(HORIZON).unwrap_or(Timestamp::MAX);
        let horizon = Offset::UTC.to_datetime(horizon).date();
        let last = this.hours.last_date().map(|last| last.min(horizon));
        let steady = last.map(|last| Steady::from(this.zone, from, last));
        steady.into_iter().flatten().flat_map(move |steady| {
            // Each date as the clock of this time shows it, cut to the time.
            let always = this.hours.always_open.then_some(steady.time);
            let dates = (!this.hours.always_open).then(|| steady.dates());
            let open = dates.into_iter().flatten().flat_map(move |date| {
                let spans = this.hours.on_date(date).iter();
                spans.filter_map(move |span| steady.open(date, *span))
            });
            always.into_iter().chain(open)
        })
    }
}

/// A time in which a clock has one offset from UTC.
#[derive(Debug, Clone, Copy)]
struct Steady {
    time: Interval,
    offset: Offset,
    /// The last date that is looked at.
    last: Date,
}

impl Steady {
    /// Returns the times of one offset each from an instant to the end of a date.
    fn from(zone: &TimeZone, from: Timestamp, last: Date) -> impl Iterator<Item = Self> + use<'_> {
        // A day more than the date has: whatever its offset is, it ends by then.
        let end = last.tomorrow().ok().and_then(|next| {
            let ends = next.tomorrow().ok()?.at(0, 0, 0, 0);
            Offset::UTC.to_timestamp(ends).ok()
        });
        let end = end.unwrap_or(Timestamp::MAX);
        let mut changes = zone.following(from);
        let mut next = Some((from, zone.to_offset(from)));
        std::iter::from_fn(move || {
            let (from, offset) = next.take()?;
            if from >= end {
                return None;
            }
            let until = match changes.next() {
                Some(change) => {
                    next = Some((change.timestamp(), change.offset()));
                    change.timestamp()
                }
                None => Timestamp::MAX,
            };
            let time = Interval { from, until };
            Some(Self { time, offset, last })
        })
    }

    /// Returns the dates that its clock shows, up to the last one that is looked at.
    fn dates(self) -> impl Iterator<Item = Date> {
        let first = self.offset.to_datetime(self.time.from).date();
        let last = self.offset.to_datetime(self.time.until).date();
        let last = last.min(self.last);
        std::iter::successors(Some(first), |date| date.tomorrow().ok())
            .take_while(move |date| *date <= last)
    }

    /// Returns the part of a span of a date that is in this time.
    fn open(self, date: Date, span: OpenSpan) -> Option<Interval> {
        let instant = |local: DateTime| self.offset.to_timestamp(local).ok();
        let from = instant(date.to_datetime(span.start))?;
        let end = match span.end {
            Some(end) => Some(date.to_datetime(end)),
            None => date.tomorrow().ok().map(|next| next.at(0, 0, 0, 0)),
        };
        let until = end.and_then(instant).unwrap_or(Timestamp::MAX);
        Interval { from, until }.shared(self.time)
    }
}

impl Desk {
    /// Returns the business hours of the desk.
    #[must_use]
    pub fn business_hours(&self) -> BusinessHours<'_> {
        BusinessHours::new(&self.hours, self.zone())
    }

    /// Returns `true` if the desk is open at that instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.business_hours().is_open(at)
    }
}

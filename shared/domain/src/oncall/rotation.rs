//! People who are on call in turn.

use crate::desk::{Desk, Spanned};
use crate::value::{EmailAddress, RotationId, Words, Zone};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, Timestamp, Unit};
use serde::Deserialize;

/// People who are on call in turn. It has no beginning: before its first hand-over, the turns go on backwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// The rotation's ID.
    pub id: Spanned<RotationId>,
    /// The rotation's label.
    pub label: Spanned<Words>,
    /// The addresses of its people, each one of the desk's, in the order of their turns.
    pub people: Vec<Spanned<EmailAddress>>,
    /// The length of a turn.
    pub every: Spanned<Turn>,
    /// A hand-over at which the first of the people begins, on the clock of the zone.
    pub from: Spanned<LocalTime>,
    /// The time zone of its hand-overs. `None` for the desk's own.
    #[serde(rename = "time_zone")]
    pub zone: Option<Spanned<Zone>>,
}

/// A time on the clock of some zone, such as `2026-01-05T09:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LocalTime(pub DateTime);

impl TryFrom<String> for LocalTime {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let time = DateTime::strptime("%Y-%m-%dT%H:%M", &text).map(Self);
        time.map_err(|_| {
            format!("`{text}` is no time: write date and time, such as `2026-01-05T09:00`")
        })
    }
}

/// The length of a turn, such as `PT12H`, `P1D` or `P2W`. Days and weeks are those of the calendar: a hand-over at nine is at nine in summer and in
/// winter. Hours are 60 minutes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Turn {
    /// So many hours.
    Hours(i64),
    /// So many days.
    Days(i64),
}

/// The longest turn, in days.
const MAX_DAYS: i64 = 366;

impl TryFrom<String> for Turn {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not the length of a turn: write whole hours, days or weeks, such as `PT12H`, `P1D` or `P1W`"
            )
        };
        if !text.starts_with('P') {
            return Err(wrong());
        }
        let span: Span = text.parse().map_err(|_| wrong())?;
        let (hours, days) = (i64::from(span.get_hours()), i64::from(span.get_days()));
        let days = days + 7 * i64::from(span.get_weeks());
        let is_whole = |only: Span| {
            span.compare((only, SpanRelativeTo::days_are_24_hours()))
                .is_ok_and(std::cmp::Ordering::is_eq)
        };
        match (hours, days) {
            (1.., 0) if hours <= MAX_DAYS * 24 && is_whole(Span::new().hours(hours)) => {
                Ok(Self::Hours(hours))
            }
            (0, 1..) if days <= MAX_DAYS && is_whole(Span::new().days(days)) => {
                Ok(Self::Days(days))
            }
            _ => Err(wrong()),
        }
    }
}

impl Rotation {
    /// Returns the zone of its hand-overs, on a desk with this one.
    #[must_use]
    pub fn zone<'a>(&'a self, desk: &'a TimeZone) -> &'a TimeZone {
        self.zone.as_ref().map_or(desk, |zone| zone.zone())
    }

    /// Returns whose turn it is at that instant, on a desk in this zone. Returns `None` for a rotation of nobody.
    #[must_use]
    pub fn holder(&self, at: Timestamp, desk: &TimeZone) -> Option<&EmailAddress> {
        let people = i64::try_from(self.people.len()).ok()?;
        let place = self.turn(at, desk)?.checked_rem_euclid(people)?;
        let holder = self.people.get(usize::try_from(place).ok()?)?;
        Some(holder)
    }

    /// Returns the number of hand-overs from `from` to that instant. Negative before it.
    fn turn(&self, at: Timestamp, desk: &TimeZone) -> Option<i64> {
        let zone = self.zone(desk);
        match *self.every {
            Turn::Hours(hours) => {
                let from = self
                    .from
                    .0
                    .to_zoned_datetime(zone.clone())
                    .ok()?
                    .timestamp();
                let since = at.as_second().checked_sub(from.as_second())?;
                Some(since.div_euclid(hours * 3_600))
            }
            Turn::Days(days) => {
                let today = at.to_zoned_datetime(zone.clone()).date();
                let since = self.from.0.date().until((Unit::Day, today)).ok()?;
                let hand_over = today.to_datetime(self.from.0.time());
                // A time that the clocks leave out is as much later; one that comes twice is the first.
                let hand_over = hand_over.to_zoned_datetime(zone.clone()).ok()?.timestamp();
                let since = i64::from(since.get_days()) - i64::from(at < hand_over);
                Some(since.div_euclid(days))
            }
        }
    }

    /// Returns the first hand-over after that instant. Returns `None` if there is none within time.
    #[must_use]
    pub fn next_hand_over(&self, at: Timestamp, desk: &TimeZone) -> Option<Timestamp> {
        let zone = self.zone(desk);
        let next = self.turn(at, desk)?.checked_add(1)?;
        match *self.every {
            Turn::Hours(hours) => {
                let from = self
                    .from
                    .0
                    .to_zoned_datetime(zone.clone())
                    .ok()?
                    .timestamp();
                let later = next.checked_mul(hours * 3_600)?;
                Timestamp::from_second(from.as_second().checked_add(later)?).ok()
            }
            Turn::Days(days) => {
                let later = Span::new().try_days(next.checked_mul(days)?).ok()?;
                let hand_over = self.from.0.checked_add(later).ok()?;
                Some(hand_over.to_zoned_datetime(zone.clone()).ok()?.timestamp())
            }
        }
    }
}

impl Desk {
    /// Returns the rotation with that ID.
    #[must_use]
    pub fn rotation(&self, id: &str) -> Option<&Rotation> {
        self.rotations.iter().find(|it| it.id.as_str() == id)
    }
}

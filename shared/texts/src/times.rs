//! Times, as people say them.

use crate::texts::Texts;
use docket_domain::clock::Openness;
use docket_domain::desk::Desk;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

/// The days for which a time is said as days ago. Before that, the date says more.
const DAYS: i64 = 30;

/// Writes an instant in the desk's time zone.
#[must_use]
pub fn local_time(desk: &Desk, at: Timestamp) -> String {
    let local = at.to_zoned_datetime(desk.zone().clone());
    local.strftime("%Y-%m-%d %H:%M %Z").to_string()
}

impl Texts {
    /// Says whether a desk is open, and when that changes.
    #[must_use]
    pub fn openness(&self, openness: &Openness, now: Timestamp) -> String {
        match openness {
            Openness::Always => self.get("open-always"),
            Openness::Until(Some(end)) => self.with("open-until", &[("time", &clock(end))]),
            Openness::Until(None) => self.get("open-now"),
            Openness::ClosedUntil(None) => self.get("closed-now"),
            Openness::ClosedUntil(Some(start)) => {
                let today = now.to_zoned_datetime(start.time_zone().clone()).date();
                let days = today.until(start.date()).map_or(0, |span| span.get_days());
                let day = match days {
                    0 => return self.with("closed-today", &[("time", &clock(start))]),
                    1..=6 => {
                        let number = start.weekday().to_monday_one_offset();
                        self.get(&format!("on-day-{number}"))
                    }
                    _ => {
                        let date = start.date().to_string();
                        self.with("on-date", &[("date", &date)])
                    }
                };
                self.with("closed-day", &[("day", &day), ("time", &clock(start))])
            }
        }
    }

    /// Says how long a time is, in hours and minutes, rounded to the nearest one.
    #[must_use]
    pub fn length(&self, time: SignedDuration) -> String {
        let minutes = time.abs().as_secs().saturating_add(30) / 60;
        let (hours, minutes) = (minutes / 60, minutes % 60);
        let (hour, minute) = (hours.to_string(), minutes.to_string());
        match (hours, minutes) {
            (0, _) => self.with("length-minutes", &[("minutes", &minute)]),
            (_, 0) => self.with("length-hours", &[("hours", &hour)]),
            _ => {
                let values = [("hours", &*hour), ("minutes", &*minute)];
                self.with("length-hours-minutes", &values)
            }
        }
    }

    /// Says how long ago that was. Returns `None` if it is so long ago that the date says more, or is to come.
    #[must_use]
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> Option<String> {
        let seconds = now.duration_since(at).as_secs();
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        let (text, count) = match seconds {
            ..-60 => return None,
            -60..60 => return Some(self.get("ago-now")),
            60..3600 => ("ago-minutes", minutes),
            3600..86_400 => ("ago-hours", hours),
            _ if days <= DAYS => ("ago-days", days),
            _ => return None,
        };
        Some(self.with(text, &[("count", &count.to_string())]))
    }
}

/// Writes a time of the day, with its zone: people may be in another one.
fn clock(at: &ZonedDateTime) -> String {
    at.strftime("%-H:%M %Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket_domain::Language;
    use jiff::ToSpan;

    fn english() -> &'static Texts {
        Texts::of(&Language::english())
    }

    #[test]
    fn a_desk_says_when_it_opens() {
        let thursday: ZonedDateTime = "2026-11-26T09:00[Europe/Berlin]".parse().unwrap();
        let told = |before: jiff::Span| {
            let now = thursday.checked_sub(before).unwrap().timestamp();
            english().openness(&Openness::ClosedUntil(Some(thursday.clone())), now)
        };
        assert_eq!(
            told(1.hour()),
            "Closed. We open today at 9:00 CET. Your request is saved."
        );
        assert_eq!(
            told(15.hours()),
            "Closed. We open on Thursday at 9:00 CET. Your request is saved."
        );
        assert_eq!(
            told(9.days()),
            "Closed. We open on 2026-11-26 at 9:00 CET. Your request is saved."
        );
        let open = english().openness(
            &Openness::Until(Some(thursday.clone())),
            thursday.timestamp(),
        );
        assert_eq!(open, "Open now, until 9:00 CET");
    }

    #[test]
    fn a_length_is_said_in_hours_and_minutes() {
        let told = |seconds| english().length(SignedDuration::from_secs(seconds));
        assert_eq!(
            [told(29), told(30), told(3600), told(-5430), told(90_000)],
            ["0 min", "1 min", "1 h", "1 h 31 min", "25 h"]
        );
    }

    #[test]
    fn how_long_ago_is_said_until_the_date_says_more() {
        let now: Timestamp = "2026-11-26T09:00:00Z".parse().unwrap();
        let told = |seconds: i64| {
            english().ago(
                Timestamp::from_second(now.as_second() - seconds).unwrap(),
                now,
            )
        };
        assert_eq!(told(-30).unwrap(), "just now");
        assert_eq!(told(59).unwrap(), "just now");
        assert_eq!(told(60).unwrap(), "1 min ago");
        assert_eq!(told(7_199).unwrap(), "1 h ago");
        assert_eq!(told(30 * 86_400).unwrap(), "30 d ago");
        assert_eq!((told(31 * 86_400), told(-61)), (None, None));
    }
}

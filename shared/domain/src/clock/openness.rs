//! Whether a desk is open, as people are told.

use super::business_hours::BusinessHours;
use crate::desk::Desk;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

/// Whether a desk is open, and when that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openness {
    /// It never closes.
    Always,
    /// It is open until then. `None` if that is more than a day away.
    Until(Option<ZonedDateTime>),
    /// It is closed, and opens then. `None` if that is more than a month away.
    ClosedUntil(Option<ZonedDateTime>),
}

const DAY: SignedDuration = SignedDuration::from_hours(24);
const MONTH: SignedDuration = SignedDuration::from_hours(31 * 24);

impl BusinessHours<'_> {
    /// Returns whether it is open at that instant, and when that changes.
    #[must_use]
    pub fn openness(&self, at: Timestamp) -> Openness {
        if self.never_closes() {
            return Openness::Always;
        }
        let within = |time| at.checked_add(time).unwrap_or(Timestamp::MAX);
        match self.next_opening(at) {
            Some(opening) if opening == at => {
                let closing = self.next_closing(at, within(DAY));
                Openness::Until(closing.map(|closing| self.on_its_clock(closing)))
            }
            opening => {
                let soon = opening.filter(|opening| *opening <= within(MONTH));
                Openness::ClosedUntil(soon.map(|opening| self.on_its_clock(opening)))
            }
        }
    }
}

impl Desk {
    /// Returns whether the desk is open at that instant, and when that changes.
    #[must_use]
    pub fn openness(&self, at: Timestamp) -> Openness {
        self.business_hours().openness(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn the_next_change_is_told() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let read = |text: &str| toml::from_str(text).unwrap();
        let office = read(
            "monday = ['13:00-17:00', '09:00-12:00']\nfriday = ['22:00-24:00']\nholidays = ['2026-06-01']",
        );
        let office = BusinessHours::new(&office, &zone);
        let told = |at: &str| match office.openness(at.parse().unwrap()) {
            Openness::Until(end) => format!(
                "until {}",
                end.map_or_else(|| "?".to_owned(), |end| end.strftime("%H:%M").to_string())
            ),
            Openness::ClosedUntil(start) => start.map_or_else(
                || "never".to_owned(),
                |start| start.strftime("%a %F %H:%M").to_string(),
            ),
            Openness::Always => "always".to_owned(),
        };
        assert_eq!(told("2026-07-06T08:00:00Z"), "until 12:00");
        assert_eq!(told("2026-07-06T10:30:00Z"), "Mon 2026-07-06 13:00");
        assert_eq!(told("2026-07-06T15:00:00Z"), "Fri 2026-07-10 22:00");
        assert_eq!(told("2026-07-10T21:00:00Z"), "until 00:00");
        assert_eq!(told("2026-07-06T03:00:00Z"), "Mon 2026-07-06 09:00");
        // A holiday is left out, and the hours are those of the zone, in winter as well.
        assert_eq!(told("2026-05-30T12:00:00Z"), "Fri 2026-06-05 22:00");
        assert_eq!(told("2026-12-05T12:00:00Z"), "Mon 2026-12-07 09:00");
        let at = "2026-07-06T08:00:00Z".parse().unwrap();
        let never = read("holidays = []");
        let never = BusinessHours::new(&never, &zone);
        assert_eq!(never.openness(at), Openness::ClosedUntil(None));
        let days = read(
            "monday = ['00:00-24:00']\ntuesday = ['00:00-24:00']\nwednesday = ['00:00-08:00']",
        );
        let days = BusinessHours::new(&days, &zone);
        assert_eq!(
            days.openness(at),
            Openness::Until(None),
            "for more than a day"
        );
    }
}

//! The hours by which new tickets are counted, so that a surge of them can be seen.

use crate::ticket::{Change, Event};
use crate::value::{DeskId, TopicId};
use jiff::{SignedDuration, Timestamp};

/// An hour of a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TopicHour {
    /// The desk.
    pub desk: DeskId,
    /// The topic that the tickets were opened with.
    pub topic: TopicId,
    /// The beginning of the hour, in UTC.
    pub from: Timestamp,
}

impl TopicHour {
    /// The length of an hour.
    pub const LENGTH: SignedDuration = SignedDuration::from_hours(1);

    /// Returns the hour that an event opened a ticket in. Returns `None` for any other event.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let Change::Opened(opening) = &event.change else {
            return None;
        };
        Some(Self {
            desk: event.desk.clone(),
            topic: opening.topic.clone(),
            from: Self::beginning(event.at),
        })
    }

    /// Returns the beginning of the hour of an instant.
    #[must_use]
    pub fn beginning(at: Timestamp) -> Timestamp {
        let length = Self::LENGTH.as_secs();
        let second = at.as_second() - at.as_second().rem_euclid(length);
        // An instant at the beginning of all time has no hour before it.
        Timestamp::from_second(second).unwrap_or(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_begins_before_each_of_its_instants() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for (instant, beginning) in [
            ("2026-11-30T13:00:00Z", "2026-11-30T13:00:00Z"),
            ("2026-11-30T13:59:59.999Z", "2026-11-30T13:00:00Z"),
            ("1969-12-31T23:30:00Z", "1969-12-31T23:00:00Z"),
        ] {
            assert_eq!(TopicHour::beginning(at(instant)), at(beginning));
        }
        let _ = TopicHour::beginning(Timestamp::MIN);
    }
}

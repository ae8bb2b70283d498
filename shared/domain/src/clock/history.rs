//! The statuses that a ticket had, in few bytes: they stand in every item of it.

use crate::value::StatusId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A status that a ticket had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PastStatus {
    pub(super) status: StatusId,
    pub(super) since: Timestamp,
}

/// The earlier statuses of a ticket, the oldest first. The newest [`History::KEPT`] are kept.
///
/// Stored, it is one text: `new.19ad3c2b1f0;busy.1c9;#0.2a`. Each part has the status, or `#` and the place of its first part among
/// the distinct ones, and the milliseconds since the part before, in hexadecimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct History(VecDeque<PastStatus>);

/// The error for a text that is not a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the history of a ticket's statuses")]
pub(super) struct HistoryError;

impl History {
    /// The number of statuses that are kept, so that a ticket does not grow with its age.
    pub(super) const KEPT: usize = 50;

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns `true` if the next status puts the oldest one out.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= Self::KEPT
    }

    /// Adds a status that ended, which the ticket had since then.
    pub(super) fn push(&mut self, status: StatusId, since: Timestamp) {
        if self.is_full() {
            self.0.pop_front();
        }
        self.0.push_back(PastStatus { status, since });
    }

    /// Returns `true` if its statuses are the last ones of another history.
    pub(super) fn is_end_of(&self, all: &Self) -> bool {
        self.0
            .iter()
            .rev()
            .eq(all.0.iter().rev().take(self.0.len()))
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &PastStatus> {
        self.0.iter()
    }
}

impl From<History> for String {
    fn from(history: History) -> Self {
        let mut distinct: Vec<&StatusId> = Vec::new();
        let mut last = Timestamp::UNIX_EPOCH;
        let parts = history.0.iter().map(|past| {
            let name = match distinct.iter().position(|known| **known == past.status) {
                Some(place) => format!("#{place}"),
                None => {
                    distinct.push(&past.status);
                    past.status.to_string()
                }
            };
            let later = past.since.as_millisecond() - last.as_millisecond();
            last = past.since;
            let sign = if later < 0 { "-" } else { "" };
            format!("{name}.{sign}{:x}", later.unsigned_abs())
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

impl TryFrom<String> for History {
    type Error = HistoryError;

    fn try_from(text: String) -> Result<Self, HistoryError> {
        let mut distinct: Vec<StatusId> = Vec::new();
        let mut since = Timestamp::UNIX_EPOCH;
        let mut history = VecDeque::new();
        for part in text.split(';') {
            let (name, later) = part.split_once('.').ok_or(HistoryError)?;
            let status = match name.strip_prefix('#') {
                Some(place) => {
                    let place: usize = place.parse().map_err(|_| HistoryError)?;
                    distinct.get(place).ok_or(HistoryError)?.clone()
                }
                None => {
                    let status: StatusId = name.parse().map_err(|_| HistoryError)?;
                    distinct.push(status.clone());
                    status
                }
            };
            let later = i64::from_str_radix(later, 16).map_err(|_| HistoryError)?;
            let later = SignedDuration::from_millis(later);
            since = since.checked_add(later).map_err(|_| HistoryError)?;
            history.push_back(PastStatus { status, since });
        }
        Ok(Self(history))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_short_and_reads_as_it_was() {
        let mut history = History::default();
        let mut at: Timestamp = "2026-11-30T09:00:00.123Z".parse().unwrap();
        for status in [
            "work-in-progress",
            "feedback-waiting",
            "work-in-progress",
            "done",
        ]
        .iter()
        .cycle()
        .take(60)
        {
            history.push(status.parse().unwrap(), at);
            at += SignedDuration::from_millis(86_400_007);
        }
        let text = String::from(history.clone());
        assert!(text.starts_with("work-in-progress."), "{text}");
        assert!(text.len() < 600, "{} bytes", text.len());
        assert_eq!(History::try_from(text), Ok(history));
        // Nobody writes such times, and a table that was changed by hand has them.
        let mut back = History::default();
        for second in [20, 10, -10] {
            let since = Timestamp::from_second(second).unwrap();
            back.push("new".parse().unwrap(), since);
        }
        assert_eq!(History::try_from(String::from(back.clone())), Ok(back));
        for bad in [
            "",
            "new",
            "new.",
            "#0.1",
            "new.1;#1.1",
            "New.1",
            "new.1;",
            "new.fffffffffffffff",
        ] {
            assert_eq!(
                History::try_from(bad.to_owned()),
                Err(HistoryError),
                "{bad}"
            );
        }
    }
}

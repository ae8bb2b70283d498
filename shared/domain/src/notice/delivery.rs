//! What became of a notice: sent, returned, or held back.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What became of a notice to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for what else happens to the ticket within the time of the desk's digest.
    Waiting,
    /// It is being sent, or was begun and is tried again.
    Sending,
    /// The mail service has it.
    Sent,
    /// It came back for now: the mailbox was full, or its server did not answer. The address is written to again.
    Deferred,
    /// The server of the receiver has it.
    Delivered,
    /// It came back for good: the address is written to no more.
    Bounced,
    /// The receiver calls it spam: the address is written to no more.
    Complained,
    /// The mail service refused it.
    Refused,
    /// It was held back, since mails to the address came back for good.
    Undeliverable,
    /// It was held back, since the address got as many automatic mails as the desk allows.
    TooMany,
    /// It was held back, since the receiver chose to get no such mails.
    Unwanted,
    /// It was held back, since the receiver is no longer one of those who are told.
    NotTold,
}

/// What a mail service tells later of a mail that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryReport {
    /// The server of the receiver took it.
    Delivered,
    /// It came back for now.
    Deferred,
    /// It came back for good.
    Bounced,
    /// The receiver calls it spam.
    Complained,
    /// The mail service did not send it after all.
    Refused,
}

/// A text that is no state of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no state of a delivery has this name")]
pub struct DeliveryStateError;

impl DeliveryState {
    /// All states.
    pub const ALL: [Self; 12] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Deferred,
        Self::Delivered,
        Self::Bounced,
        Self::Complained,
        Self::Refused,
        Self::Undeliverable,
        Self::TooMany,
        Self::Unwanted,
        Self::NotTold,
    ];

    /// The names of all states.
    pub const NAMES: [&str; 12] = [
        "waiting",
        "sending",
        "sent",
        "deferred",
        "delivered",
        "bounced",
        "complained",
        "refused",
        "undeliverable",
        "too_many",
        "unwanted",
        "not_told",
    ];

    /// Returns the name, as it is stored and as the API has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let place = Self::ALL.iter().position(|state| *state == self);
        let name = place.and_then(|place| Self::NAMES.get(place));
        name.copied().unwrap_or_default()
    }

    /// Returns the state after a report. Reports come in any order, and more than once: what is worse to know counts.
    #[must_use]
    pub fn after(self, report: DeliveryReport) -> Self {
        match self {
            // It was sent again since, or never.
            Self::Waiting
            | Self::Undeliverable
            | Self::TooMany
            | Self::Unwanted
            | Self::NotTold => self,
            Self::Sending
            | Self::Sent
            | Self::Deferred
            | Self::Delivered
            | Self::Bounced
            | Self::Complained
            | Self::Refused => self.max(report.state()),
        }
    }

    /// Returns `true` if the receiver has not got it, and one of the desk may have it sent again. Whoever chose to get no such mails, or calls
    /// them spam, is not written to because an agent wants it.
    #[must_use]
    pub fn can_be_sent_again(self) -> bool {
        match self {
            Self::Deferred
            | Self::Bounced
            | Self::Refused
            | Self::Undeliverable
            | Self::TooMany => true,
            Self::Waiting
            | Self::Sending
            | Self::Sent
            | Self::Delivered
            | Self::Complained
            | Self::Unwanted
            | Self::NotTold => false,
        }
    }

    /// Returns `true` if the desk ought to know: the receiver was to get it, and has not.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        self.can_be_sent_again() || self == Self::Complained
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = DeliveryStateError;
    fn from_str(text: &str) -> Result<Self, DeliveryStateError> {
        let place = Self::NAMES.iter().position(|name| *name == text);
        let state = place.and_then(|place| Self::ALL.get(place));
        state.copied().ok_or(DeliveryStateError)
    }
}

impl DeliveryReport {
    /// All reports.
    pub const ALL: [Self; 5] = [
        Self::Delivered,
        Self::Deferred,
        Self::Bounced,
        Self::Complained,
        Self::Refused,
    ];

    /// Returns the state of a mail of which this is told alone.
    #[must_use]
    pub fn state(self) -> DeliveryState {
        match self {
            Self::Delivered => DeliveryState::Delivered,
            Self::Deferred => DeliveryState::Deferred,
            Self::Bounced => DeliveryState::Bounced,
            Self::Complained => DeliveryState::Complained,
            Self::Refused => DeliveryState::Refused,
        }
    }
}

/// Returns `true` if a mail server that sends a mail back for good speaks of the address, and not of the mail, of its sender or of a full mailbox.
/// `said` are its words, of which the enhanced code counts (RFC 3463): classes 3 to 7 are about systems, routes, contents and policies. Without a
/// code, it is taken to be the address.
#[must_use]
pub fn is_about_address(said: &str) -> bool {
    let mut codes = said.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let is_enhanced = |code: &&str| code.starts_with("5.") && code.split('.').count() == 3;
    codes.find(is_enhanced).is_none_or(|code| {
        let (_, rest) = code.split_at(2);
        !matches!(rest, "2.2" | "2.3" | "2.4") && rest.starts_with(['0', '1', '2'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeliveryReport as Report;

    #[test]
    fn the_names_are_those_that_are_stored() {
        for state in DeliveryState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            let stored = serde_json::to_value(state).unwrap();
            assert_eq!(stored, state.as_str());
        }
        assert_eq!("".parse::<DeliveryState>(), Err(DeliveryStateError));
    }

    #[test]
    fn reports_may_come_in_any_order() {
        let reports = [Report::Delivered, Report::Bounced, Report::Deferred];
        for first in reports {
            for second in reports {
                let one = DeliveryState::Sent.after(first).after(second);
                let other = DeliveryState::Sent.after(second).after(first);
                assert_eq!(one, other, "{first:?}, {second:?}");
            }
        }
        let state = DeliveryState::Delivered;
        assert_eq!(state.after(Report::Deferred), state);
        assert_eq!(state.after(Report::Bounced), DeliveryState::Bounced);
    }

    #[test]
    fn what_was_not_sent_is_not_delivered() {
        for state in DeliveryState::ALL {
            let is_sent = (DeliveryState::Sending..=DeliveryState::Refused).contains(&state);
            let after = state.after(Report::Delivered);
            assert!(is_sent || after == state, "{state}");
        }
    }

    #[test]
    fn a_mail_that_is_not_wanted_is_no_address_that_is_not_there() {
        for (said, is_it) in [
            ("smtp; 550 5.1.1 user unknown", true),
            (
                "smtp; 550-5.1.1 The email account that you tried to reach does not exist",
                true,
            ),
            ("5.2.1 disabled", true),
            ("550 no such user", true),
            ("", true),
            ("smtp; 550 5.7.1 spam", false),
            ("smtp; 554 5.7.509 DMARC", false),
            ("smtp; 552 5.2.2 mailbox full", false),
            ("smtp; 552 5.3.4 message too big", false),
            (
                "smtp; 550 5.4.1 recipient address rejected: access denied",
                false,
            ),
            ("smtp; 550 5.6.0 content", false),
        ] {
            assert_eq!(is_about_address(said), is_it, "{said}");
        }
    }

    #[test]
    fn who_has_it_or_wants_none_is_not_sent_it_again() {
        for state in [
            DeliveryState::Sent,
            DeliveryState::Delivered,
            DeliveryState::Complained,
            DeliveryState::Unwanted,
            DeliveryState::Waiting,
        ] {
            assert!(!state.can_be_sent_again(), "{state}");
        }
    }
}

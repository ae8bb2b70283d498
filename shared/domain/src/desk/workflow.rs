//! The statuses of a desk, and the changes between them.

use super::spanned::Spanned;
use crate::value::{StatusId, Words};
use jiff::SignedDuration;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The meaning of a status to Docket's rules and lists. Each desk names its own statuses, and each
/// status belongs to one of these phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The desk has to act.
    Open,
    /// The requester has to answer.
    Waiting,
    /// Somebody else has to act, such as a supplier.
    Held,
    /// The ticket is finished.
    Done,
}

impl Phase {
    /// All phases, in the order in which lists show them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Waiting, Self::Held, Self::Done];

    /// The names of all phases.
    pub const NAMES: [&str; 4] = [
        Self::Open.name(),
        Self::Waiting.name(),
        Self::Held.name(),
        Self::Done.name(),
    ];

    /// Returns the phase's name in desk files and in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Done => "done",
        }
    }
}

impl FromStr for Phase {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|phase| phase.name() == text)
            .ok_or(())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A status that tickets of the desk can have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// The status's ID.
    pub id: Spanned<StatusId>,
    /// The label that people see.
    pub label: Spanned<Words>,
    /// The meaning of the status for the requester, shown on the ticket.
    pub help: Option<Spanned<Words>>,
    /// The meaning of the status for the desk's people: what they do now.
    pub agent_help: Option<Spanned<Words>>,
    /// The phase that the status belongs to.
    pub phase: Phase,
}

/// The start of the workflow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The status of a new ticket.
    pub initial: Spanned<StatusId>,
    /// The time since the last closing within which people outside the desk can take a ticket up again. After it, what they write opens
    /// another that follows it. `None` lets them do so for ever.
    pub reopen_within: Option<Spanned<Period>>,
}

/// A change of status that people may make. A change that no move allows cannot be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The statuses that the move can start from.
    pub from: Start,
    /// The status that the move leads to.
    pub to: Spanned<StatusId>,
    /// The people who may make the move.
    pub by: Spanned<Vec<Mover>>,
    /// The text on its button. The default is the label of `to`.
    pub label: Option<Spanned<Words>>,
    /// Controls the comment with the move: required, optional or none.
    #[serde(default)]
    pub comment: MoveComment,
}

/// The statuses that a move can start from.
#[derive(Debug)]
pub enum Start {
    /// Any of these statuses.
    These(Vec<Spanned<StatusId>>),
    /// Every status but the one that the move leads to.
    Any,
}

impl Start {
    /// Returns `true` if a ticket in `status` can make a move that leads to `to`. Always `false` if
    /// both are equal.
    #[must_use]
    pub fn holds(&self, status: &StatusId, to: &StatusId) -> bool {
        status != to
            && match self {
                Self::Any => true,
                Self::These(statuses) => statuses.iter().any(|from| **from == *status),
            }
    }
}

// Written by hand, since an untagged enum would lose the places of the statuses in the desk file.
impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StartVisitor;

        impl<'de> Visitor<'de> for StartVisitor {
            type Value = Start;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of statuses, or \"any\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Start, E> {
                match text {
                    "any" => Ok(Start::Any),
                    other => Err(E::invalid_value(de::Unexpected::Str(other), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Start, A::Error> {
                let mut statuses = Vec::new();
                while let Some(status) = list.next_element()? {
                    statuses.push(status);
                }
                Ok(Start::These(statuses))
            }
        }

        deserializer.deserialize_any(StartVisitor)
    }
}

/// A person who may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// The person who asked.
    Requester,
    /// Anybody who works at the desk.
    Agent,
    /// The leads of the desk only.
    Lead,
}

/// Controls whether a move takes a comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveComment {
    /// The move needs a comment.
    Required,
    /// The move may have a comment.
    #[default]
    Optional,
    /// The move takes no comment.
    None,
}

/// A change of status that a public comment causes. A public file from the requester, or from a
/// person who is copied, counts as a comment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// The author of the comment.
    pub on: Trigger,
    /// The statuses in which the reaction applies.
    pub from: Vec<Spanned<StatusId>>,
    /// The status that the reaction leads to.
    pub to: Spanned<StatusId>,
}

/// The author of the comment that causes a reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A comment from the requester, or from a person who is copied.
    RequesterComment,
    /// A public comment from the desk.
    AgentComment,
    /// Somebody of the desk is to work on the ticket, who did not before.
    Assigned,
}

/// A change of status after a time without public comments or files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutoClose {
    /// The status in which the time counts.
    pub status: Spanned<StatusId>,
    /// The time without a public comment or file, after which the status changes.
    pub after: Spanned<Period>,
    /// The time before that at which the requester is reminded. `None` reminds nobody.
    pub remind_before: Option<Spanned<Period>>,
    /// The status that the ticket then gets.
    pub to: Spanned<StatusId>,
}

/// A length of time in a desk file, in ISO 8601: `P14D`, `PT4H`. A day is 24 hours, and 3660 days
/// are the most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(SignedDuration);

impl Period {
    /// Returns the length of time.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        self.0
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a length of time: write days and hours in ISO 8601, such as `P14D` or `PT4H30M`"
            )
        };
        // `jiff` also reads words such as `14 days`. Desk files have one way to write a length.
        if !text.starts_with('P') {
            return Err(wrong());
        }
        let span: jiff::Span = text.parse().map_err(|_| wrong())?;
        let length = span
            .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
            .map_err(|_| wrong())?;
        if length.is_negative() || length.as_hours() > 24 * 3660 {
            return Err(wrong());
        }
        Ok(Self(length))
    }
}

//! A ticket's way through the desk's statuses.

use super::spanned::Spanned;
use crate::value::{StatusId, Words};
use jiff::SignedDuration;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a status means to the rules; labels are about statuses, rules about phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The desk has to do something.
    Open,
    /// The requester has to answer.
    Waiting,
    /// Somebody else has to do something.
    Held,
    /// Nothing is left to do.
    Done,
}

impl Phase {
    /// All phases, in the order in which lists show them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Waiting, Self::Held, Self::Done];

    /// Its name in desk files and in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
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

/// One of the desk's own words for where a ticket stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// Its ID.
    pub id: Spanned<StatusId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// What it means, shown on the ticket.
    pub help: Option<Spanned<Words>>,
    /// What it means to the rules.
    pub phase: Phase,
}

/// Where tickets begin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The status of a new ticket.
    pub initial: Spanned<StatusId>,
}

/// A change of status that somebody may make. What is not listed, nobody may.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Where it may start.
    pub from: Start,
    /// Where it ends.
    pub to: Spanned<StatusId>,
    /// Who may make it.
    pub by: Spanned<Vec<Mover>>,
    /// The words on its button.
    pub label: Option<Spanned<Words>>,
    /// Whether it carries a comment.
    #[serde(default)]
    pub comment: MoveComment,
}

/// Where a move may start.
#[derive(Debug)]
pub enum Start {
    /// Any of these statuses.
    These(Vec<Spanned<StatusId>>),
    /// Every status but the one the move leads to.
    Any,
}

impl Start {
    /// Whether a ticket in that status can make a move to `to`.
    #[must_use]
    pub fn holds(&self, status: &StatusId, to: &StatusId) -> bool {
        status != to
            && match self {
                Self::Any => true,
                Self::These(statuses) => statuses.iter().any(|from| **from == *status),
            }
    }
}

// By hand, since an untagged enum would lose the places of the statuses.
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

/// Who may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// The person whose ticket it is.
    Requester,
    /// Anybody who works at the desk.
    Agent,
    /// Only those who lead it.
    Lead,
}

/// Whether a move carries a comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveComment {
    /// It cannot be made without one.
    Required,
    /// It may have one.
    #[default]
    Optional,
    /// It takes none.
    None,
}

/// A change of status that a public comment sets off.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// Whose comment.
    pub on: Trigger,
    /// Where the ticket has to be.
    pub from: Vec<Spanned<StatusId>>,
    /// Where it goes.
    pub to: Spanned<StatusId>,
}

/// What sets a reaction off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The requester, or somebody copied, wrote.
    RequesterComment,
    /// The desk wrote, visibly to the requester.
    AgentComment,
}

/// The end of silence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutoClose {
    /// The status in which silence counts.
    pub status: Spanned<StatusId>,
    /// How long nobody may have said anything in public.
    pub after: Spanned<Period>,
    /// The status that ends it.
    pub to: Spanned<StatusId>,
}

/// A length of time in a desk file, in ISO 8601: `P14D`, `PT4H`. A day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(SignedDuration);

impl Period {
    /// Its length.
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
        // The library reads words such as `14 days` as well; desk files have one way to write a length.
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

//! To whom a ticket was given.

use crate::value::{EmailAddress, Prose, TeamId};
use serde::{Deserialize, Serialize};

/// To whom a ticket was given. It says what holds from then on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Who works on it. `None` for nobody in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Representative>,
    /// The team that it was given to. `None` for the one that answers its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// What the one who gave it writes to the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Prose>,
    /// What is new about it. `None` if it is only about the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
    /// `true` if the requester is told who works on it: nobody has written to them before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub introduces: bool,
    /// `true` if a rule of the desk gave it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_rule: bool,
}

/// Into whose hands a ticket came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    /// Those of the person who works on it from then on.
    ToPerson,
    /// Those of the team.
    ToTeam,
    /// Nobody's: it was given back.
    Back,
}

impl Assigned {
    /// Hides what is the desk's own affair from people outside: all but an introduction and the comment.
    pub(super) fn hide(&mut self) {
        self.team = None;
        if !self.introduces {
            self.to = None;
            self.handed = None;
        }
    }

    /// Returns `true` if people outside the desk are told of it. To whom else the desk hands a ticket is its own affair.
    pub(super) fn is_for_people(&self) -> bool {
        self.introduces || self.comment.is_some()
    }
}

/// Somebody of the desk, as requesters know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Their address, which only the desk's people see.
    pub email: EmailAddress,
    /// The name that requesters see.
    pub name: String,
}

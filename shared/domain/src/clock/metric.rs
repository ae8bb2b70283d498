//! What a service level measures, and the marks of the sweep on it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a service level measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// From the opening to the first public answer of the desk.
    FirstResponse,
    /// From what somebody outside the desk wrote, after the first answer, to the next public answer.
    NextResponse,
    /// From the opening until the ticket is done.
    Resolution,
}

impl Metric {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::NextResponse, Self::Resolution];

    /// Returns the name in desk files and in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::Resolution => "resolution",
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the sweep has recorded of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// Its target was near.
    Reminded,
    /// Its target has passed.
    Breached,
}

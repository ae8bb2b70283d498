//! Who works at a desk.

use super::At;
use crate::EmailAddress;
use serde::{Deserialize, Serialize};

/// Somebody who works at the desk and may sign in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Where their sign-in link goes.
    pub email: At<EmailAddress>,
    /// What requesters know them by.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What somebody who works at a desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works on tickets.
    Agent,
    /// Works on tickets, and may make the moves that only a lead may.
    Lead,
}

//! The people who work at a desk.

use super::spanned::Spanned;
use crate::actor::Rank;
use crate::value::EmailAddress;
use serde::Deserialize;

/// A person who works at the desk and may sign in to the console.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The address that the sign-in link is sent to.
    pub email: Spanned<EmailAddress>,
    /// The name that requesters see.
    pub name: String,
    /// The role, which decides on the moves that the person may make.
    pub role: Rank,
}

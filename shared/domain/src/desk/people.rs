//! Who works at a desk.

use super::spanned::Spanned;
use crate::actor::Role;
use crate::value::EmailAddress;
use serde::Deserialize;

/// Somebody who works at the desk and may sign in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Where their sign-in link goes.
    pub email: Spanned<EmailAddress>,
    /// What requesters know them by.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

//! What people say who sign in, and of themselves.

use super::LANGUAGE;
use crate::routes::field::{Field, Kind};
use docket_domain::form::MAX_NAME;

/// A request for a sign-in link.
pub(in crate::routes) const SIGN_IN: &[Field] = &[
    Field::required(
        "email",
        Kind::Email,
        "The address of a person of the desk, or of a requester.",
    ),
    Field::optional(
        "return_to",
        Kind::Text,
        "The path of a page of the desk, to which the link leads. Any other text is left aside.",
    ),
];

/// A sign-in link that is used.
pub(in crate::routes) const SESSION: &[Field] = &[
    Field::required(
        "token",
        Kind::Opaque,
        "The token in the address of the mailed link.",
    ),
    Field::optional(
        "remember",
        Kind::Flag,
        "`true` for a session of 30 days, where the desk lets people stay signed in on a device.",
    ),
];

/// What goes on from another desk's session.
pub(in crate::routes) const CONTINUE: &[Field] = &[Field::optional(
    "return_to",
    Kind::Text,
    "The path of a page of the desk to go on to. Any other text is left aside.",
)];

/// What a person says of themselves.
pub(in crate::routes) const PROFILE: &[Field] = &[
    Field::optional(
        "name",
        Kind::Line(MAX_NAME),
        "The name. An empty one is taken away.",
    ),
    Field::optional(
        "language",
        Kind::Language,
        "The language of pages and mails. An empty one leaves it to the browser.",
    ),
    Field::optional(
        "notices",
        Kind::Values,
        "What to be mailed about, where the desk lets people choose: any of `comments`, `status`, `files`.",
    ),
    Field::optional(
        "staff_notices",
        Kind::Values,
        "What to be mailed about as one of the desk's people: any of those in the profile.",
    ),
];

/// Whose sessions.
pub(in crate::routes) const SESSIONS_OF: &[Field] = &[
    Field::optional(
        "email",
        Kind::Opaque,
        "The address of somebody else. For admins alone.",
    ),
    LANGUAGE,
];

/// Sessions to end.
pub(in crate::routes) const END_SESSIONS: &[Field] = &[
    Field::optional(
        "session",
        Kind::Opaque,
        "The ID of the session. Without it: all others.",
    ),
    Field::optional(
        "email",
        Kind::Email,
        "The address of somebody else. For admins alone.",
    ),
];

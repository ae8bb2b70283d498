//! What is said about who is on call.

use super::LANGUAGE;
use crate::routes::field::{Field, Kind};

/// The instant that somebody asks about.
pub(in crate::routes) const ON_CALL_AT: &[Field] = &[
    Field::optional(
        "at",
        Kind::Text,
        "The time, such as `2026-12-24T03:00+01:00`. Without it, now.",
    ),
    LANGUAGE,
];

/// What every request about a page takes.
pub(in crate::routes) const ON_PAGE: &[Field] = &[
    Field::optional(
        "key",
        Kind::Opaque,
        "The key in what called somebody, for callers without a session.",
    ),
    LANGUAGE,
];

/// An override.
pub(in crate::routes) const OVERRIDE: &[Field] = &[
    Field::optional(
        "schedule",
        Kind::Text,
        "The ID of the schedule. A desk with one needs none.",
    ),
    Field::required(
        "kind",
        Kind::OneOf(&["add", "remove", "replace"]),
        "Whether somebody is on call as well, is not, or is replaced.",
    ),
    Field::required("person", Kind::Email, "The address of the person."),
    Field::optional(
        "with",
        Kind::Email,
        "The address of who takes their place, for `replace`.",
    ),
    Field::optional(
        "from",
        Kind::Text,
        "The time from which it holds, such as `2026-12-24T18:00+01:00`, or `2026-12-24T18:00` on the clock of the schedule. Without it, now.",
    ),
    Field::required(
        "until",
        Kind::Text,
        "The time at which it ends: at most 366 days later.",
    ),
];

/// An override that is removed.
pub(in crate::routes) const ONE_OVERRIDE: &[Field] = &[Field::required(
    "override",
    Kind::Text,
    "The ID of the override.",
)];

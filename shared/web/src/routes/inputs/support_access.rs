//! What is said about support access.

use super::LANGUAGE;
use crate::routes::field::{Field, Kind};
use docket_domain::account::Lasting;

/// Whose support access.
pub(in crate::routes) const ACCESS_OF: &[Field] = &[
    Field::optional(
        "company",
        Kind::Opaque,
        "The ID of the company. The desk's people have to name one; an administrator reads that of their own.",
    ),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// A grant of support access.
pub(in crate::routes) const GRANT: &[Field] = &[
    Field::required(
        "portal",
        Kind::Text,
        "The address of a portal of one's company, such as `acme.example.com`.",
    ),
    Field::optional(
        "lasts",
        Kind::OneOf(&Lasting::NAMES),
        "The time for which it is granted: 24 hours, 7 days or 30 days. Without it, it lasts until it is revoked.",
    ),
];

/// A use of support access.
pub(in crate::routes) const ACCESS_USE: &[Field] = &[Field::required(
    "company",
    Kind::Id,
    "The ID of the company that granted it.",
)];

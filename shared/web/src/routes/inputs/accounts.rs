//! What admins say of people and companies.

use super::LANGUAGE;
use crate::routes::field::{Field, Kind};
use docket_domain::form::MAX_NAME;

/// What a page of accounts takes.
pub(in crate::routes) const ACCOUNTS: &[Field] = &[
    Field::optional("start", Kind::Line(254), "The beginning of the addresses."),
    Field::optional(
        "company",
        Kind::Opaque,
        "The ID of a company, for its accounts alone.",
    ),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// An account.
pub(in crate::routes) const ACCOUNT: &[Field] = &[
    Field::required("email", Kind::Email, "The address."),
    Field::optional("name", Kind::Line(MAX_NAME), "The name."),
    Field::optional(
        "company",
        Kind::Line(MAX_NAME),
        "The ID or the name of a company of the desk.",
    ),
    Field::optional(
        "role",
        Kind::Text,
        "The role in the company: `member`, `sub_administrator` or `administrator`.",
    ),
    Field::optional(
        "portal",
        Kind::Text,
        "The address of the portal, such as `acme.example.com`.",
    ),
    Field::optional(
        "language",
        Kind::Text,
        "A language of the desk, such as `en`.",
    ),
    Field::optional("invite", Kind::Flag, "`true` to tell the person by mail."),
];

/// An account that is there.
pub(in crate::routes) const ONE_ACCOUNT: &[Field] =
    &[Field::required("email", Kind::Email, "The address.")];

/// What an import takes beside the table.
pub(in crate::routes) const IMPORT: &[Field] = &[
    Field::optional(
        "dry_run",
        Kind::OneOf(&["true", "false"]),
        "`true` to see what would change. Nothing is written.",
    ),
    LANGUAGE,
];

/// A table, from a form.
pub(in crate::routes) const TABLE: &[Field] = &[
    Field::required(
        "table",
        Kind::Text,
        "The table. A program sends it as a body of the type `text/csv`.",
    ),
    Field::optional("dry_run", Kind::Flag, "`true` to see what would change."),
];

/// What a page of companies takes.
pub(in crate::routes) const COMPANIES: &[Field] = &[
    Field::optional("start", Kind::Line(MAX_NAME), "The beginning of the names."),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// A company.
pub(in crate::routes) const COMPANY: &[Field] = &[
    Field::optional(
        "id",
        Kind::Text,
        "The ID: lowercase letters, digits and hyphens, at most 40. Without it, one is made from the name.",
    ),
    Field::required("name", Kind::Line(MAX_NAME), "The name."),
    Field::optional(
        "domains",
        Kind::Values,
        "The domains of its people's addresses.",
    ),
    Field::optional(
        "contract",
        Kind::Text,
        "The ID of a contract of the desk file.",
    ),
    Field::optional(
        "project_manager",
        Kind::Text,
        "The address of the project manager.",
    ),
    Field::optional(
        "portals",
        Kind::Values,
        "The addresses of its portals, the top-level one first.",
    ),
    Field::optional(
        "addresses",
        Kind::Emails(MAX_ADDRESSES),
        "Addresses that become accounts of it.",
    ),
];

/// A company that is there.
pub(in crate::routes) const ONE_COMPANY: &[Field] = &[Field::required("id", Kind::Id, "The ID.")];

/// The most addresses that are given with a company.
pub const MAX_ADDRESSES: usize = 100;

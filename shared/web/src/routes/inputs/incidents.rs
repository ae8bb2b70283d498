//! What is said about incidents.

use super::ticket::TRAP;
use super::{KEY_FIELD, LANGUAGE};
use crate::routes::field::{Field, Kind};
use docket_domain::Prose;
use docket_domain::form::MAX_SUBJECT;
use docket_domain::ticket::Ticket;

/// What is asked of a status page. The token is of a mail.
pub(in crate::routes) const ON_STATUS: &[Field] = &[
    LANGUAGE,
    Field::optional(
        "token",
        Kind::Opaque,
        "The token in a mail about the incident, for pages.",
    ),
];

/// What is asked of an incident.
pub(in crate::routes) const ON_INCIDENT: &[Field] = &[
    LANGUAGE,
    Field::optional(
        "after",
        Kind::Text,
        "The ID of a ticket: the answer has those of the incident's that follow it.",
    ),
];

const VERSION: Field = Field::optional(
    "version",
    Kind::Whole {
        min: 1,
        max: Ticket::MAX_VERSION,
    },
    "The version that the sender knows. A later one is answered with 409.",
);

const TITLE: Field = Field::required(
    "title",
    Kind::Line(MAX_SUBJECT),
    "What the trouble is, in one line.",
);

/// An incident.
pub(in crate::routes) const INCIDENT: &[Field] = &[
    TITLE,
    Field::optional(
        "topics",
        Kind::Values,
        "The IDs of the topics that it touches. Without them, it touches all.",
    ),
    Field::optional(
        "tickets",
        Kind::Values,
        "The IDs of the tickets that are about it, 50 at most.",
    ),
    Field::optional(
        "policy",
        Kind::Text,
        "The ID of the policy that calls the people on call, for the first ticket. Without it, nobody is called.",
    ),
    Field::optional("body", Kind::Prose(Prose::MAX), "The first public update."),
    KEY_FIELD,
];

/// A public update.
pub(in crate::routes) const INCIDENT_UPDATE: &[Field] = &[
    Field::required(
        "body",
        Kind::Prose(Prose::MAX),
        "What is new, for everybody.",
    ),
    VERSION,
    KEY_FIELD,
];

/// What an incident says from now on.
pub(in crate::routes) const INCIDENT_DETAILS: &[Field] = &[
    TITLE,
    Field::optional(
        "topics",
        Kind::Values,
        "The IDs of the topics that it touches, in place of those before; an empty list for all. Without it, they stay.",
    ),
    VERSION,
    KEY_FIELD,
];

/// The end of an incident.
pub(in crate::routes) const INCIDENT_END: &[Field] = &[
    Field::required("body", Kind::Prose(Prose::MAX), "The last public update."),
    Field::optional(
        "close_tickets",
        Kind::Flag,
        "`true` to close the tickets that are linked to it as well.",
    ),
    VERSION,
    KEY_FIELD,
];

/// Tickets that are linked.
pub(in crate::routes) const TICKETS: &[Field] = &[Field::required(
    "tickets",
    Kind::Values,
    "The IDs of the tickets, 50 at most.",
)];

/// A ticket that is taken off.
pub(in crate::routes) const ONE_TICKET: &[Field] = &[Field::required(
    "ticket",
    Kind::Text,
    "The ID of the ticket.",
)];

/// Somebody who wants to be told.
pub(in crate::routes) const FOLLOWER: &[Field] = &[
    Field::optional(
        "email",
        Kind::Email,
        "The address. Whoever is signed in need not say theirs.",
    ),
    Field::optional("language", Kind::Language, "The language of the mails."),
    TRAP,
];

/// The token of a mail.
pub(in crate::routes) const TOKEN: &[Field] = &[Field::required(
    "token",
    Kind::Opaque,
    "The token in the link of a mail about the incident.",
)];

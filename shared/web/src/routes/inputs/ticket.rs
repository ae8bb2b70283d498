//! What opens and changes a ticket.

use super::{KEY_FIELD, VERSION};
use crate::routes::field::{Field, Kind};
use docket_domain::form::{MAX_CC, MAX_NAME, MAX_SUBJECT};
use docket_domain::{Prose, WebAddress};

/// The form for a new ticket.
pub(crate) const TICKET: &[Field] = &[
    Field::required("topic", Kind::Id, "The ID of a topic of the desk."),
    Field::required(
        "requester.email",
        Kind::Email,
        "The address of the person who asks. Answers go there.",
    ),
    Field::optional("requester.name", Kind::Line(MAX_NAME), "Their name."),
    Field::optional(
        "show_in",
        Kind::Text,
        "A language of the desk. A page gets its form back in it, with all that was typed, and no ticket is opened.",
    ),
    Field::required(
        "subject",
        Kind::Line(MAX_SUBJECT),
        "The summary in one line.",
    ),
    Field::required(
        "description",
        Kind::Prose(Prose::MAX),
        "The request itself.",
    ),
    Field::optional(
        "priority",
        Kind::Id,
        "The ID of a priority, where the topic asks for one.",
    ),
    Field::optional(
        "impact",
        Kind::Id,
        "The ID of an impact, where the topic asks for one.",
    ),
    Field::optional(
        "fields.*",
        Kind::Values,
        "The values of the topic's own fields, by their IDs.",
    ),
    Field::optional(
        "cc",
        Kind::Emails(MAX_CC),
        "People to copy, where the topic takes copies: ten at most.",
    ),
    Field::optional(
        "context.*",
        Kind::Value,
        "The values of the desk's context, by their IDs.",
    ),
    Field::optional(
        "language",
        Kind::Language,
        "The language of the mails. Without it, `Accept-Language` decides.",
    ),
    Field::optional(
        "draft",
        Kind::Text,
        "The token of a form that was kept. Whoever has it reads the requester's mails.",
    ),
    Field::optional(
        "kept",
        Kind::Text,
        "The token of a form that was held until its sender had signed in. It ends with the ticket.",
    ),
    TRAP,
    KEY_FIELD,
];

/// A field that no person sees.
pub(super) const TRAP: Field = Field::optional(
    TRAP_FIELD_NAME,
    Kind::Text,
    "Leave it empty. It is hidden in forms, and programs that fill in everything fill it in.",
);

/// The name of a field that no person sees. Who fills it in is a program that knows nothing of Docket.
pub(crate) const TRAP_FIELD_NAME: &str = "confirm_url";

/// A comment.
pub(in crate::routes) const COMMENT: &[Field] = &[
    Field::optional(
        "body",
        Kind::Prose(Prose::MAX),
        "The comment. Only with a `status` may it be left out.",
    ),
    Field::optional(
        "status",
        Kind::Id,
        "The ID of the status that the ticket gets with the comment, as one event and one mail. A note stands beside it.",
    ),
    Field::optional(
        "internal",
        Kind::Flag,
        "`true` for a note that only the desk's people see. Only they may send it.",
    ),
    VERSION,
    KEY_FIELD,
];

/// What opens a ticket that follows a closed one.
pub(in crate::routes) const FOLLOW_UP: &[Field] = &[
    Field::required(
        "body",
        Kind::Prose(Prose::MAX),
        "The description of the new ticket.",
    ),
    VERSION,
    KEY_FIELD,
];

/// What a form has beside what it is for. An act without fields of its own takes nothing else.
pub(in crate::routes) const ACT: &[Field] = &[VERSION, KEY_FIELD];

/// The address of a person.
pub(in crate::routes) const ADDRESS: &[Field] = &[
    Field::required("email", Kind::Email, "The address."),
    VERSION,
    KEY_FIELD,
];

/// A person with whom a ticket is shared no more.
pub(in crate::routes) const PERSON: &[Field] = &[
    Field::required("person", Kind::Email, "The address of the person."),
    VERSION,
    KEY_FIELD,
];

/// The offer of a remote session.
pub(in crate::routes) const REMOTE_SESSION: &[Field] = &[
    Field::required(
        "url",
        Kind::Line(WebAddress::MAX),
        "The address of the session's page, with `https://`.",
    ),
    Field::optional(
        "minutes",
        Kind::Whole { min: 5, max: 480 },
        "How long the offer holds, 60 if it is not said.",
    ),
    VERSION,
    KEY_FIELD,
];

/// What gives a ticket to somebody.
pub(in crate::routes) const ASSIGNEE: &[Field] = &[
    Field::optional(
        "email",
        Kind::Line(254),
        "The address of somebody who works at the desk. Without it, and without a team, nobody in particular.",
    ),
    Field::optional("team", Kind::Id, "The ID of a team, instead of a person."),
    Field::optional(
        "assignee",
        Kind::Line(254),
        "The same as either of both, as the list of the page has it. What is in the other two then does not count.",
    ),
    Field::optional("take", Kind::Flag, "`true` gives it to the caller instead."),
    Field::optional(
        "message",
        Kind::Prose(Prose::MAX),
        "What the caller writes to the requester with it.",
    ),
    VERSION,
    KEY_FIELD,
];

/// What a ticket is about, and how urgent it is.
pub(in crate::routes) const DETAILS: &[Field] = &[
    Field::optional(
        "topic",
        Kind::Id,
        "The ID of a topic. Without it, the topic stays.",
    ),
    Field::optional(
        "priority",
        Kind::Id,
        "The ID of a priority. Without it, the priority stays.",
    ),
    Field::optional(
        "impact",
        Kind::Id,
        "The ID of an impact. Without it, the impact stays.",
    ),
    VERSION,
    KEY_FIELD,
];

/// How the desk did.
pub(in crate::routes) const RATING: &[Field] = &[
    Field::required(
        "score",
        Kind::Whole { min: 1, max: 10 },
        "The mark, from 1 to the highest of the desk's scale.",
    ),
    Field::optional(
        "comment",
        Kind::Prose(Prose::MAX),
        "What the requester writes about it. Without it, what they wrote before stays.",
    ),
    VERSION,
    KEY_FIELD,
];

/// The policy that is called.
pub(in crate::routes) const PAGE: &[Field] = &[
    Field::optional(
        "policy",
        Kind::Id,
        "The ID of the escalation policy. Without it, that of the ticket's topic.",
    ),
    VERSION,
    KEY_FIELD,
];

/// The notices that are sent again.
pub(in crate::routes) const SEND_AGAIN: &[Field] = &[
    Field::optional(
        "to",
        Kind::Email,
        "The receiver. Without it, the notices of all receivers that did not arrive.",
    ),
    Field::optional(
        "version",
        VERSION.kind,
        "Without effect: the page's form sends it for its other buttons.",
    ),
    Field::optional(
        "idempotency_key",
        KEY_FIELD.kind,
        "Without effect: what has arrived is not sent again.",
    ),
];

/// A change of status.
pub(in crate::routes) const STATUS: &[Field] = &[
    Field::required(
        "status",
        Kind::Id,
        "The ID of the new status: one of the ticket's `moves`.",
    ),
    Field::optional(
        "comment",
        Kind::Prose(Prose::MAX),
        "A comment. The move says whether it is required.",
    ),
    VERSION,
    KEY_FIELD,
];

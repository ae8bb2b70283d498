//! The fields of what people send: bodies, parameters and headers.

mod accounts;
mod files;
mod incidents;
mod lists;
mod oncall;
mod sign_in;
mod support_access;
mod ticket;

use super::field::{Field, Kind};
use docket_domain::desk::Phase;
use docket_domain::ticket::Ticket;

pub use accounts::MAX_ADDRESSES;
pub(super) use accounts::{
    ACCOUNT, ACCOUNTS, COMPANIES, COMPANY, IMPORT, ONE_ACCOUNT, ONE_COMPANY, TABLE,
};
pub(super) use files::{DOWNLOAD, FILE};
pub(super) use incidents::{
    FOLLOWER, INCIDENT, INCIDENT_DETAILS, INCIDENT_END, INCIDENT_UPDATE, ON_INCIDENT, ON_STATUS,
    ONE_TICKET, TICKETS, TOKEN,
};
pub(crate) use lists::MAX_TIMELINE_PAGE;
pub(super) use lists::{QUEUE, TIMELINE};
pub(super) use oncall::{ON_CALL_AT, ON_PAGE, ONE_OVERRIDE, OVERRIDE};
pub(super) use sign_in::{CONTINUE, END_SESSIONS, PROFILE, SESSION, SESSIONS_OF, SIGN_IN};
pub(super) use support_access::{ACCESS_OF, ACCESS_USE, GRANT};
pub(super) use ticket::{
    ACT, ADDRESS, ASSIGNEE, COMMENT, DETAILS, FOLLOW_UP, PAGE, PERSON, RATING, REMOTE_SESSION,
    SEND_AGAIN, STATUS,
};
pub(crate) use ticket::{TICKET, TRAP_FIELD_NAME};

/// The key of a ticket, which stands in its links.
pub(super) const KEY: Field = Field::optional(
    "key",
    Kind::Opaque,
    "The ticket's key, for callers without a session.",
);

/// The language of the answer.
pub(super) const LANGUAGE: Field = Field::optional(
    "language",
    Kind::Text,
    "The language of the answer, such as `en`. It counts more than `Accept-Language`.",
);

/// What every request about a ticket takes.
pub(super) const ON_TICKET: &[Field] = &[KEY, LANGUAGE];

/// What every change of a ticket takes. The list that an agent came from is there for pages.
pub(super) const CHANGE: &[Field] = &[
    KEY,
    LANGUAGE,
    Field::optional(
        "phase",
        Kind::OneOf(&Phase::NAMES),
        "The list that an agent's page came from. A browser is led on in it.",
    ),
    Field::optional("cursor", Kind::Opaque, "The page of that list."),
];

/// The language alone.
pub(super) const ONLY_LANGUAGE: &[Field] = &[LANGUAGE];

/// The header with which a write takes effect once.
pub(super) const IDEMPOTENCY_KEY: Field = Field::optional(
    "Idempotency-Key",
    Kind::IdempotencyKey(1),
    "A random key of the client. The same request with the same key takes effect once.",
);

/// The header with which a change is refused if the ticket has changed since it was read.
pub(super) const IF_MATCH: Field = Field::optional(
    "If-Match",
    Kind::Version,
    "The `ETag` of the ticket as the client knows it.",
);

/// The version that a page shows. Unlike `If-Match`, it lets pass what the sender did meanwhile.
const VERSION: Field = Field::optional(
    "version",
    Kind::Whole {
        min: 1,
        max: Ticket::MAX_VERSION,
    },
    "The version that the sender has seen. Refused with 412 if somebody else changed the ticket since.",
);

/// The name of the field of a form for the idempotency key, since a form cannot set a header.
pub(crate) const KEY_FIELD_NAME: &str = "idempotency_key";

/// That field.
const KEY_FIELD: Field = Field::optional(
    KEY_FIELD_NAME,
    Kind::IdempotencyKey(0),
    "The same as the header `Idempotency-Key`, for forms.",
);

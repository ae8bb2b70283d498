//! The fields of what people send: bodies, parameters and headers.

use super::field::{Field, Kind};
use docket_app::View;
use docket_domain::Prose;
use docket_domain::account::Lasting;
use docket_domain::desk::{Attachments, Phase};
use docket_domain::form::{MAX_CC, MAX_NAME, MAX_SUBJECT};
use docket_domain::ticket::Ticket;

/// The most entries of a page of a queue.
const MAX_QUEUE_PAGE: i32 = 100;
/// The most entries of a part of a timeline.
pub(crate) const MAX_TIMELINE_PAGE: i32 = 50;

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
    Field::optional(
        TRAP_FIELD_NAME,
        Kind::Text,
        "Leave it empty. It is hidden in forms, and programs that fill in everything fill it in.",
    ),
    KEY_FIELD,
];

/// The name of a field that no person sees. Who fills it in is a program that knows nothing of Docket.
pub(crate) const TRAP_FIELD_NAME: &str = "confirm_url";

/// A comment.
pub(super) const COMMENT: &[Field] = &[
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

/// What a form has beside what it is for. An act without fields of its own takes nothing else.
pub(super) const ACT: &[Field] = &[VERSION, KEY_FIELD];

/// The address of a person.
pub(super) const ADDRESS: &[Field] = &[
    Field::required("email", Kind::Email, "The address."),
    VERSION,
    KEY_FIELD,
];

/// A person with whom a ticket is shared no more.
pub(super) const PERSON: &[Field] = &[
    Field::required("person", Kind::Email, "The address of the person."),
    VERSION,
    KEY_FIELD,
];

/// A change of status.
pub(super) const STATUS: &[Field] = &[
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

/// The declaration of a file.
pub(super) const FILE: &[Field] = &[
    Field::required(
        "name",
        Kind::Text,
        "The file's name. More than 120 characters are cut, and folders are left out.",
    ),
    Field::required(
        "size",
        Kind::Whole {
            min: 1,
            max: Attachments::MAX_FILE,
        },
        "The size in bytes. The desk says how large a file may be.",
    ),
    Field::optional(
        "content_type",
        Kind::Text,
        "The media type. Without it, the name's extension decides.",
    ),
    Field::optional(
        "sha256",
        Kind::Digest,
        "The SHA-256 of a file that is sent in one piece.",
    ),
    Field::optional(
        "parts",
        Kind::Digests(Attachments::MAX_PARTS),
        "The SHA-256 of each part, for a file larger than the desk's `part_bytes`.",
    ),
    Field::optional(
        "internal",
        Kind::Flag,
        "`true` for a file that only the desk's people see. Only they may send it.",
    ),
];

/// A request for a sign-in link.
pub(super) const SIGN_IN: &[Field] = &[
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
pub(super) const SESSION: &[Field] = &[
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
pub(super) const CONTINUE: &[Field] = &[Field::optional(
    "return_to",
    Kind::Text,
    "The path of a page of the desk to go on to. Any other text is left aside.",
)];

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

/// What a page of a queue takes.
pub(super) const QUEUE: &[Field] = &[
    Field::optional(
        "view",
        Kind::OneOf(&View::NAMES),
        "`mine` for one's own tickets, which all get who do not work at the desk; `company` for those of one's company, where the desk shows them; `shared` for those that one is copied on.",
    ),
    Field::optional(
        "phase",
        Kind::OneOf(&Phase::NAMES),
        "The phase of the tickets. Without it: `open` for the queue, any for one's own.",
    ),
    Field::optional(
        "q",
        Kind::Line(200),
        "Words that the ID and the subject of one's own tickets have to have.",
    ),
    Field::optional(
        "limit",
        Kind::Whole {
            min: 1,
            max: MAX_QUEUE_PAGE as u64,
        },
        "The most tickets of the answer. Without it: 50 of the queue, 25 of one's own.",
    ),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// What a part of a timeline takes.
pub(super) const TIMELINE: &[Field] = &[
    Field::required(
        "cursor",
        Kind::Opaque,
        "The `older` of the ticket, or of the part before.",
    ),
    Field::optional(
        "limit",
        Kind::Whole {
            min: 1,
            max: MAX_TIMELINE_PAGE as u64,
        },
        "The most events of the answer. Without it: 50.",
    ),
    KEY,
    LANGUAGE,
];

/// What a download takes.
pub(super) const DOWNLOAD: &[Field] = &[
    Field::optional(
        "show",
        Kind::OneOf(&["inline"]),
        "`inline` to show the file in the browser, if its type is safe to show.",
    ),
    KEY,
    LANGUAGE,
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

/// What a person says of themselves.
pub(super) const PROFILE: &[Field] = &[
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
];

/// Whose sessions.
pub(super) const SESSIONS_OF: &[Field] = &[
    Field::optional(
        "email",
        Kind::Opaque,
        "The address of somebody else. For admins alone.",
    ),
    LANGUAGE,
];

/// Sessions to end.
pub(super) const END_SESSIONS: &[Field] = &[
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

/// What a page of accounts takes.
pub(super) const ACCOUNTS: &[Field] = &[
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
pub(super) const ACCOUNT: &[Field] = &[
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
pub(super) const ONE_ACCOUNT: &[Field] = &[Field::required("email", Kind::Email, "The address.")];

/// What an import takes beside the table.
pub(super) const IMPORT: &[Field] = &[
    Field::optional(
        "dry_run",
        Kind::OneOf(&["true", "false"]),
        "`true` to see what would change. Nothing is written.",
    ),
    LANGUAGE,
];

/// A table, from a form.
pub(super) const TABLE: &[Field] = &[
    Field::required(
        "table",
        Kind::Text,
        "The table. A program sends it as a body of the type `text/csv`.",
    ),
    Field::optional("dry_run", Kind::Flag, "`true` to see what would change."),
];

/// What a page of companies takes.
pub(super) const COMPANIES: &[Field] = &[
    Field::optional("start", Kind::Line(MAX_NAME), "The beginning of the names."),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// A company.
pub(super) const COMPANY: &[Field] = &[
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
pub(super) const ONE_COMPANY: &[Field] = &[Field::required("id", Kind::Id, "The ID.")];

/// The most addresses that are given with a company.
pub const MAX_ADDRESSES: usize = 100;

/// Whose support access.
pub(super) const ACCESS_OF: &[Field] = &[
    Field::optional(
        "company",
        Kind::Opaque,
        "The ID of the company. The desk's people have to name one; an administrator reads that of their own.",
    ),
    Field::optional("cursor", Kind::Opaque, "The `next` of the page before."),
    LANGUAGE,
];

/// A grant of support access.
pub(super) const GRANT: &[Field] = &[
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
pub(super) const ACCESS_USE: &[Field] = &[Field::required(
    "company",
    Kind::Id,
    "The ID of the company that granted it.",
)];

//! What lists and timelines are asked for.

use super::{KEY, LANGUAGE};
use crate::request::ListedAssignee;
use crate::routes::field::{Field, Kind};
use docket_app::View;
use docket_domain::desk::Phase;

/// The most entries of a page of a queue.
const MAX_QUEUE_PAGE: i32 = 100;
/// The most entries of a part of a timeline.
pub(crate) const MAX_TIMELINE_PAGE: i32 = 50;

/// What a page of a queue takes.
pub(in crate::routes) const QUEUE: &[Field] = &[
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
        "assignee",
        Kind::OneOfOrEmail(&ListedAssignee::WORDS),
        "Whose tickets of the queue: `me`, `none` for those that nobody works on, or an address.",
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
pub(in crate::routes) const TIMELINE: &[Field] = &[
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

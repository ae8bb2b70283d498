//! The changes of status that the reader of a ticket may make.

use docket_domain::Language;
use docket_domain::actor::Actor;
use docket_domain::desk::{Desk, MoveComment};
use docket_domain::ticket::Ticket;
use jiff::Timestamp;
use serde::Serialize;

/// A change of status that the reader may make.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Move"))]
pub struct MoveAnswer {
    /// The ID of the new status.
    pub to: String,
    /// The text on its button.
    pub label: String,
    /// The rule for its comment: `required`, `optional` or `none`.
    #[cfg_attr(test, schemars(extend("enum" = ["required", "optional", "none"])))]
    pub comment: &'static str,
}

/// Returns the changes of status that the reader may make now.
#[must_use]
pub fn moves(
    ticket: &Ticket,
    reader: &Actor,
    desk: &Desk,
    language: &Language,
    now: Timestamp,
) -> Vec<MoveAnswer> {
    if !reader.is_staff() && ticket.is_past_reopening(desk, now) {
        return Vec::new();
    }
    ticket
        .allowed_changes(desk, reader)
        .moves
        .into_iter()
        .map(|step| MoveAnswer {
            to: step.to.to_string(),
            label: step
                .label
                .as_deref()
                .or_else(|| desk.status(&step.to).map(|status| &*status.label))
                .map_or_else(String::new, |words| words.in_language(language).to_owned()),
            comment: match step.comment {
                MoveComment::Required => "required",
                MoveComment::Optional => "optional",
                MoveComment::None => "none",
            },
        })
        .collect()
}

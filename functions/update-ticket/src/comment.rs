//! Adds a comment to a ticket.
//!
//! The requester, the watchers and the desk's people may comment. Only the desk's people may write
//! internal notes.

use docket_domain::ticket::Command;
use docket_domain::{FieldError, Prose};
use docket_web::pages::CommentDraft;
use docket_web::{Call, Problem, Response, answer_change};
use http::StatusCode;

/// Adds the comment.
pub(crate) async fn comment(call: &Call) -> Result<Response, Problem> {
    answer_change(call, StatusCode::CREATED, |input, _| {
        let internal = input.flag("internal");
        let draft = CommentDraft::comment(input.text("body"), internal);
        let body = Prose::new(&draft.comment, Prose::MAX);
        let command = body
            .map(|body| Command::Comment { body, internal })
            .map_err(|error| vec![FieldError::new("body", error.into())]);
        (draft, command)
    })
    .await
}

//! `POST /api/desks/{desk}/tickets/{id}/status`: changes the status of a ticket.
//!
//! The desk file says who may change which status, and whether the change needs a comment.

use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use docket_domain::{FieldError, FieldProblem, Prose, StatusId, clean};
use docket_web::pages::CommentDraft;
use docket_web::{Call, Problem, Request, Response, RouteId, answer_change, respond};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    match route {
        RouteId::ChangeStatus => update(call).await,
        _ => Err(Problem::not_found()),
    }
}

async fn update(call: &Call) -> Result<Response, Problem> {
    answer_change(call, StatusCode::OK, |input, desk| {
        let draft = CommentDraft::with_status(input.text("status"), input.text("comment"));
        let command = read(desk, &draft);
        (draft, command)
    })
    .await
}

fn read(desk: &Desk, draft: &CommentDraft) -> Result<Command, Vec<FieldError>> {
    let status = draft.status.as_deref().unwrap_or("");
    let to: Result<StatusId, FieldProblem> = match status {
        "" => Err(FieldProblem::Missing),
        text => text.parse().map_err(|_| FieldProblem::NotAChoice {
            choices: desk.status_choices(),
        }),
    };
    let comment = match clean::is_blank(&draft.comment) {
        true => Ok(None),
        false => Prose::new(&draft.comment, Prose::MAX).map(Some),
    };
    match (to, comment) {
        (Ok(to), Ok(comment)) => Ok(Command::ChangeStatus { to, comment }),
        (to, comment) => {
            let status = to.err().map(|problem| FieldError::new("status", problem));
            let comment = comment
                .err()
                .map(|error| FieldError::new("comment", error.into()));
            Err(status.into_iter().chain(comment).collect())
        }
    }
}

//! Changes of a ticket other than its status. What each asks for is read here; the domain decides.

use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use docket_domain::{FieldError, FieldProblem, Prose, StatusId, clean};
use docket_web::pages::CommentDraft;
use docket_web::{Call, Input, Problem, Request, Response, RouteId, answer_change, respond};
use http::StatusCode;

/// A command, with the input that a page shows again if it is refused.
type Wanted = (CommentDraft, Result<Command, Vec<FieldError>>);

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let read: fn(&mut Input, &Desk) -> Wanted = match route {
        RouteId::Comment => comment,
        RouteId::Confirm => |input, _| act(input, Command::Confirm),
        RouteId::Disown => |input, _| act(input, Command::Disown),
        RouteId::CorrectAddress => address,
        RouteId::SendLink => |input, _| act(input, Command::SendLink),
        RouteId::RevokeKeys => |input, _| act(input, Command::RevokeKeys),
        _ => return Err(Problem::not_found()),
    };
    let success = match route {
        RouteId::Comment => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    answer_change(call, success, read).await
}

/// Reads a comment, and the status that the ticket is to get with it.
fn comment(input: &mut Input, desk: &Desk) -> Wanted {
    let internal = input.flag("internal");
    let status = input.text("status");
    let draft = CommentDraft {
        language: input.text("show_in").parse().ok(),
        ..CommentDraft::comment(input.text("body"), internal)
    };
    // It is in the same form, and belongs to another button.
    input.text("email");
    let wrong = |field: &str, problem: FieldProblem| vec![FieldError::new(field, problem)];
    let body = Prose::new(&draft.comment, Prose::MAX).map_err(|error| wrong("body", error.into()));
    if status.is_empty() {
        return (draft, body.map(|body| Command::Comment { body, internal }));
    }
    // A form that was left empty changes the status alone.
    let body = match clean::is_blank(&draft.comment) {
        true => Ok(None),
        false => body.map(Some),
    };
    let to: Result<StatusId, _> = status.parse();
    let to = to.map_err(|_| {
        wrong(
            "status",
            FieldProblem::NotAChoice {
                choices: desk.status_choices(),
            },
        )
    });
    let command = body.and_then(|body| {
        Ok(Command::CommentAndChangeStatus {
            body,
            internal,
            to: to?,
        })
    });
    (draft, command)
}

/// Reads the right address of the requester.
fn address(input: &mut Input, _: &Desk) -> Wanted {
    let (email, address) = input.email("email");
    let command = address.map(|to| Command::CorrectAddress { to });
    let draft = CommentDraft {
        email,
        ..beside(input)
    };
    (draft, command)
}

/// A command that needs nothing but the caller.
fn act(input: &mut Input, command: Command) -> Wanted {
    (beside(input), Ok(command))
}

/// Reads the comment that stands in the box beside the button. It is not sent, and must not be lost.
fn beside(input: &mut Input) -> CommentDraft {
    // Whoever writes a reply and then presses another button sends the address that they may have begun to correct, too.
    input.text("email");
    let internal = input.flag("internal");
    CommentDraft::beside(input.text("body"), internal)
}

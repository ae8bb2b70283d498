//! From the outcome of a command on a ticket to its answer.

use crate::pages::{self, CommentDraft};
use crate::problem::Problem;
use crate::request::{Call, Input, idempotent_request};
use crate::response::{Response, see_other, ticket_json};
use crate::views::TicketAnswer;
use docket_app::Links;
use docket_app::tickets::{Outcome, Wanted, change};
use docket_domain::FieldError;
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use docket_texts::Texts;
use http::StatusCode;

/// Carries out a command on the ticket that the path names, and answers: JSON with the ticket, or the way to its page; a browser
/// whose command was refused gets the page with what it typed and the reasons.
///
/// `read` reads the command and what was typed from the input.
///
/// # Errors
/// When the ticket is not open to the caller, the command is refused to somebody who is not a browser, or the table fails.
pub async fn answer_change<R>(
    call: &Call,
    success: StatusCode,
    read: R,
) -> Result<Response, Problem>
where
    R: FnOnce(&mut Input, &Desk) -> (CommentDraft, Result<Command, Vec<FieldError>>),
{
    let desk = call.desk().await?;
    let id = call.ticket_id()?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    let (draft, command) = read(&mut input, &desk);
    let wanted = Wanted {
        desk: &desk,
        ticket: &id,
        caller: call.caller(),
        command: input.finish_with(command),
        request: request.as_ref(),
        version: call.if_match()?,
        now: call.now,
    };
    match change(&call.cloud, &wanted).await? {
        Outcome::Done(view) if call.wants_html() => {
            let links = Links::new(&desk.id);
            Ok(see_other(&links.ticket(&id, call.access(&view.actor))))
        }
        Outcome::Done(view) => {
            let answer = TicketAnswer::new(&view, &desk, &call.language(&desk));
            Ok(ticket_json(success, view.ticket.version, &answer))
        }
        Outcome::Refused(refusal, view) => {
            let problem = Problem::from(refusal);
            let language = pages::ticket_language(call, &desk, &view);
            match problem.fields(Texts::of(&language)) {
                Some(messages) if call.wants_html() => {
                    Ok(pages::ticket(call, &desk, &view, &draft.refused(messages)))
                }
                _ => Err(problem),
            }
        }
    }
}

//! Answers a command on a ticket.

use crate::pages::{self, CommentDraft};
use crate::problem::Problem;
use crate::request::{Call, Input, idempotent_request};
use crate::response::{Response, see_other, ticket_json};
use crate::views::ChangedAnswer;
use docket_app::Links;
use docket_app::tickets::{ExpectedVersion, Outcome, TicketCommand, change};
use docket_cloud::store::Freshness;
use docket_domain::FieldError;
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use docket_texts::Texts;
use http::StatusCode;

/// Carries out a command on the ticket in the path, and answers. A browser is redirected to the
/// ticket's page; other clients get the ticket as JSON. When the command is refused, a browser gets
/// the page with its input and the reasons.
///
/// `read` reads the command from the input, and the comment to show again if it is refused.
///
/// # Errors
/// When the caller may not see the ticket, the command is refused and the client is not a browser,
/// or the table fails.
pub async fn answer_change<R>(
    call: &Call,
    success: StatusCode,
    read: R,
) -> Result<Response, Problem>
where
    R: FnOnce(&mut Input, &Desk) -> (CommentDraft, Result<Command, Vec<FieldError>>),
{
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    let (draft, command) = read(&mut input, &desk);
    let shown = input.version();
    let shown = shown.map_or(ExpectedVersion::Any, ExpectedVersion::Shown);
    let wanted = TicketCommand {
        on: call.on_ticket(&desk)?,
        command: input.finish_with(command),
        request: request.as_ref(),
        version: call.if_match()?.map_or(shown, ExpectedVersion::Exactly),
    };
    match change(&call.cloud, &wanted).await? {
        Outcome::Done(done) if call.wants_html() => {
            let (links, access) = (Links::new(&desk.id), call.access(&done.access.actor));
            let ticket = &done.access.ticket;
            Ok(see_other(&links.ticket_after(
                &ticket.id,
                access,
                ticket.version,
            )))
        }
        Outcome::Done(done) => {
            let answer = ChangedAnswer::new(&done, &desk, &call.language(&desk));
            Ok(ticket_json(success, done.access.ticket.version, &answer))
        }
        Outcome::Behind(first) if call.wants_html() => {
            let view = call.ticket_view(&desk, Freshness::Latest).await?;
            Ok(pages::ticket(call, &desk, &view, &draft.behind(first)))
        }
        Outcome::Behind(_) => Err(Problem::stale()),
        Outcome::Refused(refusal, access) => {
            let problem = Problem::from(refusal);
            let language = pages::ticket_language(call, &desk, &access);
            match problem.fields(Texts::of(&language)) {
                Some(messages) if call.wants_html() => {
                    let view = call.ticket_view(&desk, Freshness::Latest).await?;
                    Ok(pages::ticket(call, &desk, &view, &draft.refused(messages)))
                }
                _ => Err(problem),
            }
        }
    }
}

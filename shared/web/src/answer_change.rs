//! Answers a command on a ticket.

use crate::pages::{self, CommentDraft};
use crate::problem::Problem;
use crate::request::{Call, Input, PageState, idempotent_request};
use crate::response::{Response, see_other, ticket_json};
use crate::views::ChangedAnswer;
use docket_app::links::with_query;
use docket_app::queue::Neighbours;
use docket_app::tickets::{Done, ExpectedVersion, Outcome, TicketCommand, change};
use docket_app::{Links, TicketAccess};
use docket_cloud::store::Freshness;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Change, Command, Event};
use docket_domain::{FieldError, clean};
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
    if draft.language.is_some() && call.wants_html() {
        return in_another_language(call, &desk, &draft).await;
    }
    let shown = input.version();
    let shown = shown.map_or(ExpectedVersion::Any, ExpectedVersion::Shown);
    let wanted = TicketCommand {
        on: call.on_ticket(&desk)?,
        command: input.finish_with(command),
        request: request.as_ref(),
        version: call.if_match()?.map_or(shown, ExpectedVersion::Exactly),
    };
    match change(&call.cloud, &wanted).await? {
        Outcome::Done(done) if call.wants_html() && draft.is_to_be_kept() => {
            let draft = draft.after(done.access.ticket.version);
            show_again(call, &desk, &draft).await
        }
        Outcome::Done(done) if call.wants_html() => Ok(see_other(&lead_on(call, &desk, &done))),
        Outcome::Done(done) => {
            let answer = ChangedAnswer::new(&done, &desk, &call.language(&desk));
            Ok(ticket_json(success, done.access.ticket.version, &answer))
        }
        Outcome::Behind(first) if call.wants_html() => {
            show_again(call, &desk, &draft.behind(first)).await
        }
        Outcome::Behind(_) => Err(Problem::stale()),
        Outcome::Refused(refusal, access) => {
            let problem = Problem::from(refusal);
            let language = pages::ticket_language(call, &desk, &access);
            match problem.fields(Texts::of(&language)) {
                Some(messages) if call.wants_html() => {
                    show_again(call, &desk, &draft.refused(messages)).await
                }
                _ => Err(problem),
            }
        }
    }
}

/// Shows the ticket's page with what was not sent.
async fn show_again(call: &Call, desk: &Desk, draft: &CommentDraft) -> Result<Response, Problem> {
    let view = call.ticket_view(desk, Freshness::Latest).await?;
    let beside = Neighbours::default();
    Ok(pages::ticket(call, desk, &view, draft, &beside))
}

/// Shows the ticket's page in another language, with what was typed. Without that, the browser is led to the page's own address.
async fn in_another_language(
    call: &Call,
    desk: &Desk,
    draft: &CommentDraft,
) -> Result<Response, Problem> {
    if !clean::is_blank(&draft.comment) {
        return show_again(call, desk, draft).await;
    }
    let access = call.ticket_access(desk).await?;
    let state = PageState {
        language: draft.language.clone(),
        ..PageState::of(call)
    };
    let page = Links::new(&desk.id).ticket(&access.ticket.id, call.access(&access.actor));
    Ok(see_other(&with_query(&page, &state.query())))
}

/// Returns the address that a change leads to: the ticket's page, at what was done. When an agent took the ticket out of the
/// list that they came from, it is that of the next ticket there.
fn lead_on(call: &Call, desk: &Desk, done: &Done) -> String {
    let TicketAccess { ticket, actor } = &done.access;
    let (links, state) = (Links::new(&desk.id), PageState::of(call));
    let is_moved = |event: &Event| matches!(event.change, Change::StatusChanged { .. });
    if let Some(place) = state.place.as_ref().filter(|_| actor.is_staff())
        && desk.phase(&ticket.status) != place.phase
        && done.events.iter().any(is_moved)
    {
        return links.next_ticket(&state.query(), &ticket.id);
    }
    let page = links.ticket_after(&ticket.id, call.access(actor), ticket.version);
    format!("{}#sent", with_query(&page, &state.query()))
}

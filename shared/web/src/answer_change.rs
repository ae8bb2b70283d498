//! Answers a command on a ticket.

use crate::pages::{self, CommentDraft, ConsoleContext};
use crate::problem::Problem;
use crate::request::{Call, Input, PageState, idempotent_request};
use crate::response::{Response, see_other, ticket_json};
use crate::views::ChangedAnswer;
use docket_app::links::{Access, with_query};
use docket_app::tickets::{Done, ExpectedVersion, Outcome, TicketCommand, change};
use docket_app::{Links, TicketAccess};
use docket_cloud::store::Freshness;
use docket_domain::FieldError;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Change, Command, Event, Ticket};
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
    let (mut draft, command) = read(&mut input, &desk);
    let shown = input.version();
    if draft.language.is_some() && call.wants_html() {
        draft.seen_version = shown;
        return ticket_in_language(call, &desk, &draft).await;
    }
    let command = input.finish_with(command);
    // The other buttons of a page send its reply's version, too. What they do is right whatever was written meanwhile.
    let is_other_button = call.wants_html()
        && command
            .as_ref()
            .is_ok_and(|it| !it.depends_on_what_is_new());
    let shown = shown.filter(|_| !is_other_button);
    let shown = shown.map_or(ExpectedVersion::Any, ExpectedVersion::Shown);
    // What the command does not take is shown again after it.
    let unsent = match &command {
        Ok(command) => draft.clone().without(command),
        Err(_) => CommentDraft::default(),
    };
    let wanted = TicketCommand {
        on: call.on_ticket(&desk)?,
        command,
        request: request.as_ref(),
        version: call.if_match()?.map_or(shown, ExpectedVersion::Exactly),
    };
    let outcome = match change(&call.cloud, &wanted).await {
        Err(error) => return refused_beside(call, &desk, unsent, error.into()).await,
        Ok(outcome) => outcome,
    };
    match outcome {
        Outcome::Done(done) if call.wants_html() && unsent.is_typed() => {
            let version = done.access.ticket.version;
            let done = (!done.events.is_empty()).then_some(version);
            show_again(call, &desk, &unsent.after(done)).await
        }
        Outcome::Done(done) if call.wants_html() => {
            Ok(see_other(&address_after(call, &desk, &done)))
        }
        Outcome::Done(done) => {
            let answer = ChangedAnswer::new(&done, &desk, &call.language(&desk), call.now);
            Ok(ticket_json(success, done.access.ticket.version, &answer))
        }
        Outcome::Behind(first) if call.wants_html() => {
            show_again(call, &desk, &draft.behind(first)).await
        }
        Outcome::Behind(_) => Err(Problem::stale()),
        Outcome::Refused(refusal, access) => {
            let problem = Problem::from(refusal);
            let language = pages::ticket_language(call, &desk, &access);
            match call.form_messages(&language, problem) {
                Ok(messages) => show_again(call, &desk, &draft.refused(messages)).await,
                // Nothing was taken.
                Err(problem) => refused_beside(call, &desk, draft, problem).await,
            }
        }
    }
}

/// Leads one of the desk's people back to the notices on a ticket's page, after an act that is no change of the ticket. What was typed beside its
/// button is shown again.
///
/// # Errors
/// When the caller may not see the ticket, or the table fails.
pub async fn back_to_ticket(
    call: &Call,
    desk: &Desk,
    ticket: &Ticket,
    unsent: &CommentDraft,
) -> Result<Response, Problem> {
    if unsent.is_typed() {
        return show_again(call, desk, unsent).await;
    }
    let page = Links::new(&desk.id).ticket(&ticket.id, Access::Staff);
    let page = with_query(&page, &PageState::of(call).query());
    Ok(see_other(&format!("{page}#notices")))
}

/// Answers a refused act. If somebody typed beside its button, the page comes back with that and the reason, so that it can still
/// be sent.
async fn refused_beside(
    call: &Call,
    desk: &Desk,
    unsent: CommentDraft,
    problem: Problem,
) -> Result<Response, Problem> {
    if !call.wants_html() || !unsent.is_typed() || problem.status.is_server_error() {
        return Err(problem);
    }
    let draft = unsent.with_problem(problem.clone());
    let shown = show_again(call, desk, &draft).await;
    shown.map_err(|_| problem)
}

/// Answers a refused request on a ticket. A browser gets the ticket's page with what was typed, and the reason.
///
/// # Errors
/// When the client is not a browser, the caller may not see the ticket, or the table fails.
pub async fn refused_on_ticket(
    call: &Call,
    desk: &Desk,
    draft: CommentDraft,
    problem: Problem,
) -> Result<Response, Problem> {
    match call.form_messages(&call.language(desk), problem) {
        Ok(messages) => show_again(call, desk, &draft.refused(messages)).await,
        Err(problem) => refused_beside(call, desk, draft, problem).await,
    }
}

/// Shows the ticket's page with what was not sent.
///
/// # Errors
/// When the caller may not see the ticket, or the table fails.
pub async fn show_again(
    call: &Call,
    desk: &Desk,
    draft: &CommentDraft,
) -> Result<Response, Problem> {
    let view = call.ticket_view(desk, Freshness::Latest).await?;
    // The functions that change tickets have no list to look into.
    let list = ConsoleContext::default();
    Ok(pages::ticket(call, desk, &view, draft, &list))
}

/// Shows the ticket's page in another language, with what was typed. Without that, the browser is led to the page's own address.
///
/// # Errors
/// When the caller may not see the ticket, or the table fails.
pub async fn ticket_in_language(
    call: &Call,
    desk: &Desk,
    draft: &CommentDraft,
) -> Result<Response, Problem> {
    if draft.is_typed() {
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
fn address_after(call: &Call, desk: &Desk, done: &Done) -> String {
    let TicketAccess { ticket, actor } = &done.access;
    let (links, state) = (Links::new(&desk.id), PageState::of(call));
    if let Some(place) = state.place.as_ref().filter(|_| actor.is_staff()) {
        let was_there = |event: &Event| match &event.change {
            Change::StatusChanged { from, .. } => desk.phase(from) == place.phase,
            _ => false,
        };
        if desk.phase(&ticket.status) != place.phase && done.events.iter().any(was_there) {
            return links.next_ticket(&state.query(), &ticket.id);
        }
    }
    let (id, access) = (&ticket.id, call.access(actor));
    match done.events.is_empty() {
        true => with_query(&links.ticket(id, access), &state.query()),
        false => format!(
            "{}#sent",
            links.ticket_after(id, access, &state.query(), ticket.version)
        ),
    }
}

//! The parts of a ticket's timeline, for the API and for the ticket's page.

use super::call::Call;
use super::parameters::{limit, only_known};
use crate::problem::Problem;
use crate::routes::inputs::MAX_TIMELINE_PAGE;
use docket_app::{AppError, EventsPage, TicketAccess, TicketView, events, tickets};
use docket_cloud::store::{Freshness, PAGE};
use docket_domain::desk::Desk;
use docket_domain::ticket::EventId;

/// Loads the part of the timeline that the query asks for. `cursor` is the `older` of the ticket or of
/// the part before. `limit` is 50 by default and at most.
///
/// # Errors
/// 400 for a parameter that is unknown or cannot be read. 422 for a cursor that is missing or of another
/// ticket. The errors of [`Call::ticket_view`].
pub async fn timeline_page(
    call: &Call,
    desk: &Desk,
) -> Result<(TicketAccess, EventsPage), Problem> {
    only_known(call)?;
    let most = usize::try_from(limit(call, MAX_TIMELINE_PAGE)).unwrap_or(PAGE);
    let access = tickets::access(&call.cloud, &call.on_ticket(desk)?).await?;
    let cursor = cursor(call, "cursor")?.ok_or_else(|| Problem::bad_cursor("cursor"))?;
    let page = events::before(&call.cloud, &access, &cursor, most).await;
    Ok((access, page.map_err(|error| no_event("cursor", error))?))
}

/// Loads a ticket for its page: with the newest events, or with those before `older`. After a change,
/// `version` says how new it has to be.
///
/// # Errors
/// 422 when `older` is no cursor of this ticket. The errors of [`Call::ticket_view`].
pub async fn ticket_page(call: &Call, desk: &Desk) -> Result<TicketView, Problem> {
    match cursor(call, "older")? {
        None => {
            let version = call.query("version").and_then(|text| text.parse().ok());
            let freshness = Freshness::AtLeast(version.unwrap_or_default());
            call.ticket_view(desk, freshness).await
        }
        Some(older) => {
            let on = call.on_ticket(desk)?;
            let view = tickets::view_before(&call.cloud, &on, &older).await;
            view.map_err(|error| no_event("older", error))
        }
    }
}

fn cursor(call: &Call, name: &'static str) -> Result<Option<EventId>, Problem> {
    let cursor = call.query(name).map(str::parse);
    cursor.transpose().map_err(|_| Problem::bad_cursor(name))
}

/// Names the parameter that held a cursor of no event.
fn no_event(name: &'static str, error: AppError) -> Problem {
    match error {
        AppError::NoEvent => Problem::bad_cursor(name),
        error => error.into(),
    }
}

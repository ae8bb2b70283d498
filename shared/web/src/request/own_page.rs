//! A page of the list of one's own tickets, for the API and for the HTML pages.

use super::call::Call;
use super::parameters::only_known;
use crate::problem::Problem;
use crate::views::ListAnswer;
use docket_app::AppError;
use docket_domain::desk::Desk;
use docket_domain::{FieldProblem, TicketId};

/// Loads the page of the list that the query asks for. `cursor` is the `next` of the page before.
///
/// # Errors
/// 400 for a parameter that is unknown or belongs to the queue. 401 when no person is signed in. 422 for a cursor that no answer gave out.
pub async fn own_page(call: &Call, desk: &Desk) -> Result<ListAnswer, Problem> {
    only_known(call)?;
    // They belong to the queue.
    for name in ["phase", "limit"] {
        if call.is_api() && call.query(name).is_some() {
            return Err(Problem::bad_query(name, FieldProblem::Unknown));
        }
    }
    let person = call.require_signed_in(desk).await?;
    let bad_cursor = || Problem::bad_cursor("cursor");
    let after: Option<TicketId> = match call.query("cursor") {
        None => None,
        Some(cursor) => Some(cursor.parse().map_err(|_| bad_cursor())?),
    };
    let page = docket_app::own_tickets(&call.cloud, desk, person, after.as_ref()).await;
    let page = page.map_err(|error| match error {
        AppError::NoTicket => bad_cursor(),
        error => error.into(),
    })?;
    Ok(ListAnswer::own(&page, desk, &call.language(desk)))
}

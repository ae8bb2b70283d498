//! A page of the list of one's own tickets, for the API and for the HTML pages.

use super::call::Call;
use super::parameters::{limit, only_known};
use crate::problem::Problem;
use crate::views::ListAnswer;
use docket_app::{OwnFilter, View};
use docket_cloud::store::OwnPlace;
use docket_domain::Refusal;
use docket_domain::desk::Desk;

/// The tickets of a page.
const PAGE: i32 = 25;

/// Returns what the query asks to see of one's own tickets.
pub(crate) fn own_filter(call: &Call) -> OwnFilter {
    // Another name was refused already.
    let view = call.query("view").and_then(View::named);
    OwnFilter {
        view: view.unwrap_or_default(),
        phase: call.query("phase").and_then(|name| name.parse().ok()),
        words: OwnFilter::words(call.query("q").unwrap_or_default()),
    }
}

/// Loads the page of the list that the query asks for. `view`, `phase` and `q` say which tickets. `limit` is 25 by default and at
/// most 100. `cursor` is the `next` of the page before.
///
/// # Errors
/// 400 for a parameter that is unknown or cannot be read. 401 when no person is signed in. 422 for a cursor that no answer gave out.
pub async fn own_page(call: &Call, desk: &Desk) -> Result<ListAnswer, Problem> {
    only_known(call)?;
    let person = call.require_signed_in(desk).await?;
    let after: Option<OwnPlace> = match call.query("cursor") {
        None => None,
        Some(cursor) => {
            let place = cursor.parse();
            Some(place.map_err(|_| Problem::bad_cursor("cursor"))?)
        }
    };
    let filter = own_filter(call);
    if !View::of(desk, person).contains(&filter.view) {
        return Err(Refusal::NotAllowed.into());
    }
    let most = limit(call, PAGE);
    let page = docket_app::own_tickets(&call.cloud, desk, person, &filter, after, most).await?;
    Ok(ListAnswer::own(&page, desk, &call.language(desk)))
}

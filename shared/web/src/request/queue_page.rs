//! A page of a desk's queue, for the API and for the HTML pages.

use super::call::Call;
use super::parameters::{limit, only_known};
use crate::problem::Problem;
use crate::views::ListAnswer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_domain::desk::{Desk, Phase};

const PAGE: i32 = 50;

/// Loads the page of the queue that the query asks for. `phase` is `open` by default. `limit` is 50
/// by default and at most 100. `cursor` is the `next` of the page before.
///
/// # Errors
/// 400 for a parameter that is unknown or cannot be read. 422 for a cursor that no answer gave out.
pub async fn queue_page(call: &Call, desk: &Desk) -> Result<(Phase, ListAnswer), Problem> {
    only_known(call)?;
    let phase = match call.query("phase") {
        None => Phase::Open,
        // Another name was refused already.
        Some(name) => name.parse().unwrap_or(Phase::Open),
    };
    let limit = limit(call, PAGE);
    let bad_cursor = || Problem::bad_cursor("cursor");
    let start = match call.query("cursor") {
        None => None,
        Some(cursor) => {
            let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad_cursor())?;
            Some(String::from_utf8(bytes).map_err(|_| bad_cursor())?)
        }
    };
    let page = call
        .cloud
        .store
        .queue(&desk.id, phase, limit, start.as_deref())
        .await?
        .ok_or_else(bad_cursor)?;
    let next = page.next.as_ref().map(|next| URL_SAFE_NO_PAD.encode(next));
    Ok((
        phase,
        ListAnswer::new(&page, next, desk, &call.language(desk)),
    ))
}

//! A file without JavaScript: a form that goes straight to storage.

use docket_app::{Links, files};
use docket_cloud::Files;
use docket_web::{Call, Problem, Response, pages};

/// Answers with the page that has the form. As long as it was not sent, the same place is held for it, however often the page
/// is asked for.
pub(crate) async fn offer(call: &Call, bucket: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let view = call.ticket(&desk).await?;
    call.input()?.finish()?;
    let file = files::announce_by_form(&call.cloud, &desk, &view, call.now).await?;
    let page = Links::new(&desk.id).ticket(&view.ticket.id, call.access(&view.actor));
    let back = format!("{}{page}", call.site());
    let form = bucket.form(&file, &back).await?;
    Ok(pages::upload(call, &desk, &view, &file, form))
}

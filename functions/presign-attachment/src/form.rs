//! Uploads without JavaScript: a form that is sent straight to storage.

use docket_app::{Links, files};
use docket_cloud::Files;
use docket_web::{Call, Problem, Response, pages};

/// Answers with the page that has the upload form. Until the form is sent, each call uses the same
/// declared file.
pub(crate) async fn offer(call: &Call, bucket: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let on = call.ticket_files(&desk).await?;
    call.input()?.finish()?;
    let file = files::declare_for_form(&call.cloud, &desk, &on, call.caller(), call.now).await?;
    let page = Links::new(&desk.id).ticket(&on.access.ticket.id, call.access(&on.access.actor));
    let back = format!("{}{page}", call.site());
    let form = bucket.form(&file, &back).await?;
    Ok(pages::upload(call, &desk, &on.access, &file, form))
}

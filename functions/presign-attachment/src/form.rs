//! A file without JavaScript: a form that goes straight to storage.

use crate::declare::{asked_again, keep, limits};
use docket_cloud::Files;
use docket_domain::attachment::{Attachment, Declared, FileId, FilesOnTicket};
use docket_web::{Call, Problem, Response, pages};
use uuid::Uuid;

/// Answers with the page that has the form. As long as it was not sent, the same place is held for it, however often the page
/// is asked for.
pub(crate) async fn offer(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let id = call.ticket_id()?;
    let seen = call.ticket_seen(&desk, &id).await?;
    call.input()?.finish()?;
    let waiting = seen
        .files
        .iter()
        .find(|file| file.awaits_form_of(&seen.actor));
    let file = match waiting {
        Some(file) => asked_again(call, file).await?,
        None => {
            let limits = limits(&desk)?;
            let most = limits.most(FilesOnTicket::of(&seen.files))?;
            let declared = Declared::by_form(most);
            let id = FileId::from(Uuid::now_v7());
            let file = Attachment::declared(id, &declared, &seen.ticket, &seen.actor, call.now);
            keep(call, &file, limits).await?;
            file
        }
    };
    let back = format!(
        "{}/{}/tickets/{id}{}",
        call.site(),
        *desk.id,
        call.key_query()
    );
    let form = files.form(&file, &back).await?;
    Ok(pages::upload(call, &desk, &seen, &file, form))
}

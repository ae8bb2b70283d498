//! Downloads of stored files.

use crate::find;
use docket_app::limits;
use docket_cloud::Files;
use docket_domain::attachment::{FileState, Scan};
use docket_domain::limit::CountedAct;
use docket_web::{Call, Problem, Response, found};

/// Redirects the client to a signed download address, if it may see the ticket.
pub(crate) async fn download(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let on = call.ticket_files(&desk).await?;
    let file = find(&on, call.file_id()?)?;
    match (file.state, file.scan) {
        (FileState::Uploading | FileState::Checking, _) => {
            Err(Problem::file_state("problem-file-uploading"))
        }
        (FileState::Quarantined, _) => Err(Problem::file_state("problem-file-quarantined")),
        (FileState::Removed, _) => Err(Problem::file_state("problem-file-removed")),
        (FileState::Stored, Scan::Infected) => Err(Problem::infected()),
        (FileState::Stored, _) => {
            let actor = &on.access.actor;
            if !actor.is_staff() {
                let act = CountedAct::DownloadFile(&on.access.ticket.id, actor.role());
                limits::count(&call.cloud, &desk, call.caller(), act, call.now).await?;
            }
            let in_place = call.query("show") == Some("inline");
            Ok(found(&files.download(file, in_place).await?))
        }
    }
}

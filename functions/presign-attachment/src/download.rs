//! The way to a file that is there.

use crate::find;
use docket_cloud::Files;
use docket_domain::attachment::{FileState, Scan};
use docket_web::{Call, Problem, Response, found};

/// Sends the client to where the file can be had, for whoever may see the ticket.
pub(crate) async fn download(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let seen = call.ticket_seen(&desk, &call.ticket_id()?).await?;
    let file = find(&seen, call.file_id()?)?;
    match (file.state, file.scan) {
        (FileState::Uploading | FileState::Checking, _) => {
            Err(Problem::file_state("problem-file-uploading"))
        }
        (FileState::Quarantined, _) => Err(Problem::file_state("problem-file-quarantined")),
        (FileState::Stored, Scan::Infected) => Err(Problem::infected()),
        (FileState::Stored, _) => {
            let in_place = call.query("show") == Some("inline");
            Ok(found(&files.download(file, in_place).await?))
        }
    }
}

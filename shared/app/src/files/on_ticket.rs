//! The files of a ticket, as one person sees them.

use crate::error::AppError;
use crate::ticket_view::TicketAccess;
use crate::tickets::{self, TicketRequest};
use docket_cloud::Cloud;
use docket_domain::attachment::Attachment;

/// The files of a ticket, with the ticket and the person who sees them.
#[derive(Debug)]
pub struct TicketFiles {
    /// The ticket, and the person.
    pub access: TicketAccess,
    /// All files of the ticket: stored, being uploaded or inspected, and quarantined.
    pub files: Vec<Attachment>,
}

impl TicketFiles {
    /// Returns the files that the person may see.
    pub fn visible(&self) -> impl Iterator<Item = &Attachment> {
        let actor = &self.access.actor;
        self.files.iter().filter(move |file| file.is_seen_by(actor))
    }
}

/// Loads the files of a ticket, for a caller who is to do something with it.
///
/// # Errors
/// The same as those of [`tickets::access`].
pub async fn on_ticket(cloud: &Cloud, on: &TicketRequest<'_>) -> Result<TicketFiles, AppError> {
    let access = tickets::access(cloud, on).await?;
    let files = cloud.store.files(&on.ticket).await?;
    Ok(TicketFiles { access, files })
}

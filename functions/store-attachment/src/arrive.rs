//! A file has arrived.

use crate::{ATTEMPTS, StoreAttachment, StoreAttachmentError};
use docket_cloud::store::{Commit, CommitError};
use docket_cloud::{Metric, StoreError};
use docket_domain::TicketId;
use docket_domain::attachment::{Arrival, Attachment, FileId, FileState};
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;

impl StoreAttachment {
    /// Looks at the file and puts it in its place. The copy is made before the ticket tells of it, and what arrived is cleared
    /// away after: whatever breaks off between, the next attempt goes on from there.
    pub(crate) async fn arrived(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<&'static str, StoreAttachmentError> {
        let Some(file) = self.awaited(ticket, id).await? else {
            // Nobody waits for it: it was cancelled, has come before, or was sent once more.
            self.files.clear(ticket, id).await?;
            return Ok("nobody waits for it");
        };
        let Some((found, etag)) = self.files.found(&file).await? else {
            return Ok("it is not there");
        };
        let desk = self.cloud.store.desk(&file.desk).await?;
        let desk = desk.ok_or_else(|| StoreAttachmentError::NoDesk(file.desk.to_string()))?;
        let arrival = file.arrived(&found, &desk);
        self.files.put_in_place(&arrival.attachment, &etag).await?;
        if !self.tell(&arrival, &desk).await? {
            // It was cancelled meanwhile. Or another attempt was quicker: then the copy is its copy as well.
            if self.cloud.store.file(ticket, id).await?.is_none() {
                self.files.remove_copy(&arrival.attachment).await?;
            }
        }
        self.files.clear(ticket, id).await?;
        Ok(arrival.attachment.state.name())
    }

    async fn awaited(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<Option<Attachment>, StoreError> {
        let file = self.cloud.store.file(ticket, id).await?;
        Ok(file.filter(|file| file.state == FileState::Uploading))
    }

    /// Commits what has happened to the file. Whether it was for this attempt to do.
    async fn tell(&self, arrival: &Arrival, desk: &Desk) -> Result<bool, StoreAttachmentError> {
        let file = &arrival.attachment;
        let store = &self.cloud.store;
        for _ in 0..ATTEMPTS {
            let Some(ticket) = store.ticket(&file.ticket).await? else {
                return Ok(false);
            };
            let now = self.cloud.clock.now();
            let command = Command::Attach(Box::new(file.clone()));
            // An arrival is refused nothing.
            let events = ticket
                .decide(&command, desk, &file.by, now)
                .unwrap_or_default();
            let mut changed = ticket;
            for event in &events {
                changed = changed.apply(event).map_err(StoreError::from)?;
            }
            let commit = Commit {
                arrival: Some(arrival),
                ..Commit::new(desk, &changed, &events, now)
            };
            match store.commit(&commit).await {
                Ok(()) => {
                    let metric = match file.state {
                        FileState::Quarantined => Metric::FilesQuarantined,
                        FileState::Stored | FileState::Uploading => Metric::FilesStored,
                    };
                    self.cloud.metrics.note(metric, 1);
                    tracing::info!(ticket = %file.ticket, file = %file.id, state = file.state.name(), "a file has arrived");
                    return Ok(true);
                }
                Err(CommitError::Conflict | CommitError::Repeated) => {
                    if self.awaited(&file.ticket, file.id).await?.is_none() {
                        return Ok(false);
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreAttachmentError::Busy)
    }
}

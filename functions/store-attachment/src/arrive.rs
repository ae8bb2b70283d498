//! A file has arrived.

use crate::{ATTEMPTS, StoreAttachment, StoreAttachmentError};
use docket_cloud::store::{Commit, CommitError};
use docket_cloud::{Metric, StoreError};
use docket_domain::TicketId;
use docket_domain::attachment::{Arrival, Attachment, FileId, FileState};
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;

impl StoreAttachment {
    /// Looks at the file and puts it in its place. From when it is taken in, it cannot be cancelled; the copy is made before the
    /// ticket tells of it, and what arrived is cleared away after. Whatever breaks off between, the next attempt goes on there.
    pub(crate) async fn arrived(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<&'static str, StoreAttachmentError> {
        let Some(file) = self.awaited(ticket, id).await? else {
            return self.nobody_waits(ticket, id).await;
        };
        let Some((found, etag)) = self.files.found(&file).await? else {
            return Ok("it is not there");
        };
        if !self.cloud.store.take_in(&file).await? {
            return self.nobody_waits(ticket, id).await;
        }
        let desk = self.cloud.store.desk(&file.desk).await?;
        let desk = desk.ok_or_else(|| StoreAttachmentError::NoDesk(file.desk.to_string()))?;
        let arrival = file.arrived(&found, &desk);
        self.files.put_in_place(&arrival.attachment, &etag).await?;
        self.tell(&arrival, &desk).await?;
        self.files.clear(ticket, id).await?;
        Ok(arrival.attachment.state.name())
    }

    /// It was cancelled, has come before, or was sent once more.
    async fn nobody_waits(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<&'static str, StoreAttachmentError> {
        self.files.clear(ticket, id).await?;
        Ok("nobody waits for it")
    }

    async fn awaited(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<Option<Attachment>, StoreError> {
        let file = self.cloud.store.file(ticket, id).await?;
        Ok(file.filter(Attachment::is_pending))
    }

    /// Commits what has happened to the file, unless another attempt has.
    async fn tell(&self, arrival: &Arrival, desk: &Desk) -> Result<(), StoreAttachmentError> {
        let file = &arrival.attachment;
        let store = &self.cloud.store;
        for _ in 0..ATTEMPTS {
            let Some(ticket) = store.ticket(&file.ticket).await? else {
                return Ok(());
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
                        _ => Metric::FilesStored,
                    };
                    self.cloud.metrics.note(metric, 1);
                    tracing::info!(ticket = %file.ticket, file = %file.id, state = file.state.name(), "a file has arrived");
                    return Ok(());
                }
                Err(CommitError::Conflict | CommitError::Repeated) => {
                    if self.awaited(&file.ticket, file.id).await?.is_none() {
                        return Ok(());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreAttachmentError::Busy)
    }
}

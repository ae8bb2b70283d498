//! A file has arrived.

use crate::{ATTEMPTS, StoreAttachment, StoreAttachmentError, pause};
use docket_cloud::store::Commit;
use docket_cloud::{Metric, StoreError};
use docket_domain::TicketId;
use docket_domain::attachment::{Arrival, Attachment, FileId, FileState, Found};
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
        let Some(file) = self.cloud.store.file(ticket, id).await? else {
            // It was cancelled.
            self.files.clear(ticket, id).await?;
            return Ok("nobody waits for it");
        };
        let Some((found, etag)) = self.files.found(&file).await? else {
            return Ok("it is not there");
        };
        let desk = self.cloud.store.desk(&file.desk).await?;
        let desk = desk.ok_or_else(|| StoreAttachmentError::NoDesk(file.desk.to_string()))?;
        let now = self.cloud.clock.now();
        let taken = match file.is_pending() {
            true => self.cloud.store.take_in(&file, &etag, now).await?,
            false => None,
        };
        let Some(taken) = taken else {
            return self.not_taken(ticket, id, &found, &etag, &desk).await;
        };
        let arrival = taken.arrived(&found, &desk);
        self.files.put_in_place(&arrival.attachment, &etag).await?;
        self.tell(arrival, &desk).await?;
        self.files.clear_content(&file, &etag).await?;
        Ok(taken.state.name())
    }

    /// It was cancelled at this moment, or has come before. Another file by the same form is told of: its sender saw it go.
    async fn not_taken(
        &self,
        ticket: &TicketId,
        id: FileId,
        found: &Found,
        etag: &str,
        desk: &Desk,
    ) -> Result<&'static str, StoreAttachmentError> {
        let Some(file) = self.cloud.store.file(ticket, id).await? else {
            self.files.clear(ticket, id).await?;
            return Ok("nobody waits for it");
        };
        if file.is_other_content(etag) {
            let second = Command::Attach(Box::new(file.second_by_form(found)));
            self.commit(&file, &second, desk, None).await?;
            self.cloud.metrics.note(Metric::FilesQuarantined, 1);
        }
        self.files.clear_content(&file, etag).await?;
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
    async fn tell(&self, mut arrival: Arrival, desk: &Desk) -> Result<(), StoreAttachmentError> {
        for attempt in 0..ATTEMPTS {
            pause(attempt).await;
            let file = arrival.attachment.clone();
            let command = Command::Attach(Box::new(file.clone()));
            match self.commit(&file, &command, desk, Some(&arrival)).await {
                Err(StoreAttachmentError::Busy) => {
                    match self.awaited(&file.ticket, file.id).await? {
                        None => return Ok(()),
                        // A scanner was quicker.
                        Some(now) => arrival.attachment.scan = now.scan,
                    }
                }
                Err(error) => return Err(error),
                Ok(()) => {
                    let metric = match file.state {
                        FileState::Quarantined => Metric::FilesQuarantined,
                        _ => Metric::FilesStored,
                    };
                    self.cloud.metrics.note(metric, 1);
                    tracing::info!(ticket = %file.ticket, file = %file.id, state = file.state.name(), "a file has arrived");
                    return Ok(());
                }
            }
        }
        Err(StoreAttachmentError::Busy)
    }

    /// Carries out what is told of a file, once.
    async fn commit(
        &self,
        file: &Attachment,
        command: &Command,
        desk: &Desk,
        arrival: Option<&Arrival>,
    ) -> Result<(), StoreAttachmentError> {
        let store = &self.cloud.store;
        let Some(ticket) = store.ticket(&file.ticket).await? else {
            return Ok(());
        };
        let now = self.cloud.clock.now();
        // An arrival is refused nothing.
        let events = ticket
            .decide(command, desk, &file.by, now)
            .unwrap_or_default();
        let mut changed = ticket;
        for event in &events {
            changed = changed.apply(event).map_err(StoreError::from)?;
        }
        let commit = Commit {
            arrival,
            ..Commit::new(desk, &changed, &events, now)
        };
        Ok(store.commit(&commit).await?)
    }
}

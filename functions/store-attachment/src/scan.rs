//! A scanner has looked into a file.

use crate::{ATTEMPTS, StoreAttachment, StoreAttachmentError, pause};
use docket_cloud::StoreError;
use docket_cloud::store::{Commit, CommitError, Timeline};
use docket_domain::TicketId;
use docket_domain::attachment::{FileId, Scan};
use docket_domain::ticket::{Actor, Change, Command};

impl StoreAttachment {
    /// Notes what was found. Something harmful closes the file first, and is told then.
    pub(crate) async fn scanned(
        &self,
        ticket: &TicketId,
        id: FileId,
        scan: Scan,
    ) -> Result<&'static str, StoreAttachmentError> {
        self.cloud.store.scanned(ticket, id, scan).await?;
        if scan == Scan::Infected {
            self.tell_infected(ticket, id).await?;
        }
        Ok(scan.name())
    }

    async fn tell_infected(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<(), StoreAttachmentError> {
        let store = &self.cloud.store;
        for attempt in 0..ATTEMPTS {
            pause(attempt).await;
            let Some(timeline) = store.timeline(ticket).await? else {
                return Ok(());
            };
            let file = timeline.files.iter().find(|file| file.id == id);
            let (Some(file), false) = (file, is_told(&timeline, id)) else {
                return Ok(());
            };
            let desk = store.desk(&file.desk).await?;
            let desk = desk.ok_or_else(|| StoreAttachmentError::NoDesk(file.desk.to_string()))?;
            let now = self.cloud.clock.now();
            let command = Command::ReportInfected(Box::new(file.clone()));
            let ticket = timeline.ticket;
            // A report is refused nothing.
            let events = ticket
                .decide(&command, &desk, &Actor::System, now)
                .unwrap_or_default();
            let mut changed = ticket;
            for event in &events {
                changed = changed.apply(event).map_err(StoreError::from)?;
            }
            let commit = Commit::new(&desk, &changed, &events, now);
            match store.commit(&commit).await {
                Ok(()) => {
                    tracing::warn!(ticket = %changed.id, file = %id, "a scanner found something harmful");
                    return Ok(());
                }
                Err(CommitError::Conflict | CommitError::Repeated) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreAttachmentError::Busy)
    }
}

fn is_told(timeline: &Timeline, id: FileId) -> bool {
    timeline
        .events
        .iter()
        .any(|event| matches!(event.change, Change::AttachmentInfected { file, .. } if file == id))
}

//! Idempotency records of new tickets: the same request twice makes one. Later changes need none: the timeline remembers
//! their requests.

use super::keys::Item;
use super::{Store, StoreError, keys};
use docket_domain::{DeskId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a repeated request is recognised.
const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;

/// A request for a new ticket that is to be carried out once.
#[derive(Debug, Clone)]
pub struct Once {
    /// The desk that it was sent to.
    pub desk: DeskId,
    /// The key that its sender gave it.
    pub key: String,
    /// A digest of all that it asks for: another request under the same key has another one.
    pub fingerprint: String,
}

/// What a request has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnceRecord {
    /// The digest of the request.
    pub fingerprint: String,
    /// The ticket that it made.
    pub ticket: TicketId,
    /// The version that the ticket then had.
    pub version: u64,
    /// When it is forgotten, in seconds since 1970.
    expires_at: i64,
}

impl Once {
    pub(super) fn item(
        &self,
        ticket: &TicketId,
        version: u64,
        now: Timestamp,
    ) -> Result<Item, StoreError> {
        let record = OnceRecord {
            fingerprint: self.fingerprint.clone(),
            ticket: ticket.clone(),
            version,
            expires_at: now.as_second() + REMEMBERED_SECONDS,
        };
        let mut item: Item = serde_dynamo::to_item(record)?;
        item.extend(keys::once(&self.desk, &self.key).item());
        Ok(item)
    }
}

impl Store {
    /// What a request under that key has done already, if anything.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn done_before(
        &self,
        once: &Once,
        now: Timestamp,
    ) -> Result<Option<OnceRecord>, StoreError> {
        let record: Option<OnceRecord> = self.get(keys::once(&once.desk, &once.key)).await?;
        // The table removes expired records when it gets to it; until then they count as gone.
        Ok(record.filter(|record| record.expires_at >= now.as_second()))
    }
}

//! Idempotency records of new tickets: the same request twice makes one. Later changes need none: the timeline remembers
//! their requests.

use super::attributes::number;
use super::commit::Write;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::into_put;
use docket_domain::ticket::{RequestMark, Ticket};
use docket_domain::{DeskId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How long a repeated request is recognised.
const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;

/// A request for a new ticket that is to be carried out once.
#[derive(Debug, Clone)]
pub struct IdempotentRequest {
    /// The desk that it was sent to.
    pub desk: DeskId,
    /// The key that its sender gave it.
    pub key: String,
    /// A digest of all that it asks for: another request under the same key has another one.
    pub fingerprint: String,
}

/// What a request has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRecord {
    /// The digest of the request.
    pub fingerprint: String,
    /// The ticket that it made.
    pub ticket: TicketId,
    /// The version that the ticket then had.
    pub version: u64,
    /// When it is forgotten, in seconds since 1970.
    expires_at: i64,
}

impl IdempotentRequest {
    /// The mark that a change leaves of the request on its last event.
    #[must_use]
    pub fn mark(&self) -> RequestMark {
        RequestMark {
            key: self.key.clone(),
            fingerprint: self.fingerprint.clone(),
        }
    }
}

impl Store {
    /// Makes the write that remembers the request for a new ticket. It fails as [`CommitError::Repeated`] when the request was
    /// carried out before.
    ///
    /// # Errors
    /// When the record cannot be made into an item.
    ///
    /// [`CommitError::Repeated`]: super::CommitError::Repeated
    pub fn idempotency_write(
        &self,
        request: &IdempotentRequest,
        ticket: &Ticket,
        now: Timestamp,
    ) -> Result<Write, StoreError> {
        let record = IdempotencyRecord {
            fingerprint: request.fingerprint.clone(),
            ticket: ticket.id.clone(),
            version: ticket.version,
            expires_at: now.as_second() + REMEMBERED_SECONDS,
        };
        let mut item: Item = serde_dynamo::to_item(record)?;
        item.extend(keys::idempotency_record(&request.desk, &request.key).item());
        let put = self
            .put(item)
            // The table removes expired records when it gets to it; until then they count as gone.
            .condition_expression("attribute_not_exists(pk) OR expires_at < :now")
            .expression_attribute_values(":now", number(now.as_second()));
        into_put(put).map(Write::marking_request)
    }

    /// What a request under that key has done already, if anything.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn done_before(
        &self,
        request: &IdempotentRequest,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        let record: Option<IdempotencyRecord> = self
            .get(keys::idempotency_record(&request.desk, &request.key))
            .await?;
        // The table removes expired records when it gets to it; until then they count as gone.
        Ok(record.filter(|record| record.expires_at >= now.as_second()))
    }
}

//! Idempotency records of new tickets: a request that is sent twice makes one ticket. Changes of a
//! ticket need no such record, because the ticket itself remembers the last ones.

use super::attributes::number;
use super::commit::Write;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::into_put;
use docket_domain::actor::Actor;
use docket_domain::ticket::{RequestMark, Ticket};
use docket_domain::{DeskId, EmailAddress, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The time in seconds during which a repeated request is recognised: a day.
const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;

/// A request for a new ticket that must be carried out at most once.
#[derive(Debug, Clone)]
pub struct IdempotentRequest {
    /// The desk that the request was sent to.
    pub desk: DeskId,
    /// The idempotency key that the sender gave the request.
    pub key: String,
    /// A digest of the whole request. Another request under the same key has another digest.
    pub fingerprint: String,
}

/// The result of a request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRecord {
    /// The digest of the request.
    pub fingerprint: String,
    /// The ticket that the request made.
    pub ticket: TicketId,
    /// The version that the ticket had then.
    pub version: u64,
    /// The time at which the record expires, in seconds since 1970.
    expires_at: i64,
}

impl IdempotentRequest {
    /// Returns the mark of this request, as the ticket that it changes remembers it.
    #[must_use]
    pub fn mark(&self, sender: &Actor) -> RequestMark {
        let sender = match sender {
            // The address of whoever opened the ticket may be what the request corrects.
            Actor::Opener(_) => "opener",
            sender => sender.email().map_or("", EmailAddress::as_str),
        };
        RequestMark::new(sender, &self.key, &self.fingerprint)
    }
}

impl Store {
    /// Makes the write that records a request for a new ticket. The commit fails as
    /// [`CommitError::Repeated`] when the request was carried out before.
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
            // DynamoDB deletes expired records with a delay. Until then they count as deleted.
            .condition_expression("attribute_not_exists(pk) OR expires_at < :now")
            .expression_attribute_values(":now", number(now.as_second()));
        into_put(put).map(Write::marking_request)
    }

    /// Returns the result of an earlier request with the same key. Returns `None` when there was
    /// none within the last day.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn idempotency_record(
        &self,
        request: &IdempotentRequest,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        let record: Option<IdempotencyRecord> = self
            .get(keys::idempotency_record(&request.desk, &request.key))
            .await?;
        // DynamoDB deletes expired records with a delay. Until then they count as deleted.
        Ok(record.filter(|record| record.expires_at >= now.as_second()))
    }
}

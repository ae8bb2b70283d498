//! Sign-in links and sessions.

use super::keys::Item;
use super::{Store, StoreError, keys};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use docket_domain::{DeskId, EmailAddress, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A sign-in link that was asked for. It works once. The link's token is the ID signed, so that the ID alone, as a backup or
/// a log may hold it, signs nobody in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its ID, random.
    pub id: String,
    /// The desk it is for.
    pub desk: DeskId,
    /// Who asked, and whom the link is mailed to.
    pub email: EmailAddress,
    /// The language of the mail.
    pub language: Language,
    /// When it stops working, in seconds since 1970.
    pub expires_at: i64,
}

/// Somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The desk they are signed in to.
    pub desk: DeskId,
    /// Who it is.
    pub email: EmailAddress,
    /// When it ends, in seconds since 1970.
    pub expires_at: i64,
}

impl Store {
    /// Keeps a link that was asked for; its mail follows from the table's stream.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_grant(&self, grant: &Grant) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(grant)?;
        item.extend(keys::grant(&grant.id).item());
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .send()
            .await?;
        Ok(())
    }

    /// The link with that ID, if it was never used and still works.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn grant(&self, id: &str, now: Timestamp) -> Result<Option<Grant>, StoreError> {
        let grant: Option<Grant> = self.get(keys::grant(id)).await?;
        Ok(grant.filter(|grant| grant.expires_at > now.as_second()))
    }

    /// Uses up the link and begins the session, both or neither: `false` when the link was used meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_session(
        &self,
        grant: &Grant,
        digest: &str,
        session: &Session,
    ) -> Result<bool, StoreError> {
        let mut item: Item = serde_dynamo::to_item(session)?;
        item.extend(keys::session(digest).item());
        let refused =
            |error: aws_sdk_dynamodb::error::BuildError| StoreError::Refused(error.to_string());
        let use_up = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(keys::grant(&grant.id).item()))
            .condition_expression("attribute_exists(pk)")
            .build()
            .map_err(refused)?;
        let begin = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .build()
            .map_err(refused)?;
        let written = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().delete(use_up).build())
            .transact_items(TransactWriteItem::builder().put(begin).build())
            .send()
            .await;
        match written {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                    let mut codes = cancelled
                        .cancellation_reasons()
                        .iter()
                        .map(|reason| reason.code());
                    match codes.any(|code| code == Some("ConditionalCheckFailed")) {
                        true => Ok(false),
                        false => Err(StoreError::Busy(
                            "the transaction met another one".to_owned(),
                        )),
                    }
                }
                _ => Err(error.into()),
            },
        }
    }

    /// The session with that digest, if it has not ended.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn session(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let session: Option<Session> = self.get(keys::session(digest)).await?;
        Ok(session.filter(|session| session.expires_at > now.as_second()))
    }

    /// Ends a session. That there is none is no error.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_session(&self, digest: &str) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::session(digest).item()))
            .send()
            .await?;
        Ok(())
    }
}

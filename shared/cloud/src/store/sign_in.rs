//! Sign-in links and sessions.

use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_delete, into_put};
use docket_domain::{DeskId, EmailAddress, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A sign-in link that was asked for. It works once. The link's token is the ID signed, so that the ID alone, as a backup or
/// a log may hold it, signs nobody in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInLink {
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
    pub async fn put_sign_in_link(&self, link: &SignInLink) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(link)?;
        item.extend(keys::sign_in_link(&link.id).item());
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
    pub async fn sign_in_link(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<SignInLink>, StoreError> {
        let link: Option<SignInLink> = self.get(keys::sign_in_link(id)).await?;
        Ok(link.filter(|link| link.expires_at > now.as_second()))
    }

    /// Uses up the link and begins the session, both or neither: `false` when the link was used meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_session(
        &self,
        link: &SignInLink,
        digest: &str,
        session: &Session,
    ) -> Result<bool, StoreError> {
        let mut item: Item = serde_dynamo::to_item(session)?;
        item.extend(keys::session(digest).item());
        let use_up = self
            .delete()
            .set_key(Some(keys::sign_in_link(&link.id).item()))
            .condition_expression("attribute_exists(pk)");
        let writes = vec![into_delete(use_up)?, into_put(self.put(item))?];
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        match cancelled(&error) {
            Some(codes) if codes.contains(&"ConditionalCheckFailed") => Ok(false),
            Some(_) => Err(StoreError::Busy(
                "the transaction met another one".to_owned(),
            )),
            None => Err(error.into()),
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

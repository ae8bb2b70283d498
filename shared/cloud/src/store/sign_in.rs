//! Sign-in links and sessions.

use super::attributes::{number, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_delete, into_put};
use aws_sdk_dynamodb::types::TransactWriteItem;
use docket_domain::{DeskId, EmailAddress, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A sign-in link that was requested and not used yet. It works once. The link's token is the
/// signed ID. So the ID alone, as in a backup or a log, signs nobody in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInLink {
    /// The ID of the link: its slot among those of the address, and a random part.
    pub id: String,
    /// The desk that the link signs in to.
    pub desk: DeskId,
    /// The address of the person who asked. The link is mailed to it.
    pub email: EmailAddress,
    /// The language of the mail.
    pub language: Language,
    /// The time at which the link expires, in seconds since 1970.
    pub expires_at: i64,
    /// The path of the page that the person wanted. `None` leads to the list of tickets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
}

/// The session of a person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The desk that the person is signed in to.
    pub desk: DeskId,
    /// The person's address.
    pub email: EmailAddress,
    /// The time at which the session ends, in seconds since 1970.
    pub expires_at: i64,
    /// The time at which it began. Of sessions that an earlier version began, nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
    /// The program that it began with, as people know it: `Firefox on Windows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// A session in a list of them.
#[derive(Debug, Clone)]
pub struct ListedSession {
    /// The digest of its token, which names it.
    pub digest: String,
    /// The session.
    pub session: Session,
}

impl Store {
    /// Stores a link that was requested, if its slot is free: no link is there, or one that has expired.
    /// Returns `false` if it is taken. The table's stream then causes the mail. With `only_try`, the same
    /// request is made and nothing is stored.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_sign_in_link(
        &self,
        link: &SignInLink,
        now: Timestamp,
        only_try: bool,
    ) -> Result<bool, StoreError> {
        let is_free = match only_try {
            false => "attribute_not_exists(pk) OR expires_at <= :now",
            // An item that is not there has no attribute.
            true => "attribute_not_exists(pk) AND expires_at <= :now",
        };
        let mut item: Item = serde_dynamo::to_item(link)?;
        item.extend(keys::sign_in_link(&link.id).item());
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(is_free)
            .expression_attribute_values(":now", number(now.as_second()))
            .send()
            .await;
        unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })
    }

    /// Returns the link with this ID. Returns `None` when it was used or has expired.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn sign_in_link(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<SignInLink>, StoreError> {
        let link: Option<SignInLink> = self.get(keys::sign_in_link(id)).await?;
        Ok(link.filter(|link| link.id == id && link.expires_at > now.as_second()))
    }

    /// Deletes the link and stores the session, in one transaction. Returns `false` when the link
    /// was used in the meantime. `digest` is that of the session's token.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_session(
        &self,
        link: &SignInLink,
        digest: &str,
        session: &Session,
    ) -> Result<bool, StoreError> {
        let item = session_item(digest, session)?;
        let use_up = self
            .delete()
            .set_key(Some(keys::sign_in_link(&link.id).item()))
            .condition_expression("id = :id")
            .expression_attribute_values(":id", text(link.id.as_str()));
        let writes = vec![into_delete(use_up)?, into_put(self.put(item))?];
        self.begin(writes).await
    }

    /// Stores a session that no link began.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_session_beside(
        &self,
        digest: &str,
        session: &Session,
    ) -> Result<(), StoreError> {
        let item = session_item(digest, session)?;
        self.begin(vec![into_put(self.put(item))?]).await.map(drop)
    }

    async fn begin(&self, writes: Vec<TransactWriteItem>) -> Result<bool, StoreError> {
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

    /// Returns the session with this digest of its token. Returns `None` when it has ended.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn session(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        // A session never changes, so what a cheaper read finds is right, or ended a moment ago.
        let read = self.get_cheaply(keys::session(digest)).await?;
        let session: Option<Session> = match read {
            Some(session) => Some(session),
            // It may have begun just now.
            None => self.get(keys::session(digest)).await?,
        };
        Ok(session.filter(|session| session.expires_at > now.as_second()))
    }

    /// Ends a session. It is no error when there is none.
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

    /// Returns the sessions of an address that have not ended, the youngest first, a hundred at most.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn sessions(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<Vec<ListedSession>, StoreError> {
        let page = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::REQUESTER)
            .key_condition_expression("requester_pk = :pk")
            .expression_attribute_values(":pk", text(keys::sessions(desk, email)))
            .scan_index_forward(false)
            .limit(MOST_LISTED)
            .send()
            .await?;
        let digests = page.items().iter().filter_map(keys::session_of);
        let keys = digests.map(|digest| keys::session(digest).item());
        let mut sessions = Vec::new();
        for item in self.items(keys.collect()).await? {
            let Some(digest) = keys::session_of(&item).map(str::to_owned) else {
                continue;
            };
            let session: Session = serde_dynamo::from_item(item)?;
            if session.expires_at > now.as_second() {
                sessions.push(ListedSession { digest, session });
            }
        }
        sessions.sort_by_key(|listed| std::cmp::Reverse(listed.session.began_at));
        Ok(sessions)
    }
}

/// The most sessions of one address that are listed.
const MOST_LISTED: i32 = 100;

fn session_item(digest: &str, session: &Session) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(session)?;
    item.extend(keys::session(digest).item());
    if let Some(began_at) = session.began_at {
        let indexes = keys::session_indexes(&session.desk, &session.email, began_at);
        item.extend(indexes);
    }
    Ok(item)
}

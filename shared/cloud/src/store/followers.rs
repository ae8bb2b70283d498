//! What people said about the mails of incidents.

use super::attributes::{number, text};
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use docket_domain::incident::{Follower, IncidentId};

/// Reads what somebody said from their item, as the table's stream returns it.
///
/// # Errors
/// When the item is none of these.
pub fn follower_of(item: impl Into<serde_dynamo::Item>) -> Result<Follower, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

impl Store {
    /// Returns what somebody with this name said about the mails of an incident.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn follower(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<Option<Follower>, StoreError> {
        self.get(keys::follower(incident, name)).await
    }

    /// Returns some of those who said something, after one of them, with their names.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn followers(
        &self,
        incident: IncidentId,
        after: Option<&str>,
        most: i32,
    ) -> Result<Vec<(String, Follower)>, StoreError> {
        let start = after.map(|name| keys::follower(incident, name).item());
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::followers(incident)))
            .limit(most)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        let read = |item: Item| {
            let name = keys::Key::of(&item).map(|key| key.sk().to_owned());
            Ok((name.unwrap_or_default(), follower_of(item)?))
        };
        let items = found.items.unwrap_or_default();
        items.into_iter().map(read).collect()
    }

    /// Stores what somebody said. The table's stream then causes the mail that asks them, if they have to be asked. Returns `false` if it has changed
    /// meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_follower(&self, name: &str, follower: &Follower) -> Result<bool, StoreError> {
        let mut item: Item = serde_dynamo::to_item(follower)?;
        item.extend(keys::follower(follower.incident, name).item());
        let put = self.client.put_item().table_name(&self.table);
        let put = put.set_item(Some(item));
        let put = match follower.revision {
            0 | 1 => put.condition_expression("attribute_not_exists(pk)"),
            revision => put
                .condition_expression("revision = :before")
                .expression_attribute_values(":before", number(revision - 1)),
        };
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                // It is there if an earlier attempt was written, and only its answer was lost.
                Some(PutItemError::ConditionalCheckFailedException(_)) => {
                    let there = self.follower(follower.incident, name).await?;
                    Ok(there.as_ref() == Some(follower))
                }
                _ => Err(error.into()),
            },
        }
    }
}

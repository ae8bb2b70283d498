//! The secret that links and message IDs are signed with.
//!
//! It is made by whoever needs it first and lives in the table, encrypted at rest as all of it: a secret store of its own
//! would cost something while idle, and every function that needs the secret reads the table anyway.

use super::{Store, StoreError, keys};
use aws_sdk_dynamodb::types::AttributeValue;
use std::sync::Arc;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The secret, once it has been read.
#[derive(Debug, Default)]
pub(super) struct SigningCache(OnceCell<Arc<str>>);

impl Store {
    /// The secret of this stack, 256 random bits at least. It never changes.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn signing_secret(&self) -> Result<Arc<str>, StoreError> {
        let secret = self.signing.0.get_or_try_init(|| async {
            if let Some(secret) = self.read_secret().await? {
                return Ok(secret);
            }
            // Two at once: one of them wins, and both read what it wrote.
            let fresh = format!(
                "{}{}{}",
                Uuid::new_v4().simple(),
                Uuid::new_v4().simple(),
                Uuid::new_v4().simple()
            );
            let written = self
                .client
                .put_item()
                .table_name(&self.table)
                .set_item(Some(keys::signing().item()))
                .item("secret", AttributeValue::S(fresh))
                .condition_expression("attribute_not_exists(pk)")
                .send()
                .await;
            if let Err(error) = written
                && !error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception())
            {
                return Err(StoreError::from(error));
            }
            self.read_secret()
                .await?
                .ok_or_else(|| StoreError::Refused("the signing secret is gone".to_owned()))
        });
        secret.await.map(Arc::clone)
    }

    async fn read_secret(&self) -> Result<Option<Arc<str>>, StoreError> {
        let found = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(keys::signing().item()))
            .consistent_read(true)
            .send()
            .await?;
        Ok(found.item.and_then(|item| {
            item.get("secret")?
                .as_s()
                .ok()
                .map(|secret| Arc::from(secret.as_str()))
        }))
    }
}

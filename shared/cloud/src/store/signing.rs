//! The secret that links and message IDs are signed with.
//!
//! It is made together with the first desks, and is stored in the table, encrypted at rest like the
//! whole table. A secret store would cost something while idle, and every function that needs the
//! secret reads the table anyway.

use super::condition::unless_condition;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

#[derive(Deserialize)]
struct Signing {
    secret: String,
}

impl Store {
    /// Opens the connection to the table and reads the secret while the function starts. An error
    /// is only logged: the first request that needs the table reports it.
    pub async fn warm(&self) {
        // Lambda gives the start of a function ten seconds in all.
        match tokio::time::timeout(Duration::from_secs(3), self.signing_secret()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the table could not be read at the start"),
            Err(_) => tracing::warn!("the table did not answer at the start"),
        }
    }

    /// Returns the secret of this stack, 256 random bits at least. It never changes.
    ///
    /// # Errors
    /// When the table cannot be read, or no desk was ever put into it.
    pub async fn signing_secret(&self) -> Result<Arc<str>, StoreError> {
        let secret = self.secret.get_or_try_init(|| async {
            let found: Option<Signing> = self.get(keys::signing()).await?;
            found
                .map(|signing| Arc::from(signing.secret))
                .ok_or(StoreError::NoSecret)
        });
        secret.await.map(Arc::clone)
    }

    /// Makes the secret if there is none yet.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn make_signing_secret(&self) -> Result<(), StoreError> {
        let fresh: String = (0..3)
            .map(|_| Uuid::new_v4().simple().to_string())
            .collect();
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keys::signing().item()))
            .item("secret", AttributeValue::S(fresh))
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })
        .map(drop)
    }
}

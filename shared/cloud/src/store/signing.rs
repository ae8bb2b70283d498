//! The keys that links are signed with, as they are stored.
//!
//! They are made together with the first desks, and are stored in the table, encrypted at rest like the
//! whole table. A secret store would cost something while idle, and every function that needs the keys
//! reads the table anyway.

use super::condition::unless_condition;
use super::error::StoreError;
use super::keyring::{Keyring, SigningKey};
use super::keys;
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::to_attribute_value;
use std::sync::Arc;
use std::time::Duration;

#[derive(Deserialize)]
struct Stored {
    secret: String,
    #[serde(default)]
    signing_keys: Vec<SigningKey>,
}

impl Store {
    /// Opens the connection to the table and reads the keys while the function starts. An error
    /// is only logged: the first request that needs the table reports it.
    pub async fn warm(&self) {
        // Lambda gives the start of a function ten seconds in all.
        match tokio::time::timeout(Duration::from_secs(3), self.keyring()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the table could not be read at the start"),
            Err(_) => tracing::warn!("the table did not answer at the start"),
        }
    }

    /// Returns the keys of this stack, as they were at most a minute ago.
    ///
    /// # Errors
    /// When the table cannot be read, or no desk was ever put into it.
    pub async fn keyring(&self) -> Result<Arc<Keyring>, StoreError> {
        if let Some(keys) = self.keyring.get(&()) {
            return Ok(keys);
        }
        let keys = Arc::new(self.stored_keyring().await?);
        self.keyring.put((), &keys);
        Ok(keys)
    }

    /// Returns the keys as they are stored.
    ///
    /// # Errors
    /// When the table cannot be read, or no desk was ever put into it.
    pub async fn stored_keyring(&self) -> Result<Keyring, StoreError> {
        let found: Option<Stored> = self.get(keys::signing()).await?;
        let found = found.ok_or(StoreError::NoSecret)?;
        Ok(Keyring::new(found.secret, found.signing_keys))
    }

    /// Forgets the keys that were read, so that they are read again when they are next needed.
    pub fn forget_signing_keys(&self) {
        self.keyring.clear();
    }

    /// Makes the first key if there is none yet.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn make_signing_key(&self) -> Result<(), StoreError> {
        let (stable, first) = (SigningKey::random(&[], None), SigningKey::random(&[], None));
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keys::signing().item()))
            .item("secret", AttributeValue::S(stable.secret))
            .item("signing_keys", to_attribute_value(vec![first])?)
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })
        .map(drop)
    }

    /// Adds a key, which signs in two minutes, and drops those that have ended. Returns the keys as they
    /// are then.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when they are being rotated by somebody else. When the table cannot be read or
    /// written.
    pub async fn rotate_signing_keys(&self, now: Timestamp) -> Result<Keyring, StoreError> {
        let before = self.stored_keyring().await?;
        let after = before.rotated(now);
        let written = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::signing().item()))
            .update_expression("SET signing_keys = :after")
            .condition_expression("attribute_not_exists(signing_keys) OR signing_keys = :before")
            .expression_attribute_values(":before", to_attribute_value(&before.keys)?)
            .expression_attribute_values(":after", to_attribute_value(&after.keys)?)
            .send()
            .await;
        let is_done = unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })?;
        self.forget_signing_keys();
        match is_done {
            true => Ok(after),
            false => Err(StoreError::Busy("the keys are being rotated".to_owned())),
        }
    }
}

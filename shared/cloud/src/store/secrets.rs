//! Secrets of services beside Docket, each under its name.

use super::attributes::text;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use docket_domain::SecretName;
use serde::Deserialize;

#[derive(Deserialize)]
struct Stored {
    secret: String,
}

impl Store {
    /// Returns a secret. Returns `None` if none has that name.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn secret(&self, name: &SecretName) -> Result<Option<String>, StoreError> {
        let stored: Option<Stored> = self.get(keys::secret(name)).await?;
        Ok(stored.map(|stored| stored.secret))
    }

    /// Stores a secret, in place of the one that had the name.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_secret(&self, name: &SecretName, secret: &str) -> Result<(), StoreError> {
        let mut item = keys::secret(name).item();
        item.insert("secret".to_owned(), text(secret));
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Removes a secret.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn delete_secret(&self, name: &SecretName) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let key = keys::secret(name).item();
        delete.set_key(Some(key)).send().await?;
        Ok(())
    }
}

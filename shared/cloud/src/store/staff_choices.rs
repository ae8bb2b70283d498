//! What the desk's people chose to get no mails about.

use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::desk::Occasion;
use docket_domain::{DeskId, EmailAddress};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Choices {
    #[serde(default)]
    muted: BTreeSet<Occasion>,
}

impl Store {
    /// Returns what one of the desk's people wants no mails about.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn muted_occasions(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<BTreeSet<Occasion>, StoreError> {
        let choices: Option<Choices> = self.get_cheaply(keys::staff_choices(desk, email)).await?;
        Ok(choices.unwrap_or_default().muted)
    }

    /// Stores what one of the desk's people wants no mails about.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn mute_occasions(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
        muted: BTreeSet<Occasion>,
    ) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(Choices { muted })?;
        item.extend(keys::staff_choices(desk, email).item());
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }
}

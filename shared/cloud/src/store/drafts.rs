//! Forms that are kept: those that a limit turned away, until their sender confirms them by mail, and those of people who have to sign in
//! first.

use super::commit::Write;
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::into_delete;
use docket_domain::form::Draft;
use docket_domain::{DeskId, EmailAddress, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A form that is kept. The token of its link is the signed ID, so the ID alone opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// The ID: a UUID.
    pub id: String,
    /// The desk of the form.
    pub desk: DeskId,
    /// The address of the requester. The link is mailed to it.
    pub email: EmailAddress,
    /// The language of the mail.
    pub language: Language,
    /// What was typed.
    pub draft: Draft,
    /// The time at which it ends, in seconds since 1970.
    pub expires_at: i64,
}

/// A form that is held until its sender has signed in. The token of its address is the signed ID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldForm {
    /// The ID: a UUID.
    pub id: String,
    /// The desk of the form.
    pub desk: DeskId,
    /// What was typed, with its mistakes.
    pub draft: Draft,
    /// The time at which it ends, in seconds since 1970.
    pub expires_at: i64,
}

impl Store {
    /// Holds a form.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_held_form(&self, form: &HeldForm) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(form)?;
        item.extend(keys::held_form(&form.id).item());
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Returns the held form with this ID. Returns `None` when it has ended.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn held_form(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<HeldForm>, StoreError> {
        let form: Option<HeldForm> = self.get(keys::held_form(id)).await?;
        Ok(form.filter(|form| form.expires_at > now.as_second()))
    }

    /// Ends a held form. It is no error when there is none.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_held_form(&self, id: &str) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        delete
            .set_key(Some(keys::held_form(id).item()))
            .send()
            .await?;
        Ok(())
    }

    /// Keeps a form, unless one is kept under this ID. The table's stream then causes the mail.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_draft(&self, draft: &KeptDraft) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(draft)?;
        item.extend(keys::draft(&draft.id).item());
        let put = self.client.put_item().table_name(&self.table);
        let put = put
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)");
        let kept = unless_condition(put.send().await, |error| {
            error.is_conditional_check_failed_exception()
        });
        kept.map(drop)
    }

    /// Makes the write that ends a kept form with the ticket that it became. It fails when that has happened
    /// before.
    ///
    /// # Errors
    /// When the write cannot be made.
    pub fn draft_used_write(&self, id: &str) -> Result<Write, StoreError> {
        let delete = self
            .delete()
            .set_key(Some(keys::draft(id).item()))
            .condition_expression("attribute_exists(pk)");
        into_delete(delete).map(Write::new)
    }

    /// Returns the form with this ID. Returns `None` when it has ended.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn draft(&self, id: &str, now: Timestamp) -> Result<Option<KeptDraft>, StoreError> {
        let draft: Option<KeptDraft> = self.get(keys::draft(id)).await?;
        Ok(draft.filter(|draft| draft.expires_at > now.as_second()))
    }
}

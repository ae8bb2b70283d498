//! Desks in the table. Each is stored as the text of its file.

use super::attributes::text;
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use super::transact::{cancelled, into_delete, into_put};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, TransactWriteItem};
use docket_domain::DeskId;
use docket_domain::desk::{Desk, Displaced, Life, displaced, memory};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;

/// A desk as it is stored: its file, and what Docket keeps beside it.
#[derive(Deserialize)]
struct Stored {
    source: String,
    /// What the desk had in earlier files.
    #[serde(default)]
    memory: String,
    /// `true` while tickets may stand where an earlier file wants them.
    #[serde(default)]
    unsettled: bool,
    #[serde(flatten)]
    life: Life,
}

/// The file of a desk, as it was last stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The text of the file.
    pub source: String,
    /// `false` while tickets may stand where an earlier file wants them: the change was broken off, or is under way. Or not all of them are
    /// counted.
    pub is_settled: bool,
}

impl Stored {
    fn read(self) -> Option<Desk> {
        let desk = Desk::parse(&self.source).ok()?;
        Some(desk.with_memory(&self.memory).with_life(self.life))
    }
}

/// The condition that there is no desk yet.
const NO_DESK: &str = "attribute_not_exists(pk)";

/// A desk before and after its file was stored.
#[derive(Debug, Clone)]
pub struct DeskChange {
    /// The desk before. `None` if there was none that this version can read.
    pub before: Option<Arc<Desk>>,
    /// The desk now.
    pub after: Arc<Desk>,
    /// The text of its file.
    pub source: String,
    /// The tickets that stand elsewhere now.
    pub displaced: Displaced,
    /// The count of its tickets that has begun, since not all of them were counted.
    pub uncounted: Option<u64>,
}

impl DeskChange {
    /// Returns `true` if it is of no concern to tickets.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.displaced.is_empty() && self.uncounted.is_none()
    }
}

impl Store {
    /// Returns the desk with this ID, as it was at most a minute ago. It may be removed.
    ///
    /// # Errors
    /// When the table cannot be read, or holds a desk that this version does not understand.
    pub async fn desk(&self, id: &DeskId) -> Result<Option<Arc<Desk>>, StoreError> {
        if let Some(desk) = self.desks.get(id) {
            return Ok(Some(desk));
        }
        // This read may be a second behind, and costs half. A desk is cached for a minute anyway.
        let Some(stored) = self.get_cheaply::<Stored>(keys::desk(id)).await? else {
            return Ok(None);
        };
        let desk = stored
            .read()
            .ok_or_else(|| StoreError::Desk(id.to_string()))?;
        let desk = Arc::new(desk);
        self.desks.put(desk.id.clone(), &desk);
        Ok(Some(desk))
    }

    /// Returns the desk with this ID as it is now.
    ///
    /// # Errors
    /// When the table cannot be read, or holds a desk that this version does not understand.
    pub async fn desk_now(&self, id: &DeskId) -> Result<Option<Arc<Desk>>, StoreError> {
        self.desks.remove(id);
        self.desk(id).await
    }

    /// Returns the desk with this ID, if it was read within the last minute.
    #[must_use]
    pub fn known_desk(&self, id: &DeskId) -> Option<Arc<Desk>> {
        self.desks.get(id)
    }

    /// Returns the file of a desk, as it was last stored. The desk may be removed.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn desk_file(&self, id: &DeskId) -> Result<Option<StoredFile>, StoreError> {
        let stored: Option<Stored> = self.get(keys::desk(id)).await?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let is_settled = !stored.unsettled && self.are_counted(id).await?;
        Ok(Some(StoredFile {
            source: stored.source,
            is_settled,
        }))
    }

    /// Returns the logo that the desk's mails show, a PNG. Returns `None` if none was drawn when the desk was stored.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn desk_logo(&self, id: &DeskId) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.item(keys::desk_logo(id)).await?;
        let png = found.and_then(|mut item| match item.remove("png") {
            Some(AttributeValue::B(png)) => Some(png.into_inner()),
            _ => None,
        });
        Ok(png)
    }

    /// Returns the write that stores the logo of a desk's mails, or removes the one of before.
    fn logo_write(
        &self,
        id: &DeskId,
        logo: Option<Vec<u8>>,
    ) -> Result<TransactWriteItem, StoreError> {
        let key = keys::desk_logo(id).item();
        let Some(png) = logo else {
            let delete = Delete::builder().table_name(&self.table);
            return into_delete(delete.set_key(Some(key)));
        };
        let mut item = key;
        item.insert("png".to_owned(), AttributeValue::B(Blob::new(png)));
        into_put(self.put(item))
    }

    /// Notes that all tickets of a desk stand where its file wants them. It does nothing if another file was stored meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn settle_desk(&self, id: &DeskId, source: &str) -> Result<(), StoreError> {
        let settle = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::desk(id).item()))
            .update_expression("REMOVE unsettled")
            .condition_expression("#source = :source")
            .expression_attribute_names("#source", "source")
            .expression_attribute_values(":source", text(source))
            .send();
        unless_condition(settle.await, |error| {
            error.is_conditional_check_failed_exception()
        })?;
        Ok(())
    }

    /// Stores a desk, as the text of its file, with what its earlier files had, and its logo for mails, a PNG. A desk that was
    /// removed is in use again.
    ///
    /// # Errors
    /// When the text is not a desk, or the table cannot be written.
    pub async fn put_desk(
        &self,
        source: &str,
        logo: Option<Vec<u8>>,
    ) -> Result<DeskChange, StoreError> {
        let desk = Desk::parse(source).map_err(|_| StoreError::Desk("given".to_owned()))?;
        let stored: Option<Stored> = self.get(keys::desk(&desk.id)).await?;
        let (mut kept, mut life) = (String::new(), Life::default());
        if let Some(stored) = &stored {
            // Of a file that this version cannot read, nothing is remembered.
            let before = Desk::parse(&stored.source).map_or("", |_| stored.source.as_str());
            kept = memory(&stored.memory, before, &desk);
            life.sessions_from = stored.life.sessions_from;
        }
        let sessions_from = life.sessions_from;
        let unchanged = match &stored {
            None => (NO_DESK, None),
            Some(stored) => ("#source = :source", Some(stored.source.clone())),
        };
        let is_new = stored.is_none();
        let any = stored.as_ref().is_some_and(|stored| stored.unsettled);
        let before = stored.and_then(Stored::read).map(Arc::new);
        let after = Arc::new(desk.with_memory(&kept).with_life(life));
        let moved = before.as_deref().map(|before| displaced(before, &after));
        let displaced = Displaced {
            any,
            ..moved.unwrap_or_default()
        };
        let mut item = keys::desk(&after.id).item();
        item.insert("source".to_owned(), text(source));
        if !displaced.is_empty() {
            item.insert("unsettled".to_owned(), AttributeValue::Bool(true));
        }
        if !kept.is_empty() {
            item.insert("memory".to_owned(), text(kept.as_str()));
        }
        if let Some(from) = sessions_from {
            item.insert("sessions_from".to_owned(), text(from.to_string()));
        }
        let mut put = self.put(item).condition_expression(unchanged.0);
        if let Some(source) = unchanged.1 {
            put = put
                .expression_attribute_names("#source", "source")
                .expression_attribute_values(":source", text(source));
        }
        let mut writes = vec![
            into_put(put)?,
            into_put(self.put(keys::listed_desk(&after.id).item()))?,
            self.logo_write(&after.id, logo)?,
        ];
        // A new desk has no ticket that is not counted.
        if is_new {
            writes.push(self.first_count(&after.id)?);
        }
        if let Err(error) = self.transact(writes).await {
            return Err(match cancelled(&error) {
                Some(_) => StoreError::Busy("somebody else stores the desk".to_owned()),
                None => error.into(),
            });
        }
        self.desks.put(after.id.clone(), &after);
        let uncounted = match is_new || self.are_counted(&after.id).await? {
            true => None,
            false => Some(self.begin_count(&after.id).await?),
        };
        Ok(DeskChange {
            uncounted,
            before,
            after,
            source: source.to_owned(),
            displaced,
        })
    }

    /// Removes a desk: it is in no list, its sessions have ended, and its tickets and its file are kept.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_desk(&self, id: &DeskId, now: Timestamp) -> Result<(), StoreError> {
        let now = text(now.to_string());
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::desk(id).item()))
            .update_expression("SET removed_at = :now, sessions_from = :now")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", now)
            .send()
            .await?;
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::listed_desk(id).item()))
            .send()
            .await?;
        self.desks.remove(id);
        Ok(())
    }

    /// Empties the cache of desks, so that each desk is read again when it is next needed.
    pub fn forget_desks(&self) {
        self.desks.clear();
    }

    /// Returns the IDs of all desks in use, in alphabetical order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn desks(&self) -> Result<Vec<DeskId>, StoreError> {
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::DESKS))
            .send()
            .await?;
        let ids = found
            .items()
            .iter()
            .filter_map(|item| item.get("sk")?.as_s().ok()?.parse().ok());
        Ok(ids.collect())
    }
}

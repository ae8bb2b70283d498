//! Support access: what a company has granted, and all that is on record of it.

use super::attributes::text;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_put, of_revision};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use docket_domain::account::{AccessRecord, SupportAccess};
use docket_domain::{CompanyId, DeskId, DomainName, Format};
use serde::de::DeserializeOwned;

/// A part of what is on record.
#[derive(Debug, Clone)]
pub struct AccessRecords {
    /// The records, the newest first.
    pub records: Vec<AccessRecord>,
    /// `true` if there are older ones.
    pub has_older: bool,
}

/// Reads an item. Leaves out one that a later version wrote in a way that this one cannot read.
fn readable<T: DeserializeOwned>(item: Item) -> Result<Option<T>, StoreError> {
    match format::read(item) {
        Err(StoreError::Later) => Ok(None),
        found => found.map(Some),
    }
}

impl Store {
    /// Returns the last grant of a company for each portal, in the order of the portals, whatever its state. One that a later version
    /// wrote in a way that this one cannot read is left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn support_access(
        &self,
        desk: &DeskId,
        company: &CompanyId,
    ) -> Result<Vec<SupportAccess>, StoreError> {
        let items = self
            .query_access(desk, company)
            .key_condition_expression("pk = :pk AND begins_with(sk, :start)")
            .expression_attribute_values(":start", text(keys::GRANTS))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await?;
        let grants: Result<Vec<_>, _> = items.into_iter().map(readable).collect();
        Ok(grants?.into_iter().flatten().collect())
    }

    /// Returns the last grant of a company for a portal, whatever its state.
    ///
    /// # Errors
    /// When the table cannot be read, or a later version wrote the grant in a way that this one cannot read.
    pub async fn support_access_to(
        &self,
        desk: &DeskId,
        company: &CompanyId,
        portal: &DomainName,
    ) -> Result<Option<SupportAccess>, StoreError> {
        let item = self.item(keys::grant(desk, company, portal)).await?;
        item.map(format::read).transpose()
    }

    /// Returns what is on record of a company, the newest first, at most so many. `before` is the place of the record before which they
    /// are, as [`keys::access_place`] makes it. One that a later version wrote in a way that this one cannot read is left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn access_records(
        &self,
        desk: &DeskId,
        company: &CompanyId,
        before: Option<&str>,
        most: i32,
    ) -> Result<AccessRecords, StoreError> {
        let from = before.map(|place| keys::access_record_at(desk, company, place).item());
        let page = self
            .query_access(desk, company)
            .key_condition_expression("pk = :pk AND begins_with(sk, :start)")
            .expression_attribute_values(":start", text(keys::RECORDS))
            .scan_index_forward(false)
            .limit(most)
            .set_exclusive_start_key(from)
            .send()
            .await?;
        let has_older = page.last_evaluated_key.is_some();
        let items = page.items.unwrap_or_default().into_iter();
        let records: Result<Vec<_>, _> = items.map(readable).collect();
        let records = records?.into_iter().flatten().collect();
        Ok(AccessRecords { records, has_older })
    }

    fn query_access(&self, desk: &DeskId, company: &CompanyId) -> QueryFluentBuilder {
        // A page that somebody is led to after an act has to show it.
        self.client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .expression_attribute_values(":pk", text(keys::support_access(desk, company)))
    }

    /// Stores a grant with what goes on record, in one transaction. Its revision is the one that it was read with, or 0 for a portal that
    /// nothing was granted for, and grows by one. `own` is the record of the act itself, with an ID of its own. Returns `false` when the
    /// grant has changed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written, or a later version wrote the grant.
    pub async fn put_support_access(
        &self,
        access: &SupportAccess,
        own: &AccessRecord,
        further: &[AccessRecord],
    ) -> Result<bool, StoreError> {
        format::check(access.format)?;
        let stored = SupportAccess {
            revision: access.revision + 1,
            format: Format::CURRENT,
            ..access.clone()
        };
        let (desk, company) = (&stored.desk, &stored.company);
        let mut item: Item = serde_dynamo::to_item(&stored)?;
        item.extend(keys::grant(desk, company, &stored.portal).item());
        let put = self.put(item);
        let mut writes = vec![into_put(of_revision(put, access.revision))?];
        let put = self.put(record_item(desk, company, own)?);
        let put = put.condition_expression("attribute_not_exists(pk)");
        writes.push(into_put(put)?);
        for record in further {
            writes.push(into_put(self.put(record_item(desk, company, record)?))?);
        }
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        if cancelled(&error).is_none() {
            return Err(error.into());
        }
        // The record of the act is there if an earlier attempt was written, and only its answer was lost.
        let there = self.item(keys::access_record(desk, company, own)).await?;
        Ok(there.is_some())
    }
}

fn record_item(
    desk: &DeskId,
    company: &CompanyId,
    record: &AccessRecord,
) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(record)?;
    item.extend(keys::access_record(desk, company, record).item());
    Ok(item)
}

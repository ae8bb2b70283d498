//! Companies, and the domains by which their people are known.

use super::attributes::{number, text};
use super::error::StoreError;
use super::format;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_delete, into_put, of_revision};
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::account::Company;
use docket_domain::{CompanyId, DeskId, DomainName, Format};
use serde::Deserialize;

/// A page of companies.
#[derive(Debug, Clone)]
pub struct CompaniesPage {
    /// The companies, by their names.
    pub companies: Vec<Company>,
    /// The company after which the next page begins. `None` on the last page.
    pub next: Option<CompanyId>,
}

/// The outcome of an attempt to store a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyPut {
    /// It is stored.
    Stored,
    /// It has changed meanwhile, or is there already.
    Changed,
    /// A domain belongs to another company.
    DomainTaken(DomainName),
}

/// The attribute of a company that was removed.
const REMOVED: &str = "removed";

/// The note which company a domain belongs to.
#[derive(Deserialize)]
struct Domain {
    company: CompanyId,
}

impl Store {
    /// Returns a company.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn company(
        &self,
        desk: &DeskId,
        id: &CompanyId,
    ) -> Result<Option<Company>, StoreError> {
        let item = self.item(keys::company(desk, id)).await?;
        let item = item.filter(|item| !item.contains_key(REMOVED));
        item.map(format::read).transpose()
    }

    /// Returns `true` if there was a company with this ID, and it was removed. Its tickets still name it, so no other one gets the ID.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn company_was_removed(
        &self,
        desk: &DeskId,
        id: &CompanyId,
    ) -> Result<bool, StoreError> {
        let item = self.item(keys::company(desk, id)).await?;
        Ok(item.is_some_and(|item| item.contains_key(REMOVED)))
    }

    /// Returns the company that a domain belongs to.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn company_of_domain(
        &self,
        desk: &DeskId,
        domain: &DomainName,
    ) -> Result<Option<CompanyId>, StoreError> {
        let note: Option<Domain> = self.get(keys::domain(desk, domain)).await?;
        Ok(note.map(|note| note.company))
    }

    /// Stores a company with its domains, in one transaction. Its revision is the one that it was read with, or 0 for a new one, and grows by
    /// one. `before` is the company as it was read.
    ///
    /// # Errors
    /// When the table cannot be written, or a later version wrote the company.
    pub async fn put_company(
        &self,
        company: &Company,
        before: Option<&Company>,
    ) -> Result<CompanyPut, StoreError> {
        format::check(company.format)?;
        let stored = Company {
            revision: company.revision + 1,
            format: Format::CURRENT,
            ..company.clone()
        };
        let (desk, id) = (&stored.desk, stored.id.as_str());
        let mut item: Item = serde_dynamo::to_item(&stored)?;
        item.extend(keys::company(desk, &stored.id).item());
        item.extend(keys::company_indexes(&stored));
        let put = self.put(item);
        let mut writes = vec![into_put(of_revision(put, company.revision))?];
        let of_before = before.map(|before| before.domains.as_slice());
        let had = of_before.unwrap_or_default();
        let added = stored.domains.iter().filter(|domain| !had.contains(domain));
        let added: Vec<&DomainName> = added.collect();
        for domain in &added {
            let mut note = keys::domain(desk, domain).item();
            note.insert("company".to_owned(), text(id));
            let put = self
                .put(note)
                .condition_expression("attribute_not_exists(pk) OR company = :id")
                .expression_attribute_values(":id", text(id));
            writes.push(into_put(put)?);
        }
        for domain in had.iter().filter(|domain| !stored.domains.contains(domain)) {
            let delete = self
                .delete()
                .set_key(Some(keys::domain(desk, domain).item()))
                .condition_expression("attribute_not_exists(pk) OR company = :id")
                .expression_attribute_values(":id", text(id));
            writes.push(into_delete(delete)?);
        }
        let Err(error) = self.transact(writes).await else {
            return Ok(CompanyPut::Stored);
        };
        let Some(codes) = cancelled(&error) else {
            return Err(error.into());
        };
        let failed = |code: &&str| *code == "ConditionalCheckFailed";
        let taken = codes
            .iter()
            .skip(1)
            .zip(&added)
            .find(|(code, _)| failed(code));
        Ok(match (codes.first().is_some_and(failed), taken) {
            (false, Some((_, domain))) => CompanyPut::DomainTaken((*domain).clone()),
            _ => CompanyPut::Changed,
        })
    }

    /// Removes a company and its domains, in one transaction. A note stays that its ID was used. Returns `false` when it has changed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_company(&self, company: &Company) -> Result<bool, StoreError> {
        let mut note = keys::company(&company.desk, &company.id).item();
        note.insert(REMOVED.to_owned(), AttributeValue::Bool(true));
        let put = self
            .put(note)
            .condition_expression("revision = :before")
            .expression_attribute_values(":before", number(company.revision));
        let mut writes = vec![into_put(put)?];
        for domain in &company.domains {
            let key = keys::domain(&company.desk, domain).item();
            writes.push(into_delete(self.delete().set_key(Some(key)))?);
        }
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        match cancelled(&error) {
            Some(_) => Ok(false),
            None => Err(error.into()),
        }
    }

    /// Returns a page of the companies of a desk whose names begin with that text in lower case, by their names.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn companies(
        &self,
        desk: &DeskId,
        start: &str,
        after: Option<&Company>,
        most: i32,
    ) -> Result<CompaniesPage, StoreError> {
        let partition = text(keys::companies(desk));
        let from = after.map(|company| {
            let mut key: Item = keys::company(desk, &company.id).item();
            key.insert("company_pk".to_owned(), partition.clone());
            key.insert("company_sk".to_owned(), text(keys::company_sk(company)));
            key
        });
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::COMPANY)
            .expression_attribute_values(":pk", partition)
            .limit(most)
            .set_exclusive_start_key(from);
        let query = match start {
            "" => query.key_condition_expression("company_pk = :pk"),
            start => query
                .key_condition_expression("company_pk = :pk AND begins_with(company_sk, :start)")
                .expression_attribute_values(":start", text(start)),
        };
        let page = query.send().await?;
        let id = |item: &Item| {
            let (_, id) = item.get("company_sk")?.as_s().ok()?.rsplit_once('#')?;
            id.parse::<CompanyId>().ok()
        };
        let ids: Vec<CompanyId> = page.items().iter().filter_map(id).collect();
        let next = page.last_evaluated_key().and_then(id);
        let keys = ids.iter().map(|id| keys::company(desk, id).item());
        let items = self.items(keys.collect()).await?;
        let companies: Result<Vec<Company>, _> = items.into_iter().map(format::read).collect();
        let mut companies = companies?;
        companies.sort_by_cached_key(keys::company_sk);
        Ok(CompaniesPage { companies, next })
    }
}

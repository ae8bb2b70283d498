//! Accounts: one item for each person whom a desk knows.

use super::attributes::{number, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_check, into_put};
use aws_sdk_dynamodb::types::ConditionCheck;
use docket_domain::account::Account;
use docket_domain::{CompanyId, DeskId, DomainName, EmailAddress, Format, Language};
use serde::{Deserialize, Serialize};

/// A page of accounts.
#[derive(Debug, Clone)]
pub struct AccountsPage {
    /// The accounts, by their addresses.
    pub accounts: Vec<Account>,
    /// The address after which the next page begins. `None` on the last page.
    pub next: Option<EmailAddress>,
}

/// Somebody who is to be told of their account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The ID: a UUID.
    pub id: String,
    /// The desk.
    pub desk: DeskId,
    /// The address of the account.
    pub email: EmailAddress,
    /// The language of the mail.
    pub language: Language,
    /// The time until which it is kept, in seconds since 1970.
    pub expires_at: i64,
}

impl Store {
    /// Keeps an invitation. The table's stream then causes the mail.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_invitation(&self, invitation: &Invitation) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(invitation)?;
        item.extend(keys::invitation(&invitation.id).item());
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Returns the account of an address, as it was a second ago at most.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn account(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<Option<Account>, StoreError> {
        self.get_cheaply(keys::account(desk, email)).await
    }

    /// Returns the account of an address, as it is now.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn account_now(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<Option<Account>, StoreError> {
        self.get(keys::account(desk, email)).await
    }

    /// Returns the accounts of these addresses, in no order. An address without one is left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn accounts_of(
        &self,
        desk: &DeskId,
        emails: &[EmailAddress],
    ) -> Result<Vec<Account>, StoreError> {
        let keys = emails.iter().map(|email| keys::account(desk, email).item());
        let items = self.items(keys.collect()).await?;
        items.into_iter().map(format::read).collect()
    }

    /// Stores an account. Its revision is the one that it was read with, or 0 for a new one, and grows by one. Returns `false` when it
    /// has changed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written, or a later version wrote the account.
    pub async fn put_account(&self, account: &Account) -> Result<bool, StoreError> {
        let item = account_item(account)?;
        let put = self.client.put_item().table_name(&self.table);
        let put = put.set_item(Some(item));
        let put = match account.revision {
            0 => put.condition_expression("attribute_not_exists(pk)"),
            before => put
                .condition_expression("revision = :before")
                .expression_attribute_values(":before", number(before)),
        };
        unless_condition(put.send().await, |error| {
            error.is_conditional_check_failed_exception()
        })
    }

    /// Stores the new account of somebody at a domain of a company, if the domain is still that company's. Returns `false` otherwise, or when there
    /// is an account.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn join_by_domain(
        &self,
        account: &Account,
        company: &CompanyId,
    ) -> Result<bool, StoreError> {
        let put = self
            .put(account_item(account)?)
            .condition_expression("attribute_not_exists(pk)");
        let domain = DomainName::of(&account.email);
        let check = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keys::domain(&account.desk, &domain).item()))
            .condition_expression("company = :id")
            .expression_attribute_values(":id", text(company.as_str()));
        let writes = vec![into_put(put)?, into_check(check)?];
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        match cancelled(&error) {
            Some(_) => Ok(false),
            None => Err(error.into()),
        }
    }

    /// Removes an account. It is no error when there is none.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_account(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::account(desk, email).item()))
            .send()
            .await?;
        Ok(())
    }

    /// Removes an account, unless it has changed since it was read.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_account_as_read(&self, account: &Account) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let deleted = delete
            .set_key(Some(keys::account(&account.desk, &account.email).item()))
            .condition_expression("revision = :before")
            .expression_attribute_values(":before", number(account.revision))
            .send()
            .await;
        unless_condition(deleted, |error| {
            error.is_conditional_check_failed_exception()
        })
        .map(drop)
    }

    /// Returns a page of the accounts of a desk whose addresses begin with that text, by their addresses.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn accounts(
        &self,
        desk: &DeskId,
        start: &str,
        after: Option<&EmailAddress>,
        most: i32,
    ) -> Result<AccountsPage, StoreError> {
        let partition = keys::accounts(desk);
        let index = (keys::REQUESTER, "requester");
        self.accounts_in(index, &partition, desk, (start, after), most)
            .await
    }

    /// Returns a page of the accounts of a company.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn accounts_of_company(
        &self,
        desk: &DeskId,
        company: &CompanyId,
        after: Option<&EmailAddress>,
        most: i32,
    ) -> Result<AccountsPage, StoreError> {
        let partition = keys::accounts_of_company(desk, company);
        let index = (keys::COMPANY, "company");
        self.accounts_in(index, &partition, desk, ("", after), most)
            .await
    }

    async fn accounts_in(
        &self,
        (index, prefix): (&str, &str),
        partition: &str,
        desk: &DeskId,
        (start, after): (&str, Option<&EmailAddress>),
        most: i32,
    ) -> Result<AccountsPage, StoreError> {
        let [pk, sk] = ["pk", "sk"].map(|key| format!("{prefix}_{key}"));
        let from = after.map(|email| {
            let mut key: Item = keys::account(desk, email).item();
            key.insert(pk.clone(), text(partition));
            key.insert(sk.clone(), text(email.as_str()));
            key
        });
        let mut condition = format!("{pk} = :pk");
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .expression_attribute_values(":pk", text(partition))
            .limit(most)
            .set_exclusive_start_key(from);
        let query = match start {
            "" => query,
            start => {
                condition.push_str(&format!(" AND begins_with({sk}, :start)"));
                query.expression_attribute_values(":start", text(start))
            }
        };
        let page = query.key_condition_expression(condition).send().await?;
        let address = |item: &Item| item.get(&sk)?.as_s().ok()?.parse::<EmailAddress>().ok();
        let emails: Vec<EmailAddress> = page.items().iter().filter_map(address).collect();
        let next = page.last_evaluated_key().and_then(address);
        let mut accounts = self.accounts_of(desk, &emails).await?;
        accounts.sort_by(|one, other| one.email.cmp(&other.email));
        Ok(AccountsPage { accounts, next })
    }
}

/// Makes the item of an account, with its keys and its next revision.
fn account_item(account: &Account) -> Result<Item, StoreError> {
    format::check(account.format)?;
    let stored = Account {
        revision: account.revision + 1,
        format: Format::CURRENT,
        ..account.clone()
    };
    let mut item: Item = serde_dynamo::to_item(&stored)?;
    item.extend(keys::account(&stored.desk, &stored.email).item());
    item.extend(keys::account_indexes(&stored));
    Ok(item)
}

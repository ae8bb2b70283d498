//! Puts back what a table lacks, from a copy of it as point-in-time recovery makes one.

use super::attributes::{number, number_in, text};
use super::commit::ticket_item;
use super::condition::unless_condition;
use super::error::StoreError;
use super::events::event_of;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::TicketId;
use docket_domain::ticket::Ticket;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The attribute of an item that was put back. The stream tells of it as of a new one, and everybody was told of it long ago.
pub const PUT_BACK_AT: &str = "put_back_at";

/// What was put back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PutBack {
    /// Tickets that had lost their state, events or both.
    pub tickets: u64,
    /// Their events.
    pub events: u64,
    /// Other items: desks, and the keys that links are signed with.
    pub others: u64,
}

/// Returns an item that is put back, and that nothing follows from.
fn without_due(mut item: Item, now: Timestamp) -> Item {
    for follows in ["due_pk", "due_sk", "next", "pending"] {
        item.remove(follows);
    }
    item.insert(PUT_BACK_AT.to_owned(), text(now.to_string()));
    item
}

/// The sort keys of the items that a ticket may lack, by the item's kind.
type Items = BTreeMap<String, Item>;

impl Store {
    /// Puts back what this table lacks and the copy has: desks, signing keys, counters that are behind, accounts, companies, choices of the desk's
    /// people, who is on call, pages, tickets, and the deliveries that were sent. A ticket whose state
    /// is there and not behind gets the events that it lacks. Nothing that is there is changed, and what ends by itself, such
    /// as a session, is left out. The tickets are to be counted anew after it. It reads both tables, and may be interrupted and begun again.
    ///
    /// # Errors
    /// When one of the tables fails.
    pub async fn put_back(&self, copy: &Self, now: Timestamp) -> Result<PutBack, StoreError> {
        let mut done = PutBack::default();
        let mut pages = copy
            .client
            .scan()
            .table_name(&copy.table)
            .into_paginator()
            .items()
            .send();
        while let Some(item) = pages.try_next().await? {
            let kind = item
                .get("pk")
                .and_then(|pk| pk.as_s().ok())
                .cloned()
                .unwrap_or_default();
            match (
                kind.split('#').next().unwrap_or_default(),
                keys::kind(&item),
            ) {
                // A desk that was removed since then stays removed.
                ("DESKS", _) if self.is_removed(&item).await? => {}
                // Of an account that is gone, nobody knows whether it was lost or removed. Without them, nobody gets in.
                (
                    "DESK" | "DESKS" | "STACK" | "STAFF" | "ACCOUNT" | "COMPANY" | "DOMAIN"
                    | "SUPPORT_ACCESS" | "ON_CALL" | "PAGING" | "SECRET" | "RATINGS",
                    _,
                ) => done.others += u64::from(self.put_missing(item).await?),
                // What was sent. Of what was still to be sent, nobody knows whether it was.
                ("DELIVERY", _) if item.contains_key("sent_at") => {
                    self.put_missing(item).await?;
                }
                // What happened. It calls nobody any more.
                ("PAGE" | "CALL", _) => {
                    self.put_missing(without_due(item, now)).await?;
                }
                ("COUNTER", _) => self.raise_counter(&item).await?,
                // Each ticket once, by its state in the copy.
                ("TICKET", "TICKET") => self.put_ticket_back(copy, &item, now, &mut done).await?,
                _ => {}
            }
        }
        Ok(done)
    }

    async fn put_ticket_back(
        &self,
        copy: &Self,
        state: &Item,
        now: Timestamp,
        done: &mut PutBack,
    ) -> Result<(), StoreError> {
        let Some(id) = keys::ticket_of(state) else {
            return Ok(());
        };
        let (had, has) = (copy.items_of(&id).await?, self.items_of(&id).await?);
        let is_behind = version(has.get("TICKET")) < version(Some(state));
        let mut events = 0;
        for (sk, item) in had {
            let is_event = sk.starts_with("EVENT#");
            // A file that is gone may have been removed, unless the whole ticket is.
            if has.contains_key(&sk) || !(is_event || is_behind) || sk == "TICKET" {
                continue;
            }
            let mut item = item;
            item.insert(PUT_BACK_AT.to_owned(), text(now.to_string()));
            events += u64::from(self.put_missing(item).await? && is_event);
        }
        let is_put = is_behind && self.put_state_back(&id, state).await?;
        done.events += events;
        done.tickets += u64::from(is_put || events > 0);
        Ok(())
    }

    /// Puts the state of a ticket back: the one that all its events make, or that of the copy if they make none.
    async fn put_state_back(&self, id: &TicketId, state: &Item) -> Result<bool, StoreError> {
        match self.replayed(id).await? {
            Some(item) if version(Some(&item)) > version(Some(state)) => {
                self.put_newer(&item).await
            }
            _ => self.put_newer(state).await,
        }
    }

    /// Returns the item of a ticket as its whole timeline makes it.
    async fn replayed(&self, id: &TicketId) -> Result<Option<Item>, StoreError> {
        let mut ticket: Option<Ticket> = None;
        for (sk, item) in self.items_of(id).await? {
            if !sk.starts_with("EVENT#") {
                continue;
            }
            match Ticket::follow(ticket.take(), &event_of(item)?) {
                Ok(next) => ticket = Some(next),
                Err(_) => return Ok(None),
            }
        }
        let Some(ticket) = ticket else {
            return Ok(None);
        };
        let Some(desk) = self.desk(&ticket.desk).await? else {
            return Ok(None);
        };
        Ok(Some(ticket_item(&ticket, &ticket.placement(&desk))?))
    }

    /// Returns `true` for the entry of a desk in the list of desks that was removed.
    async fn is_removed(&self, entry: &Item) -> Result<bool, StoreError> {
        let id = entry.get("sk").and_then(|id| id.as_s().ok());
        let Some(id) = id.and_then(|id| id.parse().ok()) else {
            return Ok(false);
        };
        let desk = self.item(keys::desk(&id)).await?;
        Ok(desk.is_some_and(|desk| desk.contains_key("removed_at")))
    }

    /// Returns the items of a ticket by their sort keys.
    async fn items_of(&self, id: &TicketId) -> Result<Items, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk");
        let pk = text(keys::ticket(id).pk());
        let query = query
            .expression_attribute_values(":pk", pk)
            .consistent_read(true);
        let mut pages = query.into_paginator().items().send();
        let mut items = Items::new();
        while let Some(item) = pages.try_next().await? {
            if let Some(sk) = item.get("sk").and_then(|sk| sk.as_s().ok()).cloned() {
                items.insert(sk, item);
            }
        }
        Ok(items)
    }

    /// Puts an item where none is. Returns `false` if one is there.
    async fn put_missing(&self, item: Item) -> Result<bool, StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item));
        let put = put
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        unless_condition(put, |error| error.is_conditional_check_failed_exception())
    }

    /// Puts a ticket's state where none is, or an older one.
    async fn put_newer(&self, state: &Item) -> Result<bool, StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(state.clone()));
        let put = put
            .condition_expression("attribute_not_exists(pk) OR #version < :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(version(Some(state))))
            .send()
            .await;
        unless_condition(put, |error| error.is_conditional_check_failed_exception())
    }

    /// Raises a counter of ticket numbers to the one that the copy has.
    async fn raise_counter(&self, item: &Item) -> Result<(), StoreError> {
        let (Some(key), Some(last)) = (keys::Key::of(item), item.get("last_number")) else {
            return Ok(());
        };
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.item()));
        let update = update
            .update_expression("SET last_number = :last")
            .condition_expression("attribute_not_exists(last_number) OR last_number < :last")
            .expression_attribute_values(":last", last.clone())
            .send()
            .await;
        unless_condition(update, |error| {
            error.is_conditional_check_failed_exception()
        })
        .map(drop)
    }
}

/// Returns the version of a ticket's state, or 0 if there is none.
fn version(state: Option<&Item>) -> u64 {
    state
        .and_then(|state| number_in(state, "version"))
        .unwrap_or_default()
}

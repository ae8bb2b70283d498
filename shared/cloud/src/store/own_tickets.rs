//! The tickets of one person or one company.

use super::attributes::text;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item, Key};
use super::table::Store;
use docket_domain::ticket::Ticket;
use docket_domain::{CompanyId, DeskId, EmailAddress, TicketId};
use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;

/// The tickets that tell whether an address has asked for something.
const YOUNGEST: i32 = 25;

/// A page of the tickets of one requester.
#[derive(Debug, Clone)]
pub struct OwnTickets {
    /// The tickets, the youngest first.
    pub tickets: Vec<Ticket>,
    /// The place after which the next page begins. `None` on the last page.
    pub next: Option<OwnPlace>,
}

/// A place in such a list: that of a ticket, whether or not it is still there. It leads nobody into another list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPlace {
    opened_at: Timestamp,
    id: TicketId,
}

/// The error for a text that is no place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list of tickets")]
pub struct OwnPlaceError;

impl fmt::Display for OwnPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.opened_at.as_millisecond(), self.id)
    }
}

impl FromStr for OwnPlace {
    type Err = OwnPlaceError;

    fn from_str(text: &str) -> Result<Self, OwnPlaceError> {
        let (millis, id) = text.split_once('.').ok_or(OwnPlaceError)?;
        let millis = millis.parse().map_err(|_| OwnPlaceError)?;
        let place = Self {
            opened_at: Timestamp::from_millisecond(millis).map_err(|_| OwnPlaceError)?,
            id: id.parse().map_err(|_| OwnPlaceError)?,
        };
        match place.to_string() == text {
            true => Ok(place),
            false => Err(OwnPlaceError),
        }
    }
}

/// Whose tickets a list has.
#[derive(Debug, Clone, Copy)]
pub enum OwnList<'a> {
    /// Those that an address asked for.
    Requester(&'a EmailAddress),
    /// Those that an address is copied on.
    Watcher(&'a EmailAddress),
    /// Those of a company.
    Company(&'a CompanyId),
}

impl OwnList<'_> {
    /// The index, and the beginning of the names of its keys.
    fn index(self) -> (&'static str, &'static str) {
        match self {
            Self::Requester(_) | Self::Watcher(_) => (keys::REQUESTER, "requester"),
            Self::Company(_) => (keys::COMPANY, "company"),
        }
    }

    fn partition(self, desk: &DeskId) -> String {
        match self {
            Self::Requester(email) => keys::requester_partition(desk, email),
            Self::Watcher(email) => keys::watcher_partition(desk, email),
            Self::Company(company) => keys::company_partition(desk, company),
        }
    }

    /// The key of what stands in the index for a ticket.
    fn key(self, id: &TicketId) -> Key {
        match self {
            Self::Watcher(email) => keys::watcher(id, email),
            Self::Requester(_) | Self::Company(_) => keys::ticket(id),
        }
    }

    /// The place that a key of the index stands for.
    fn place(self, key: &Item) -> Option<OwnPlace> {
        let (_, name) = self.index();
        let sk = key.get(&format!("{name}_sk"))?.as_s().ok()?;
        let (opened_at, id) = sk.split_once('#')?;
        Some(OwnPlace {
            opened_at: opened_at.parse().ok()?,
            id: id.parse().ok()?,
        })
    }

    /// Returns `true` if a ticket is in the list. The index may be behind.
    fn has(self, ticket: &Ticket) -> bool {
        match self {
            Self::Requester(email) => ticket.requester.email == *email,
            Self::Watcher(email) => ticket.watchers.contains(email),
            Self::Company(company) => ticket.company.as_ref() == Some(company),
        }
    }
}

impl Store {
    /// Returns a page of somebody's tickets at a desk, the youngest first. `after` is the [`OwnTickets::next`] of the page before, `most` the
    /// most tickets of a page, 100 at most. A ticket that this version cannot read is left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn own_tickets(
        &self,
        desk: &DeskId,
        list: OwnList<'_>,
        after: Option<&OwnPlace>,
        most: i32,
    ) -> Result<OwnTickets, StoreError> {
        let page = self.own_index(desk, list, after, most).await?;
        let found: Vec<TicketId> = page.items().iter().filter_map(keys::ticket_of).collect();
        let next = page.last_evaluated_key().and_then(|key| list.place(key));
        let mut tickets = self.tickets(&found).await?;
        tickets.retain(|ticket| ticket.desk == *desk && list.has(ticket));
        let place = |ticket: &Ticket| found.iter().position(|id| *id == ticket.id);
        tickets.sort_by_key(place);
        Ok(OwnTickets { tickets, next })
    }

    /// Returns `true` if an address has asked for something at a desk, and has not said that it was somebody else. Only its youngest
    /// tickets count.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn has_own_tickets(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<bool, StoreError> {
        let own = self
            .own_tickets(desk, OwnList::Requester(email), None, YOUNGEST)
            .await?;
        Ok(own.tickets.iter().any(|ticket| !ticket.disowned))
    }

    async fn own_index(
        &self,
        desk: &DeskId,
        list: OwnList<'_>,
        after: Option<&OwnPlace>,
        most: i32,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, StoreError> {
        let partition = text(list.partition(desk));
        let (index, name) = list.index();
        let [pk, sk] = ["pk", "sk"].map(|key| format!("{name}_{key}"));
        let start = after.map(|place| {
            let mut key: Item = Key::item(list.key(&place.id));
            key.insert(pk.clone(), partition.clone());
            key.insert(sk, text(keys::arrival(place.opened_at, &place.id)));
            key
        });
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .key_condition_expression(format!("{pk} = :pk"))
            .expression_attribute_values(":pk", partition)
            .scan_index_forward(false)
            .limit(most)
            .set_exclusive_start_key(start);
        Ok(query.send().await?)
    }

    /// Reads tickets, in no order. One that is not there, or of a later version, is left out.
    async fn tickets(&self, ids: &[TicketId]) -> Result<Vec<Ticket>, StoreError> {
        let keys = ids.iter().map(|id| keys::ticket(id).item());
        let mut tickets = Vec::new();
        for item in self.items(keys.collect()).await? {
            match format::read(item) {
                Ok(ticket) => tickets.push(ticket),
                Err(StoreError::Later) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(tickets)
    }
}

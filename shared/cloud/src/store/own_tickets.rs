//! The tickets of one person or one company.

use super::attributes::text;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item, Key};
use super::table::Store;
use docket_domain::ticket::Ticket;
use docket_domain::{CompanyId, DeskId, EmailAddress, TicketId};

/// The tickets that tell whether an address has asked for something.
const YOUNGEST: i32 = 25;

/// A page of the tickets of one requester.
#[derive(Debug, Clone)]
pub struct OwnTickets {
    /// The tickets, the youngest first.
    pub tickets: Vec<Ticket>,
    /// The ticket after which the next page begins. `None` on the last page.
    pub next: Option<TicketId>,
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
    fn key(self, ticket: &Ticket) -> Key {
        match self {
            Self::Watcher(email) => keys::watcher(&ticket.id, email),
            Self::Requester(_) | Self::Company(_) => keys::ticket(&ticket.id),
        }
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
        after: Option<&Ticket>,
        most: i32,
    ) -> Result<OwnTickets, StoreError> {
        let page = self.own_index(desk, list, after, most).await?;
        let found: Vec<TicketId> = page.items().iter().filter_map(keys::ticket_of).collect();
        let next = page.last_evaluated_key().and_then(keys::ticket_of);
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
        after: Option<&Ticket>,
        most: i32,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, StoreError> {
        let partition = text(list.partition(desk));
        let (index, name) = list.index();
        let [pk, sk] = ["pk", "sk"].map(|key| format!("{name}_{key}"));
        let start = after.map(|ticket| {
            let mut key: Item = Key::item(list.key(ticket));
            key.insert(pk.clone(), partition.clone());
            key.insert(sk, text(keys::requester_sk(ticket)));
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

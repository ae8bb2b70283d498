//! Reads tickets, their files and their timelines, which are read in pages.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::{events, format};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use docket_domain::TicketId;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Event, EventId, Ticket};
use std::ops::RangeInclusive;

/// The most events that one page of a timeline holds.
pub const PAGE: usize = 50;
/// The items of a ticket without files that are read beside its events: itself, and the count of its
/// files. A query for more would pay for events that nobody sees.
const BESIDE_EVENTS: usize = 2;

/// How new what is read has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// As new as the last change that was answered. A read costs twice as much as the other one.
    Latest,
    /// At least as new as that version of the ticket. What happened within the last second may be
    /// missing otherwise.
    AtLeast(u64),
}

/// The number of times that a ticket is read again, when a change is just being written.
const ATTEMPTS: u32 = 4;

/// A ticket with the newest events and its files.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The ticket.
    pub ticket: Ticket,
    /// The first event, which opened the ticket.
    pub opening: Event,
    /// The newest events in order, at most [`PAGE`]. They begin with the opening if there are no
    /// others.
    pub events: Vec<Event>,
    /// The ticket's files: stored, being uploaded or inspected, and quarantined.
    pub files: Vec<Attachment>,
}

/// What one query finds of a ticket.
struct Newest {
    ticket: Ticket,
    events: Vec<Event>,
    files: Vec<Attachment>,
}

impl Newest {
    /// Returns `true` if the events are those before the ticket's version, without a gap. A query does
    /// not read a transaction as a whole.
    fn is_whole(&self) -> bool {
        let numbers = self.events.iter().rev().map(|event| event.sequence);
        let found = numbers.clone().count();
        let wanted = (1..=self.ticket.version).rev().take(PAGE);
        found == wanted.clone().count() && numbers.eq(wanted)
    }
}

/// Returns the limit of a query for that many items.
fn limit(items: usize) -> i32 {
    i32::try_from(items).unwrap_or(i32::MAX)
}

/// Reads a file. Leaves out one that a later version wrote in a way that this one cannot read.
fn readable(item: Item) -> Result<Option<Attachment>, StoreError> {
    match format::read(item) {
        Err(StoreError::Later) => Ok(None),
        file => file.map(Some),
    }
}

impl Store {
    /// Returns the ticket with this ID.
    ///
    /// # Errors
    /// When the table cannot be read, or a later version of Docket wrote the ticket in a way that this
    /// one cannot read.
    pub async fn ticket(&self, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        let item = self.item(keys::ticket(id)).await?;
        item.map(format::read).transpose()
    }

    /// Returns the ticket with this ID, its newest events and its files. The cost does not grow with
    /// the age of the ticket.
    ///
    /// A read that is behind, or that met a change half written, is repeated consistently.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn timeline(
        &self,
        id: &TicketId,
        freshness: Freshness,
    ) -> Result<Option<Timeline>, StoreError> {
        if let Freshness::AtLeast(version) = freshness {
            let found = self.newest(id, false).await?;
            // It may also miss a ticket that was opened just now.
            if let Some(found) = found.filter(|found| found.is_whole())
                && found.ticket.version >= version
            {
                return self.with_opening(found).await.map(Some);
            }
        }
        let mut found = self.newest(id, true).await?;
        for _ in 1..ATTEMPTS {
            match &found {
                Some(found) if !found.is_whole() => {}
                _ => break,
            }
            found = self.newest(id, true).await?;
        }
        match found {
            Some(found) => self.with_opening(found).await.map(Some),
            None => Ok(None),
        }
    }

    async fn newest(&self, id: &TicketId, consistent: bool) -> Result<Option<Newest>, StoreError> {
        let (mut ticket, mut events, mut files) = (None, Vec::new(), Vec::new());
        let mut query = self
            .query_ticket(id, keys::TICKET_ITEMS.map(str::to_owned))
            .consistent_read(consistent)
            .scan_index_forward(false)
            .limit(limit(PAGE + BESIDE_EVENTS));
        loop {
            let page = query.clone().send().await?;
            for item in page.items.unwrap_or_default() {
                match keys::kind(&item) {
                    "TICKET" => ticket = Some(format::read(item)?),
                    "FILE" => files.extend(readable(item)?),
                    "EVENT" if events.len() < PAGE => events.push(events::event_of(item)?),
                    _ => {}
                }
            }
            if page.last_evaluated_key.is_none() || events.len() >= PAGE {
                break;
            }
            query = query
                .set_exclusive_start_key(page.last_evaluated_key)
                .limit(limit(PAGE - events.len()));
        }
        let Some(ticket): Option<Ticket> = ticket else {
            return Ok(None);
        };
        events.reverse();
        files.reverse();
        // An event that was written after the ticket was read is not part of this moment.
        events.retain(|event: &Event| event.sequence <= ticket.version);
        Ok(Some(Newest {
            ticket,
            events,
            files,
        }))
    }

    async fn with_opening(&self, newest: Newest) -> Result<Timeline, StoreError> {
        let Newest {
            ticket,
            events,
            files,
        } = newest;
        let opening = match events.first().filter(|event| event.sequence == 1) {
            Some(first) => first.clone(),
            None => self.opening(&ticket.id).await?,
        };
        Ok(Timeline {
            ticket,
            opening,
            events,
            files,
        })
    }

    /// Returns the first event of a ticket.
    ///
    /// # Errors
    /// When the table cannot be read, or the ticket has no first event.
    pub async fn opening(&self, id: &TicketId) -> Result<Event, StoreError> {
        let opening = self.events(id, &(1..=1)).await?.pop();
        opening.ok_or_else(|| StoreError::NoOpening(id.to_string()))
    }

    /// Returns the events of a ticket with these numbers, in order: at most [`PAGE`], the last ones.
    /// The ticket has all of them. Events never change, and a timeline has no gaps: so a cheap read
    /// that finds all of them is right, and one that does not is repeated consistently.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn events(
        &self,
        id: &TicketId,
        sequences: &RangeInclusive<u64>,
    ) -> Result<Vec<Event>, StoreError> {
        let wanted = (sequences.end() + 1).saturating_sub(*sequences.start());
        let wanted = usize::try_from(wanted).map_or(PAGE, |wanted| wanted.min(PAGE));
        let found = self.events_read(id, sequences, false).await?;
        if found.len() >= wanted {
            return Ok(found);
        }
        self.events_read(id, sequences, true).await
    }

    async fn events_read(
        &self,
        id: &TicketId,
        sequences: &RangeInclusive<u64>,
        consistent: bool,
    ) -> Result<Vec<Event>, StoreError> {
        let mut found = Vec::new();
        let mut query = self
            .query_ticket(id, keys::events(sequences))
            .consistent_read(consistent)
            .scan_index_forward(false)
            .limit(limit(PAGE));
        loop {
            let page = query.clone().send().await?;
            for item in page.items.unwrap_or_default() {
                found.push(events::event_of(item)?);
            }
            if page.last_evaluated_key.is_none() || found.len() >= PAGE {
                found.truncate(PAGE);
                found.reverse();
                return Ok(found);
            }
            query = query.set_exclusive_start_key(page.last_evaluated_key);
        }
    }

    /// Returns one event. The read is a consistent one.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn event(&self, id: &EventId) -> Result<Option<Event>, StoreError> {
        let found = self.item(keys::event(id)).await?;
        found.map(events::event_of).transpose()
    }

    /// Returns the files of a ticket.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn files(&self, id: &TicketId) -> Result<Vec<Attachment>, StoreError> {
        let items = self
            .query_ticket(id, keys::TICKET_FILES.map(str::to_owned))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await?;
        let files: Result<Vec<_>, _> = items.into_iter().map(readable).collect();
        Ok(files?.into_iter().flatten().collect())
    }

    /// Makes a query for the items of a ticket between these sort keys.
    fn query_ticket(&self, id: &TicketId, [first, last]: [String; 2]) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":pk", text(keys::ticket(id).pk()))
            .expression_attribute_values(":first", text(first))
            .expression_attribute_values(":last", text(last))
    }
}

//! Reads tickets, their files and their timelines, which are read in pages.

use super::attributes::text;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use super::{events, format};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use docket_domain::TicketId;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Event, EventId, Ticket};
use std::ops::RangeInclusive;

/// The most events that one page of a timeline holds.
pub const PAGE: usize = 50;
/// The items that the first query for a ticket asks for: itself, the count of its files, some files
/// and [`PAGE`] events.
const FIRST_QUERY: i32 = 60;

/// How new what is read has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// As new as the last change that was answered. A read costs twice as much as the other one.
    Latest,
    /// At least as new as that version of the ticket. What happened within the last second may be
    /// missing otherwise.
    AtLeast(u64),
}

/// A ticket with the newest events and its files, all of one moment.
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

impl Store {
    /// Returns the ticket with this ID.
    ///
    /// # Errors
    /// When the table cannot be read, or a later version of Docket wrote the ticket in a way that this
    /// one cannot read.
    pub async fn ticket(&self, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        let item = self.item(keys::ticket(id)).await?;
        item.map(format::ticket_of).transpose()
    }

    /// Returns the ticket with this ID, its newest events and its files. The cost does not grow with
    /// the age of the ticket.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn timeline(
        &self,
        id: &TicketId,
        freshness: Freshness,
    ) -> Result<Option<Timeline>, StoreError> {
        if let Freshness::AtLeast(version) = freshness {
            let found = self.timeline_read(id, false).await?;
            // A read that is behind may also miss a ticket that was opened just now.
            if found
                .as_ref()
                .is_some_and(|found| found.ticket.version >= version)
            {
                return Ok(found);
            }
        }
        self.timeline_read(id, true).await
    }

    async fn timeline_read(
        &self,
        id: &TicketId,
        consistent: bool,
    ) -> Result<Option<Timeline>, StoreError> {
        let (mut ticket, mut newest, mut files) = (None, Vec::new(), Vec::new());
        let mut query = self
            .query_ticket(id, keys::TICKET_ITEMS.map(str::to_owned))
            .consistent_read(consistent)
            .scan_index_forward(false)
            .limit(FIRST_QUERY);
        loop {
            let page = query.clone().send().await?;
            for item in page.items.unwrap_or_default() {
                match keys::kind(&item) {
                    "TICKET" => ticket = Some(format::ticket_of(item)?),
                    "FILE" => files.push(format::file_of(item)?),
                    "EVENT" if newest.len() < PAGE => newest.push(events::event_of(item)?),
                    _ => {}
                }
            }
            if page.last_evaluated_key.is_none() || newest.len() >= PAGE {
                break;
            }
            query = query.set_exclusive_start_key(page.last_evaluated_key);
        }
        let Some(ticket) = ticket else {
            return Ok(None);
        };
        newest.reverse();
        files.reverse();
        // An event that was written after the ticket was read is not part of this moment.
        newest.retain(|event| event.sequence <= ticket.version);
        let opening = match newest.first().filter(|event| event.sequence == 1) {
            Some(first) => Some(first.clone()),
            None => self.events(id, &(1..=1)).await?.pop(),
        };
        let opening = opening.ok_or_else(|| StoreError::NoOpening(id.to_string()))?;
        Ok(Some(Timeline {
            ticket,
            opening,
            events: newest,
            files,
        }))
    }

    /// Returns the events of a ticket with these numbers, in order: at most [`PAGE`], the last ones.
    /// Events never change, so the read need not be a consistent one.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn events(
        &self,
        id: &TicketId,
        sequences: &RangeInclusive<u64>,
    ) -> Result<Vec<Event>, StoreError> {
        let mut found = Vec::new();
        let mut query = self
            .query_ticket(id, keys::events(sequences))
            .scan_index_forward(false)
            .limit(i32::try_from(PAGE).unwrap_or(i32::MAX));
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
        items.into_iter().map(format::file_of).collect()
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

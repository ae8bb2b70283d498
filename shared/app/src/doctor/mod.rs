//! Checks that what is stored fits together: states and timelines, files and their counts, numbers, and what is due. No request
//! waits for this.

mod ticket;

use docket_cloud::{Store, StoreError};
use docket_domain::attachment::Attachment;
use docket_domain::desk::Desk;
use docket_domain::{DeskId, TicketId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long the sweep may be behind. It looks each minute, and more often when it has much to do.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The number of tickets that were checked.
    pub tickets: u64,
    /// The number of their events.
    pub events: u64,
    /// The number of their files, those that were refused or are gone included.
    #[serde(default)]
    pub files: u64,
    /// The number of events that this version does not understand: a later one wrote them, or they are
    /// damaged. A ticket with such an event cannot be compared.
    pub unknown_events: u64,
    /// What is wrong, each in one sentence that begins with the ticket or the desk.
    pub faults: Vec<String>,
}

impl Report {
    fn add(&mut self, other: Self) {
        self.tickets += other.tickets;
        self.events += other.events;
        self.files += other.files;
        self.unknown_events += other.unknown_events;
        self.faults.extend(other.faults);
    }
}

/// Storage, as far as it can be looked at.
pub trait Bucket {
    /// Looks whether storage holds this file, whole. The error says what is wrong.
    fn holds(&self, file: &Attachment) -> impl Future<Output = Result<(), String>> + Send;
}

/// Storage that is not looked at.
#[derive(Debug, Clone, Copy)]
pub struct OutOfSight;

impl Bucket for OutOfSight {
    async fn holds(&self, _: &Attachment) -> Result<(), String> {
        Ok(())
    }
}

/// Checks everything in a table, and that storage holds its files. Tickets may change meanwhile. `now` is `None` for a table on which
/// nothing runs: there it is no fault that something is due.
///
/// # Errors
/// When the table cannot be read.
pub async fn examine(
    store: &Store,
    bucket: &impl Bucket,
    now: Option<Timestamp>,
) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut highest: BTreeMap<String, TicketId> = BTreeMap::new();
    let mut place = None;
    loop {
        let (tickets, next) = store.tickets_from(place).await?;
        for id in tickets {
            report.add(ticket::examine(store, bucket, &id).await?);
            let highest = highest.entry(id.prefix().to_string());
            let highest = highest.or_insert_with(|| id.clone());
            if id.number() > highest.number() {
                *highest = id;
            }
        }
        place = next;
        if place.is_none() {
            break;
        }
    }
    for desk in store.desks().await? {
        // A desk that cannot be read is told of where it is used.
        if let Ok(Some(desk)) = store.desk(&desk).await {
            report.faults.extend(behind(store, &desk, &highest).await?);
        }
        if store.counts(&desk).await?.is_none() {
            report.faults.push(format!(
                "{desk}: its tickets are not all counted: `docket desks apply` counts them"
            ));
        }
    }
    let due = match now {
        Some(now) => store.overdue(now - BEHIND).await?,
        None => 0,
    };
    if due > 0 {
        report.faults.push(format!(
            "{due} tickets and files are due for more than an hour: the sweep does not run, or fails"
        ));
    }
    Ok(report)
}

/// Looks whether a desk would give a number a second time.
async fn behind(
    store: &Store,
    desk: &Arc<Desk>,
    highest: &BTreeMap<String, TicketId>,
) -> Result<Option<String>, StoreError> {
    let id: &DeskId = &desk.id;
    let Some(highest) = highest.get(desk.ticket_prefix.as_str()) else {
        return Ok(None);
    };
    let last = store.last_number(id).await?.unwrap_or_default();
    let behind = last < highest.number();
    Ok(behind.then(|| format!("{id}: its last number is {last}, and there is {highest} already")))
}

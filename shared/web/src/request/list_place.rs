//! The place in a list from which somebody came to a ticket.

use super::call::Call;
use super::listed_assignee::ListedAssignee;
use crate::pages::Left;
use crate::problem::Problem;
use docket_cloud::store::Queue;
use docket_domain::desk::{Desk, Phase};
use docket_domain::{EmailAddress, TicketId};

/// The place in a list from which an agent came to a ticket. It stands in the addresses of the pages that they go through, so
/// that they get back to it, and on to the next ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    /// The list: the queue of this phase.
    pub phase: Phase,
    /// Whose tickets the list has.
    pub assignee: ListedAssignee,
    /// The cursor of the page of the list. `None` for the first page.
    pub cursor: Option<String>,
}

impl ListPlace {
    /// Returns the first page of the queue of a phase.
    #[must_use]
    pub fn beginning_of(phase: Phase) -> Self {
        Self {
            phase,
            assignee: ListedAssignee::All,
            cursor: None,
        }
    }

    /// Reads the place from the query. Returns `None` when the reader came from no list.
    #[must_use]
    pub fn of(call: &Call) -> Option<Self> {
        Some(Self {
            phase: call.query("phase")?.parse().ok()?,
            assignee: call
                .query("assignee")
                .and_then(ListedAssignee::named)
                .unwrap_or_default(),
            cursor: call.query("cursor").map(str::to_owned),
        })
    }

    /// Returns the list, for this reader.
    #[must_use]
    pub fn queue<'a>(&'a self, desk: &'a Desk, reader: &'a EmailAddress) -> Queue<'a> {
        Queue {
            desk: &desk.id,
            phase: self.phase,
            whose: self.assignee.whose(desk, reader),
        }
    }
}

/// The events that tell of an act: its own, and one before and after it.
const EVENTS_OF_AN_ACT: u64 = 3;

/// Loads the ticket that an agent had before, and that has left the list, as the address tells. Only for those who work at the
/// desk.
///
/// # Errors
/// When the table cannot be read.
pub async fn ticket_that_left(call: &Call, desk: &Desk) -> Result<Option<Left>, Problem> {
    let Some(id) = call.query("after").and_then(TicketId::pasted) else {
        return Ok(None);
    };
    let store = &call.cloud.store;
    let ticket = store.ticket(&id).await?;
    let Some(ticket) = ticket.filter(|ticket| ticket.desk == *desk.id) else {
        return Ok(None);
    };
    let first = ticket.version.saturating_sub(EVENTS_OF_AN_ACT - 1).max(1);
    let newest = store.events(&id, &(first..=ticket.version)).await?;
    Ok(Some(Left { ticket, newest }))
}

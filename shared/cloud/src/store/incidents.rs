//! Incidents: their state, their events, and the board that shows them.

use super::commit::Write;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_check, into_put, into_update, of_version};
use super::{attributes, format};
use aws_sdk_dynamodb::types::ConditionCheck;
use docket_domain::incident::{Incident, IncidentEvent, IncidentId, IncidentTask, StatusBoard};
use docket_domain::{DeskId, Format, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A change of an incident, ready to be written.
#[derive(Debug)]
pub struct IncidentCommit<'a> {
    /// The incident as it is after the event.
    pub incident: &'a Incident,
    /// The event. It follows the version that the change was decided on.
    pub event: &'a IncidentEvent,
    /// The status board after it.
    pub board: &'a StatusBoard,
    /// `true` if everybody is told of it who is told of the incident.
    pub is_told: bool,
    /// What is done with its tickets, and from when the sweep does it.
    pub task: Option<(IncidentTask, Timestamp)>,
}

/// An update that is being told, with how far that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// The incident.
    pub incident: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// The event that brings the update.
    pub sequence: u64,
    /// The last ticket whose people were told. `None` before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_ticket: Option<TicketId>,
    /// `true` once the people of all tickets were told: the followers come next.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tickets_are_done: bool,
    /// The name of the last follower who was told. `None` before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_follower: Option<String>,
}

impl Telling {
    /// Returns that of an event of which nobody was told.
    fn new(incident: &Incident, sequence: u64) -> Self {
        Self {
            incident: incident.id,
            desk: incident.desk.clone(),
            sequence,
            after_ticket: None,
            tickets_are_done: false,
            after_follower: None,
        }
    }
}

/// Reads the note that an update is being told from its item, as the table's stream returns it.
///
/// # Errors
/// When the item is no such note.
pub fn telling_of(item: impl Into<serde_dynamo::Item>) -> Result<Telling, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

impl Store {
    /// Returns an incident.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn incident(&self, id: IncidentId) -> Result<Option<Incident>, StoreError> {
        let item = self.item(keys::incident(id)).await?;
        item.map(format::read).transpose()
    }

    /// Returns the events of an incident, in order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn incident_events(&self, id: IncidentId) -> Result<Vec<IncidentEvent>, StoreError> {
        self.all_of_kind(keys::incident_partition(id), keys::INCIDENT_EVENTS)
            .await
    }

    /// Returns an event of an incident.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn incident_event(
        &self,
        id: IncidentId,
        sequence: u64,
    ) -> Result<Option<IncidentEvent>, StoreError> {
        self.get(keys::incident_event(id, sequence)).await
    }

    /// Returns the first tickets of an incident after one of them, in the order of their IDs, and whether there are more than
    /// [`Store::LINKED_AT_ONCE`].
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn incident_tickets(
        &self,
        id: IncidentId,
        after: Option<&TicketId>,
    ) -> Result<(Vec<TicketId>, bool), StoreError> {
        self.linked_tickets(keys::incident_partition(id), after)
            .await
    }

    /// Returns the board of a desk. What changed within the last second may be missing.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn status_board(&self, desk: &DeskId) -> Result<StatusBoard, StoreError> {
        let board = self.get_cheaply(keys::status_board(desk)).await?;
        Ok(board.unwrap_or_default())
    }

    /// Returns the board of a desk as it is now.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn status_board_now(&self, desk: &DeskId) -> Result<StatusBoard, StoreError> {
        Ok(self
            .get(keys::status_board(desk))
            .await?
            .unwrap_or_default())
    }

    /// Writes a change of an incident in one transaction. Returns `false` if the incident or the board has changed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn commit_incident(&self, commit: IncidentCommit<'_>) -> Result<bool, StoreError> {
        let IncidentCommit {
            incident,
            event,
            board,
            is_told,
            task,
        } = commit;
        format::check(incident.format)?;
        let mut state: Item = serde_dynamo::to_item(Incident {
            format: Format::CURRENT,
            ..incident.clone()
        })?;
        state.extend(keys::incident(incident.id).item());
        let mut stored: Item = serde_dynamo::to_item(event)?;
        stored.extend(keys::incident_event(incident.id, event.sequence).item());
        let mut shown: Item = serde_dynamo::to_item(board)?;
        shown.extend(keys::status_board(&incident.desk).item());
        let mut writes = vec![
            into_put(of_version(self.put(state), event.sequence - 1))?,
            into_put(of_version(self.put(stored), 0))?,
            into_put(of_version(self.put(shown), board.version - 1))?,
        ];
        if is_told {
            let item = telling_item(&Telling::new(incident, event.sequence))?;
            writes.push(into_put(self.put(item))?);
        }
        if let Some((task, at)) = task {
            let name = task.work.name();
            let mut item: Item = serde_dynamo::to_item(&task)?;
            item.extend(keys::incident_task(incident.id, name).item());
            item.extend(keys::incident_task_due(incident.id, name, at));
            writes.push(into_put(self.put(item))?);
        }
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        if cancelled(&error).is_none() {
            return Err(error.into());
        }
        // It is there if an earlier attempt was written, and only its answer was lost.
        let there = self.incident_event(incident.id, event.sequence).await?;
        Ok(there.as_ref() == Some(event))
    }

    /// Makes the writes of the note that a ticket is linked to an incident, on the condition that it still goes on.
    ///
    /// # Errors
    /// When they cannot be made.
    pub fn incident_ticket_writes(
        &self,
        incident: IncidentId,
        ticket: &TicketId,
        now: Timestamp,
    ) -> Result<[Write; 2], StoreError> {
        let goes_on = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keys::incident(incident).item()))
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(closed_at)");
        Ok([
            self.link_write(keys::incident_partition(incident), ticket, now)?,
            Write::new(into_check(goes_on)?),
        ])
    }

    /// Makes the write that removes it.
    ///
    /// # Errors
    /// When it cannot be written as an item.
    pub fn end_incident_ticket_write(
        &self,
        incident: IncidentId,
        ticket: &TicketId,
    ) -> Result<Write, StoreError> {
        self.unlink_write(keys::incident_partition(incident), ticket)
    }

    /// Returns how far an update is told. Returns `None` once everybody was.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn telling(
        &self,
        incident: IncidentId,
        sequence: u64,
    ) -> Result<Option<Telling>, StoreError> {
        self.get(keys::telling(incident, sequence)).await
    }

    /// Begins to tell of an event of an incident.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_telling(
        &self,
        incident: &Incident,
        sequence: u64,
    ) -> Result<(), StoreError> {
        self.advance_telling(&Telling::new(incident, sequence))
            .await
    }

    /// Notes how far an update is told; the table's stream then causes the rest.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn advance_telling(&self, telling: &Telling) -> Result<(), StoreError> {
        let put = self.client.put_item().table_name(&self.table);
        let item = telling_item(telling)?;
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Notes that everybody was told of an update.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_telling(&self, telling: &Telling) -> Result<(), StoreError> {
        let key = keys::telling(telling.incident, telling.sequence).item();
        let delete = self.client.delete_item().table_name(&self.table);
        delete.set_key(Some(key)).send().await?;
        Ok(())
    }

    /// Returns what is done for an incident, by its name. Returns `None` once it is done.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn incident_task(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<Option<IncidentTask>, StoreError> {
        self.get(keys::incident_task(incident, name)).await
    }

    /// Makes the write of the note that the people on call were called for a declaration, on the condition that they were not before.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn called_write(&self, incident: IncidentId) -> Result<Write, StoreError> {
        let key = keys::incident_task(incident, IncidentTask::LINK).item();
        let update = self
            .update()
            .set_key(Some(key))
            .condition_expression("attribute_exists(#work.#policy)")
            .update_expression("REMOVE #work.#policy")
            .expression_attribute_names("#work", "work")
            .expression_attribute_names("#policy", "policy");
        Ok(Write::new(into_update(update)?))
    }

    /// Notes how far the tickets of an incident are closed.
    ///
    /// # Errors
    /// When the table cannot be written, or nothing is noted.
    pub async fn advance_closing(
        &self,
        incident: IncidentId,
        name: &str,
        after: &TicketId,
    ) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::incident_task(incident, name).item()))
            .condition_expression("attribute_exists(pk)")
            .update_expression("SET #work.#after = :after")
            .expression_attribute_names("#work", "work")
            .expression_attribute_names("#after", "after")
            .expression_attribute_values(":after", attributes::text(after.to_string()))
            .send()
            .await?;
        Ok(())
    }

    /// Notes that something is done for an incident.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_incident_task(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let key = keys::incident_task(incident, name).item();
        delete.set_key(Some(key)).send().await?;
        Ok(())
    }
}

fn telling_item(telling: &Telling) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(telling)?;
    item.extend(keys::telling(telling.incident, telling.sequence).item());
    Ok(item)
}

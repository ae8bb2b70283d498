//! Decides and commits: the middle of the five steps, for every change of a ticket.

use crate::counts::count;
use crate::error::AppError;
use docket_cloud::Cloud;
use docket_cloud::store::{Commit, CommitError, Write};
use docket_domain::Refusal;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Command, Event, RequestMark, Ticket};
use jiff::Timestamp;

/// One attempt to carry out a command on a ticket, with all that its decision needs.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) actor: &'a Actor,
    pub(crate) command: &'a Command,
    pub(crate) now: Timestamp,
    /// The mark of the request, stored on its events.
    pub(crate) mark: Option<RequestMark>,
    /// Further writes of the same transaction.
    pub(crate) further_writes: Vec<Write>,
}

/// The result of an attempt.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The ticket as it now is.
    pub(crate) ticket: Ticket,
    /// The events of the change.
    pub(crate) events: Vec<Event>,
}

/// A change was not made.
#[derive(Debug)]
pub(crate) enum AttemptError {
    /// The domain refused it.
    Refused(Refusal),
    /// The ticket has changed in the meantime: load it again and decide again.
    Conflict,
    /// The table failed, or holds events that make no ticket.
    Failed(AppError),
}

impl<'a> Attempt<'a> {
    /// An attempt without a request mark and without further writes.
    pub(crate) fn new(
        desk: &'a Desk,
        actor: &'a Actor,
        command: &'a Command,
        now: Timestamp,
    ) -> Self {
        Self {
            desk,
            actor,
            command,
            now,
            mark: None,
            further_writes: Vec::new(),
        }
    }

    /// Decides the command on the ticket as it was loaded, and commits the events. Returns `None`
    /// when there is nothing to do.
    ///
    /// # Errors
    /// See [`AttemptError`]. Nothing is written then.
    pub(crate) async fn carry_out(
        self,
        cloud: &Cloud,
        ticket: &Ticket,
    ) -> Result<Option<Changed>, AttemptError> {
        let decided = ticket.decide(self.command, self.desk, self.actor, self.now);
        let mut events = decided.map_err(AttemptError::Refused)?;
        if events.is_empty() {
            return Ok(None);
        }
        for event in &mut events {
            event.request = self.mark;
        }
        let mut ticket = ticket.clone();
        for event in &events {
            ticket = ticket.apply(event).map_err(AppError::from)?;
        }
        let changed = Changed { ticket, events };
        match commit(cloud, self.desk, &changed, self.further_writes).await {
            Ok(()) => Ok(Some(changed)),
            Err(CommitError::Conflict | CommitError::Exists | CommitError::Repeated) => {
                Err(AttemptError::Conflict)
            }
            Err(CommitError::Store(error)) => Err(AppError::from(error).into()),
        }
    }
}

/// Commits a change and counts it in the metrics. This is the only place that commits.
///
/// # Errors
/// See [`CommitError`]. Nothing is written then.
pub(crate) async fn commit(
    cloud: &Cloud,
    desk: &Desk,
    changed: &Changed,
    further_writes: Vec<Write>,
) -> Result<(), CommitError> {
    let commit = Commit {
        ticket: &changed.ticket,
        placement: changed.ticket.placement(desk),
        events: &changed.events,
        further_writes,
    };
    cloud.store.commit(commit).await?;
    count(&cloud.metrics, &changed.events);
    Ok(())
}

impl From<AppError> for AttemptError {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<AttemptError> for AppError {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Refused(refusal) => refusal.into(),
            AttemptError::Conflict => Self::Busy,
            AttemptError::Failed(error) => error,
        }
    }
}

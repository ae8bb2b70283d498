//! How a ticket is changed for one whose right was checked before: one of several tickets.

use crate::attempt::{Attempt, AttemptError};
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::Write;
use docket_domain::TicketId;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Command, Ticket};
use jiff::Timestamp;

/// An act on a ticket.
pub(crate) trait Act: Sync {
    /// Makes the command for a ticket as it was loaded, with the writes that go along. `None` if there is nothing to do.
    fn command(
        &self,
        ticket: &Ticket,
    ) -> impl Future<Output = Result<Option<(Command, Vec<Write>)>, AppError>> + Send;
}

/// Carries out an act. After a conflict it makes its command again. Returns `true` if the ticket has changed.
///
/// # Errors
/// [`AppError::NoTicket`] when the desk has no such ticket. When the domain refuses the command, or the table fails.
pub(crate) async fn act(
    cloud: &Cloud,
    desk: &Desk,
    id: &TicketId,
    actor: &Actor,
    now: Timestamp,
    act: &impl Act,
) -> Result<bool, AppError> {
    let mut retry = Retry::of_change();
    while retry.next().await {
        let ticket = cloud.store.ticket(id).await?;
        let ticket = ticket.filter(|ticket| ticket.desk == *desk.id);
        let ticket = ticket.ok_or(AppError::NoTicket)?;
        let Some((command, further_writes)) = act.command(&ticket).await? else {
            return Ok(false);
        };
        let attempt = Attempt {
            further_writes,
            ..Attempt::new(desk, actor, &command, now)
        };
        match attempt.carry_out(cloud, &ticket).await {
            Ok(changed) => return Ok(changed.is_some()),
            Err(AttemptError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::Busy)
}

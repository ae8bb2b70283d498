//! How a ticket is opened that follows a closed one.

use super::open::{OpenedBy, Wanted, open_wanted, opened_before};
use super::read::{TicketRequest, access};
use crate::error::AppError;
use crate::ticket_view::{TicketAccess, TicketView};
use docket_cloud::Cloud;
use docket_cloud::store::IdempotentRequest;
use docket_domain::access::Action;
use docket_domain::form::NewTicket;
use docket_domain::{EmailAddress, Prose, Refusal};

/// A ticket that follows another.
#[derive(Debug)]
pub struct FollowUp {
    /// The new ticket.
    pub view: TicketView,
    /// How its opener came to the closed one.
    pub by: OpenedBy,
}

/// Opens a ticket that follows a closed one, with what the caller wrote. A request that was carried out before gets the ticket that it made.
///
/// # Errors
/// When the caller may not see the closed ticket, it can still be taken up again, the desk takes no tickets from them, a limit is reached, the
/// key was used for another request, or the table fails.
pub async fn follow_up(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    words: &Prose,
    request: Option<&IdempotentRequest>,
) -> Result<FollowUp, AppError> {
    let TicketAccess { ticket, actor } = access(cloud, on).await?;
    // Whoever may read the answers reads the mails of their address.
    let by = match actor.may(Action::SeeAnswers) {
        false => OpenedBy::Anybody,
        true if on.caller.holds_key(cloud, &ticket, on.now).await? => {
            OpenedBy::Mailbox { draft: None }
        }
        true => OpenedBy::Session,
    };
    let mut new = ticket.following(words.clone(), on.desk, &actor);
    if let Some(view) = opened_before(cloud, request, &new.requester.email, on.now).await? {
        return Ok(FollowUp { view, by });
    }
    if !ticket.is_past_reopening(on.desk, on.now) {
        return Err(Refusal::NotPastReopening.into());
    }
    leave_out(cloud, on, &ticket.requester.email, &mut new).await?;
    let wanted = Wanted {
        new: &new,
        by: &by,
        request,
        follows: Some(on),
    };
    let view = open_wanted(cloud, on.desk, on.caller, wanted, on.now).await?;
    Ok(FollowUp { view, by })
}

/// Leaves out those who were copied and may be so no more: whoever writes did not choose them. Who asked is none of them.
async fn leave_out(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    asked: &EmailAddress,
    new: &mut NewTicket,
) -> Result<(), AppError> {
    if !on.desk.checks_copies() || new.cc.is_empty() {
        return Ok(());
    }
    let accounts = cloud.store.accounts_of(&on.desk.id, &new.cc).await?;
    new.cc.retain(|email| {
        let account = accounts.iter().find(|account| account.email == *email);
        email == asked || on.desk.keeps_copied(account)
    });
    Ok(())
}

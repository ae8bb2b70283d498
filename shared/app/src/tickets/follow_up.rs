//! How a ticket is opened that follows a closed one.

use super::open::{Wanted, carry_out, count_opening, customer, opened_before};
use super::read::{TicketRequest, access};
use crate::error::AppError;
use crate::ticket_view::{TicketAccess, TicketView};
use docket_cloud::Cloud;
use docket_cloud::store::IdempotentRequest;
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::limit::CountedAct;
use docket_domain::{Prose, Refusal};

/// A ticket that follows another, and how its opener came to that one.
#[derive(Debug)]
pub struct FollowUp {
    /// The new ticket.
    pub view: TicketView,
    /// Their role on the closed one.
    pub actor: Actor,
}

/// Opens a ticket that follows a closed one, with what the caller wrote. A request that was carried out before gets the ticket that it made.
///
/// # Errors
/// When the caller may not see the closed ticket, it can still be taken up again, a limit is reached, the key was used for another request, or
/// the table fails.
pub async fn follow_up(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    words: &Prose,
    request: Option<&IdempotentRequest>,
) -> Result<FollowUp, AppError> {
    let TicketAccess { ticket, actor } = access(cloud, on).await?;
    let new = ticket.following(words.clone(), on.desk, &actor);
    let email = &new.requester.email;
    if let Some(view) = opened_before(cloud, request, email, on.now).await? {
        return Ok(FollowUp { view, actor });
    }
    if !ticket.is_past_reopening(on.desk, on.now) {
        return Err(Refusal::NotPastReopening.into());
    }
    // Whoever may read answers reads the mails of their address.
    let is_proven = actor.may(Action::SeeAnswers);
    let act = match is_proven {
        true => CountedAct::OpenOwnTicket(email),
        false => CountedAct::OpenTicket(email),
    };
    count_opening(cloud, on.desk, on.caller, &new, (act, is_proven), on.now).await?;
    // Whoever is copied may be of another company.
    let is_of_company = !matches!(actor, Actor::Watcher { .. } | Actor::Opener(_));
    let company = ticket.company.clone().filter(|_| is_of_company);
    let wanted = Wanted {
        customer: customer(cloud, on.desk, company, email).await?,
        new: &new,
        is_proven,
        draft: None,
        request,
        follows: Some(on),
    };
    let view = carry_out(cloud, on.desk, &wanted, on.now).await?;
    Ok(FollowUp { view, actor })
}

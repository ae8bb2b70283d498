//! The pages for the desk's people.
//!
//! - `/{desk}/console`: the queue. `/{desk}/console/tickets/{id}`: a ticket.
//! - `/{desk}/console/accounts`, `/account`, `/companies`, `/company`, `/import`: the people whom the desk knows, for an admin.
//! - `/{desk}/console/support-access?company=`: what a company lends to the desk's people, and what is on record of it.
//! - `/{desk}/console/ratings`: how the desk is rated, for leads.
//! - `/{desk}/console/next?phase=&after=`: leads to the ticket after another one in the queue.

mod people;

use docket_app::links::{Access, Links, query_of, with_query};
use docket_app::notices;
use docket_app::oncall;
use docket_app::queue::{self, Neighbours};
use docket_app::ratings;
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::incident::StatusBoard;
use docket_domain::{EmailAddress, TicketId};
use docket_web::pages::{self, CommentDraft, ConsoleContext};
use docket_web::{
    Call, ListPlace, PageState, Problem, Request, Response, RouteId, access_page, accounts_page,
    companies_page, cursor_of_page_before, queue_page_at, respond, see_other, ticket_page,
    ticket_that_left,
};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::QueuePage => list(call, &desk).await,
        RouteId::NextTicket => next(call, &desk).await,
        RouteId::AccountsPage => {
            let page = accounts_page(call, &desk).await?;
            Ok(pages::accounts(call, &desk, &page))
        }
        RouteId::AccountPage => people::account(call, &desk).await,
        RouteId::CompaniesPage => {
            let page = companies_page(call, &desk).await?;
            Ok(pages::companies(call, &desk, &page))
        }
        RouteId::CompanyPage => people::company(call, &desk).await,
        RouteId::ImportPage => {
            let status = StatusCode::OK;
            Ok(pages::import(call, &desk, status, "", None, Vec::new()))
        }
        RouteId::CompanyAccessPage => {
            let trail = access_page(call, &desk).await?;
            Ok(pages::company_access(call, &desk, &trail))
        }
        RouteId::RatingsPage => {
            let ratings = ratings::of_desk(&call.cloud.store, &desk.id).await?;
            Ok(pages::ratings(call, &desk, &ratings))
        }
        RouteId::ConsoleTicketPage => ticket(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

/// Returns the address of the one of the desk who is signed in.
async fn reader<'c>(call: &'c Call, desk: &Desk) -> Result<&'c EmailAddress, Problem> {
    let staff = call.require_staff(desk).await?;
    staff.email().ok_or_else(Problem::sign_in)
}

async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let reader = reader(call, desk).await?;
    let page = queue_page_at(call, desk, reader);
    let counts = async { Ok(call.cloud.store.counts(&desk.id).await?) };
    let (page, counts, left) = tokio::try_join!(page, counts, ticket_that_left(call, desk))?;
    let before = cursor_of_page_before(call, desk, reader, &page).await?;
    Ok(pages::queue(
        call,
        desk,
        &page,
        before,
        (counts.as_ref(), reader),
        left.as_ref(),
    ))
}

async fn next(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let reader = reader(call, desk).await?;
    let links = Links::new(&desk.id);
    let state = PageState::of(call);
    let after = call.query("after").and_then(TicketId::pasted);
    let (Some(place), Some(after)) = (&state.place, after) else {
        return Ok(see_other(&links.queue_at(&state.query())));
    };
    let id = after.to_string();
    let query = format!("{}&{}", state.query(), query_of([("after", id.as_str())]));
    let ticket = call.cloud.store.ticket(&after).await?;
    let next = match ticket.filter(|ticket| ticket.desk == *desk.id) {
        Some(ticket) => queue::next(&call.cloud, desk, &ticket, &place.queue(desk, reader)).await?,
        None => None,
    };
    Ok(see_other(&match next {
        Some(next) => with_query(&links.ticket(&next, Access::Staff), &query),
        None => links.queue_at(&query),
    }))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    // The key of a ticket is no way into the console. It counts more than the session: with it, an
    // agent sees what its holder sees.
    let reader = reader(call, desk).await?;
    if let Some(key) = call.caller().key() {
        let links = Links::new(&desk.id);
        let page = links.ticket(&call.ticket_id()?, Access::Key(key));
        return Ok(see_other(&with_query(&page, &call.query_without("key"))));
    }
    let view = ticket_page(call, desk).await?;
    let (cloud, ticket) = (&call.cloud, &view.ticket);
    let neighbours = async {
        Ok(match ListPlace::of(call) {
            Some(place) => {
                queue::neighbours(cloud, desk, ticket, &place.queue(desk, reader)).await?
            }
            None => Neighbours::default(),
        })
    };
    let company = ticket.company.as_ref();
    let company = company.filter(|_| desk.support_access.is_some());
    let grants = async {
        Ok(match company {
            Some(company) => Some(cloud.store.support_access(&desk.id, company).await?),
            None => None,
        })
    };
    let deliveries = async { Ok(notices::of_ticket(&cloud.store, &ticket.id).await?) };
    let paging = async {
        Ok(match ticket.page {
            Some(page) => oncall::view(cloud, desk, page).await?,
            None => None,
        })
    };
    let board = async {
        Ok(match ticket.incident {
            // What it is linked to, it says itself.
            Some(_) => StatusBoard::default(),
            None => cloud.store.status_board(&desk.id).await?,
        })
    };
    let left = ticket_that_left(call, desk);
    let (neighbours, grants, deliveries, paging, board, left) =
        tokio::try_join!(neighbours, grants, deliveries, paging, board, left)?;
    let draft = CommentDraft::default();
    let list = ConsoleContext {
        neighbours,
        left,
        grants,
        deliveries: Some(deliveries),
        paging,
        board: Some(board),
    };
    Ok(pages::ticket(call, desk, &view, &draft, &list))
}

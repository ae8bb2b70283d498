//! The ticket that a request is about.

use super::Call;
use crate::problem::Problem;
use docket_app::files::{self, TicketFiles};
use docket_app::links::Access;
use docket_app::tickets::{self, TicketRequest};
use docket_app::{TicketAccess, TicketView};
use docket_cloud::store::Freshness;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;

impl Call {
    /// Returns what the caller asks of the ticket that the path names: the action of the route.
    ///
    /// # Errors
    /// 400 when the path names no ticket. 404 when the request has no route; then it is given to no
    /// handler.
    pub fn on_ticket<'a>(&'a self, desk: &'a Desk) -> Result<TicketRequest<'a>, Problem> {
        Ok(TicketRequest {
            desk,
            ticket: self.ticket_id()?,
            caller: &self.caller,
            action: self.route.ok_or_else(Problem::not_found)?.action,
            now: self.now,
        })
    }

    /// Loads the ticket that the path names with its files and the newest part of its timeline, as the
    /// caller sees it.
    ///
    /// # Errors
    /// 401 when the caller has neither a ticket key nor a valid session. 404 when there is no such
    /// ticket or the caller may not see it. 403 when they may not do what the route is for.
    pub async fn ticket_view(
        &self,
        desk: &Desk,
        freshness: Freshness,
    ) -> Result<TicketView, Problem> {
        Ok(tickets::view(&self.cloud, &self.on_ticket(desk)?, freshness).await?)
    }

    /// Loads the state of the ticket that the path names, as the caller sees it.
    ///
    /// # Errors
    /// The same as those of [`Self::ticket_view`].
    pub async fn ticket_access(&self, desk: &Desk) -> Result<TicketAccess, Problem> {
        Ok(tickets::access(&self.cloud, &self.on_ticket(desk)?).await?)
    }

    /// Loads the files of the ticket that the path names, as the caller sees them.
    ///
    /// # Errors
    /// The same as those of [`Self::ticket_view`].
    pub async fn ticket_files(&self, desk: &Desk) -> Result<TicketFiles, Problem> {
        Ok(files::on_ticket(&self.cloud, &self.on_ticket(desk)?).await?)
    }

    /// Returns the way in which `actor`, who is the caller, reaches a ticket from a page.
    #[must_use]
    pub fn access(&self, actor: &Actor) -> Access<'_> {
        match self.caller.key() {
            _ if actor.is_staff() => Access::Staff,
            Some(key) => Access::Key(key),
            None => Access::NoKey,
        }
    }
}

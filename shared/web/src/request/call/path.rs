//! The parts of a request's path.

use super::Call;
use crate::problem::Problem;
use docket_app::Links;
use docket_app::links::{Access, with_query};
use docket_domain::account::GrantId;
use docket_domain::attachment::FileId;
use docket_domain::desk::Desk;
use docket_domain::{DeskId, EmailAddress, TicketId};
use http::Method;
use std::sync::Arc;

impl Call {
    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the path as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Returns the path as it was sent, with its query.
    #[must_use]
    pub(crate) fn address(&self) -> String {
        with_query(self.path(), self.query_as_sent())
    }

    /// Returns the query as it was sent.
    #[must_use]
    pub(crate) fn query_as_sent(&self) -> &str {
        self.request.uri().query().unwrap_or_default()
    }

    /// Returns the path of the page that somebody wanted who has to sign in first: this page, or that
    /// of the ticket that they wanted to change, or the list of tickets.
    #[must_use]
    pub(crate) fn wanted_page(&self, desk: &DeskId) -> String {
        let links = Links::new(desk);
        if *self.method() == Method::GET && !self.is_api() {
            return with_query(self.path(), &self.query_without("key"));
        }
        match self.ticket_id() {
            // Whoever works at the desk is led on to the console.
            Ok(ticket) => links.ticket(&ticket, Access::NoKey),
            Err(_) => links.own_tickets(),
        }
    }

    /// Returns the decoded parts of the path after the desk.
    #[must_use]
    pub fn rest(&self) -> Vec<&str> {
        let segments = self.segments.iter().flatten().map(String::as_str);
        let ahead = if self.is_api() { 3 } else { 1 };
        segments.skip(ahead).collect()
    }

    pub(in crate::request) fn is_api(&self) -> bool {
        let first = self.segments.iter().flatten().next();
        first.is_some_and(|segment| segment == "api")
    }

    /// Returns the desk that the path names, if it was read before and is in use.
    pub(crate) fn known_desk(&self) -> Option<Arc<Desk>> {
        let desk = self.cloud.store.known_desk(&self.desk_id().ok()?)?;
        (!desk.is_removed()).then_some(desk)
    }

    /// Returns the ID of the desk in the path.
    ///
    /// # Errors
    /// 404 when the path holds no valid ID there.
    pub fn desk_id(&self) -> Result<DeskId, Problem> {
        let place = if self.is_api() { 2 } else { 0 };
        let name = self.segments.iter().flatten().nth(place);
        name.and_then(|name| name.parse().ok())
            .ok_or_else(Problem::no_desk)
    }

    /// Loads the desk that the path names.
    ///
    /// # Errors
    /// 404 when there is no such desk. 410 when it was removed.
    pub async fn desk(&self) -> Result<Arc<Desk>, Problem> {
        let desk = self.cloud.store.desk(&self.desk_id()?).await?;
        let desk = desk.ok_or_else(Problem::no_desk)?;
        match desk.is_removed() {
            true => Err(Problem::desk_removed()),
            false => Ok(desk),
        }
    }

    /// Returns the part of the path that follows this one.
    pub(super) fn after(&self, part: &str) -> Option<&str> {
        let mut rest = self.rest().into_iter();
        rest.find(|each| *each == part)?;
        rest.next()
    }

    /// Returns the ticket ID in the path, after the desk.
    ///
    /// # Errors
    /// 400 when it is not an ID.
    pub fn ticket_id(&self) -> Result<TicketId, Problem> {
        self.after("tickets")
            .and_then(TicketId::pasted)
            .ok_or_else(Problem::bad_ticket_id)
    }

    /// Returns the address of a person at the end of the path.
    ///
    /// # Errors
    /// 404 when it is not an address.
    pub fn path_email(&self) -> Result<EmailAddress, Problem> {
        self.path_end().parse().map_err(|_| Problem::not_found())
    }

    /// Returns the last part of the path.
    #[must_use]
    pub fn path_end(&self) -> &str {
        self.segments
            .iter()
            .flatten()
            .next_back()
            .map_or("", String::as_str)
    }

    /// Returns the file ID in the path, after the ticket.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn file_id(&self) -> Result<FileId, Problem> {
        self.after("attachments")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::no_file)
    }

    /// Returns the ID of a grant of support access in the path.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn grant_id(&self) -> Result<GrantId, Problem> {
        self.after("support-access")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::no_grant)
    }
}

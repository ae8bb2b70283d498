//! What a page tells an agent of the list that they came from.

use crate::pages::act::act_in_words;
use crate::pages::frame::Frame;
use crate::views::StatusAnswer;
use docket_app::oncall::PageView;
use docket_app::queue::Neighbours;
use docket_cloud::store::Delivery;
use docket_domain::TicketId;
use docket_domain::account::SupportAccess;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::StatusBoard;
use docket_domain::ticket::{Event, Ticket};

/// What the console alone shows on a ticket's page: its neighbours in the list, its company's support access, and its notices.
#[derive(Debug, Default)]
pub struct ConsoleContext {
    /// The tickets beside this one.
    pub neighbours: Neighbours,
    /// The ticket that the agent had before.
    pub left: Option<Left>,
    /// The grants of support access of the ticket's company. `None` where the desk has none, and where nobody looked.
    pub grants: Option<Vec<SupportAccess>>,
    /// What became of the ticket's notices. `None` where nobody looked.
    pub deliveries: Option<Vec<Delivery>>,
    /// The page that called somebody for it. `None` where there is none, and where nobody looked.
    pub paging: Option<PageView>,
    /// The incidents of the desk. `None` where nobody looked.
    pub board: Option<StatusBoard>,
}

/// A ticket that has left the list.
#[derive(Debug)]
pub struct Left {
    /// The ticket.
    pub ticket: Ticket,
    /// Its last events, in order.
    pub newest: Vec<Event>,
}

/// Returns the ID of a ticket that has left the list, and what the agent did with it, in words. Returns `None` if somebody else did
/// something since.
pub(in crate::pages) fn what_was_done(
    frame: &Frame<'_>,
    desk: &Desk,
    left: &Left,
    agent: &Actor,
) -> Option<(TicketId, String)> {
    let status = StatusAnswer::of(desk, &left.ticket.status, &frame.language);
    let words = act_in_words(frame, &left.newest, agent, &status.label)?;
    Some((left.ticket.id.clone(), words))
}

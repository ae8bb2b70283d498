//! What a page tells an agent of the list that they came from.

use crate::pages::frame::Frame;
use crate::views::StatusAnswer;
use docket_app::queue::Neighbours;
use docket_domain::TicketId;
use docket_domain::desk::Desk;
use docket_domain::ticket::Ticket;

/// What a ticket's page tells an agent of the list that they came from.
#[derive(Debug, Default)]
pub struct FromList {
    /// The tickets beside this one.
    pub neighbours: Neighbours,
    /// The ticket that the agent had before, and that has left the list.
    pub left: Option<Ticket>,
}

/// Returns the ID of a ticket that has left the list, and what the agent did with it, in words.
pub(in crate::pages) fn what_was_done(
    frame: &Frame<'_>,
    desk: &Desk,
    left: &Ticket,
) -> (TicketId, String) {
    let status = StatusAnswer::of(desk, &left.status, &frame.language);
    // A reply comes at the same instant as the status that it brings.
    let is_answered = left.desk_wrote && left.last_public_activity_at == left.updated_at;
    let text = match is_answered {
        true => "sent-reply-and-status",
        false => "sent-status",
    };
    (left.id.clone(), frame.t1(text, "status", &status.label))
}

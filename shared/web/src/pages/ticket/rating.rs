//! The part of a ticket's page in which its requester rates how the desk did.

use super::draft::CommentDraft;
use docket_app::TicketView;
use docket_domain::access::Action;
use docket_domain::desk::{Desk, Rating};
use jiff::Timestamp;

/// The form for a rating.
pub(super) struct RatingView<'a> {
    rating: &'a Rating,
    /// `true` if the closing is rated already.
    pub(super) is_given: bool,
    /// The mark that is chosen. Empty if none is.
    pub(super) chosen: String,
    /// What is written about it.
    pub(super) comment: String,
}

impl<'a> RatingView<'a> {
    /// Makes the form. `wanted` is the mark of the address by which the reader came. Returns `None` for everybody but the requester of
    /// a ticket that can be rated.
    pub(super) fn of(
        view: &TicketView,
        desk: &'a Desk,
        draft: &CommentDraft,
        wanted: Option<&str>,
        now: Timestamp,
    ) -> Option<Self> {
        let ticket = &view.ticket;
        let rating = ticket.ratable(desk, now)?;
        if !view.actor.may(Action::Rate) || ticket.disowned {
            return None;
        }
        let given = ticket.given_rating();
        let typed = Some(draft.rating.0.as_str()).filter(|score| !score.is_empty());
        let before = given.map(|given| given.score.to_string());
        let chosen = typed.or(wanted).map(str::to_owned).or(before);
        Some(Self {
            rating,
            is_given: given.is_some(),
            chosen: chosen.unwrap_or_default(),
            comment: draft.rating.1.clone(),
        })
    }

    /// Returns the marks to choose from.
    pub(super) fn marks(&self) -> Vec<String> {
        self.rating.marks().map(|mark| mark.to_string()).collect()
    }
}

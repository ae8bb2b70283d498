//! The command that rates how the desk did.

use crate::desk::Desk;
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::event::to_milliseconds;
use crate::ticket::state::Ticket;
use crate::value::Prose;
use jiff::Timestamp;

impl Ticket {
    /// Returns the change that rates the ticket's last closing, or changes its rating.
    ///
    /// # Errors
    /// When the desk asks for no rating, the ticket is not closed, the rating is too old to be changed, or there is no such mark.
    pub(super) fn rate(
        &self,
        score: u8,
        comment: Option<&Prose>,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        if desk.rating.is_none() {
            return Err(Refusal::NotAllowed);
        }
        if desk.rating_on(&self.status).is_none() {
            return Err(Refusal::NotClosed);
        }
        let rating = self.ratable(desk, now).ok_or(Refusal::RatedLongAgo)?;
        if !rating.marks().any(|mark| mark == score) {
            let (min, max) = (1, u64::from(*rating.scale));
            return Err(Refusal::field(
                "score",
                FieldProblem::OutOfRange { min, max },
            ));
        }
        let given = self.given_rating();
        if comment.is_none() && given.is_some_and(|given| given.score == score) {
            return Ok(Vec::new());
        }
        let at = to_milliseconds(now).max(self.updated_at);
        Ok(vec![Change::Rated {
            score,
            comment: comment.cloned(),
            given_at: given.map_or(at, |given| given.given_at),
            replaces: given.map(|given| given.score),
        }])
    }
}

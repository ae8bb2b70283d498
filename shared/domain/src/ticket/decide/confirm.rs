//! The commands around the requester's address, which is nobody's until its holder has acted.

use crate::actor::Actor;
use crate::clock::Course;
use crate::desk::Desk;
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::EmailAddress;
use jiff::Timestamp;

/// How often the link is mailed again. A ticket must not become a way to fill a mailbox.
const MAX_LINKS: u32 = 3;

impl Ticket {
    /// Returns the proof that lies in an act of the requester: only who reads the mails of the address
    /// has their key.
    pub(super) fn proof(&self, actor: &Actor) -> Option<Change> {
        // A file may have been announced from the mailbox of an address that was corrected since.
        let is_theirs = match actor {
            Actor::Requester(requester) => requester.email == self.requester.email,
            _ => false,
        };
        (is_theirs && self.takes_confirmation()).then_some(Change::Confirmed)
    }

    /// Returns the correction of the requester's address.
    ///
    /// # Errors
    /// When the address was confirmed, or was corrected before, or the desk has written to it.
    pub(super) fn correct_address(
        &self,
        to: &EmailAddress,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        if !self.takes_address() {
            return Err(Refusal::field("email", FieldProblem::AddressIsFinal));
        }
        if self.requester.email == *to {
            return Ok(Vec::new());
        }
        let contract = desk.contract_of(to).map(|contract| (*contract.id).clone());
        let before = self.course();
        let after = Course {
            contract: contract.as_ref(),
            ..before
        };
        Ok(vec![Change::AddressCorrected {
            to: to.clone(),
            anew: desk.with_other_targets(&before, &after, now),
            contract,
        }])
    }

    /// Returns what follows when the requester says that the ticket is not theirs.
    ///
    /// # Errors
    /// When they have confirmed before that it is.
    pub(super) fn disown(&self, actor: &Actor) -> Result<Vec<Change>, Refusal> {
        // Whoever shares the account of a company speaks for no other address.
        if actor.email() != Some(&self.requester.email) {
            return Err(Refusal::NotAllowed);
        }
        match (self.disowned, self.confirmed_at) {
            (true, _) => Ok(Vec::new()),
            (false, None) => Ok(vec![Change::Disowned]),
            (false, Some(_)) => Err(Refusal::Confirmed),
        }
    }

    /// Returns the request for the link. The desk's people may make it whenever they are asked to.
    ///
    /// # Errors
    /// When it was mailed again often enough.
    pub(super) fn send_link(&self, actor: &Actor) -> Result<Vec<Change>, Refusal> {
        match actor.is_staff() || self.takes_link_request() {
            true => Ok(vec![Change::LinkRequested]),
            false => Err(Refusal::LinkSentOften),
        }
    }

    /// Returns `true` if the opener may still correct the address. What the desk has written was for the
    /// address that it had then.
    #[must_use]
    pub fn takes_address(&self) -> bool {
        self.takes_confirmation() && !self.address_corrected && !self.desk_wrote
    }

    /// Returns `true` while nobody has said whether the ticket is theirs.
    #[must_use]
    pub fn takes_confirmation(&self) -> bool {
        self.confirmed_at.is_none() && !self.disowned
    }

    /// Returns `true` if the link may be mailed to the requester again.
    #[must_use]
    pub fn takes_link_request(&self) -> bool {
        self.links_requested < MAX_LINKS
    }
}

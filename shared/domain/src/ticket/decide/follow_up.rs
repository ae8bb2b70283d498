//! The end of the time in which a ticket can be taken up again, and the ticket that follows it.
//!
//! The time counts from the last closing, or the last public word or file after it. A reply that comes long after it is mostly about something else, and whoever worked on the ticket
//! has forgotten it. So it opens a ticket of its own, with a link to the first.

use crate::access::Action;
use crate::actor::{Actor, Requester};
use crate::desk::{Desk, Phase};
use crate::form::NewTicket;
use crate::refusal::Refusal;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::{EmailAddress, Prose, TicketId};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl Ticket {
    /// Returns the time until which people outside the desk can take the ticket up again. `None` while it is not closed, and where they
    /// always can.
    #[must_use]
    pub fn reopens_until(&self, desk: &Desk) -> Option<Timestamp> {
        let within = desk.workflow.reopen_within.as_ref()?;
        let is_done = desk.phase(&self.status) == Phase::Done;
        // What the desk asks after that, it can be answered.
        let since = self.status_since.max(self.last_public_activity_at);
        let until = since.checked_add(within.duration());
        until.ok().filter(|_| is_done)
    }

    /// Returns `true` if that time is over.
    #[must_use]
    pub fn is_past_reopening(&self, desk: &Desk, now: Timestamp) -> bool {
        self.reopens_until(desk).is_some_and(|until| until < now)
    }

    /// Checks that the actor may still write on the ticket, or add a file.
    ///
    /// # Errors
    /// When the time is over in which people outside the desk can take it up again.
    pub fn check_reply(&self, desk: &Desk, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        match !actor.is_staff() && self.is_past_reopening(desk, now) {
            true => Err(Refusal::PastReopening),
            false => Ok(()),
        }
    }

    /// Returns the form of the ticket that follows this one, with what somebody wrote.
    ///
    /// They are its requester, and all others of this ticket are copied. Its details are those of this ticket, but for the answers to
    /// the questions of the topic: they told of something else.
    #[must_use]
    pub fn following(&self, words: Prose, desk: &Desk, actor: &Actor) -> NewTicket {
        let requester = match actor {
            Actor::Watcher { email } | Actor::Colleague { email } => Requester {
                email: email.clone(),
                name: None,
            },
            Actor::Requester(requester) => requester.clone(),
            _ => self.requester.clone(),
        };
        let all = std::iter::once(&self.requester.email).chain(&self.watchers);
        // Whoever only opened the ticket may copy nobody without a proof of the address.
        let is_proven = actor.may(Action::SeeAnswers);
        let others = all.filter(|email| is_proven && **email != requester.email);
        let cc: Vec<EmailAddress> = others.cloned().collect();
        NewTicket {
            topic: desk.current_topic(&self.topic).clone(),
            requester,
            subject: self.subject.clone(),
            description: words,
            priority: self.priority.clone(),
            impact: self.impact.clone(),
            fields: BTreeMap::new(),
            cc,
            context: BTreeMap::new(),
            language: self.language.clone(),
            follows: Some(self.id.clone()),
        }
    }

    /// Returns the change by which the ticket knows what follows it.
    pub(super) fn follow_up(
        &self,
        by: &TicketId,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        match self.is_past_reopening(desk, now) {
            true => Ok(vec![Change::FollowedUp { by: by.clone() }]),
            false => Err(Refusal::NotPastReopening),
        }
    }
}

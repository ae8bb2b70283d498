//! The command that calls the people on call.

use crate::desk::{Desk, Phase};
use crate::oncall::{EscalationPolicy, PageId};
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::PolicyId;

impl Ticket {
    /// Returns the policy that somebody wants to call for the ticket: the one that they name, or that of its topic.
    ///
    /// # Errors
    /// When the desk has no such policy, the topic has none, or the ticket is done: a page ends with its tickets.
    pub fn policy_to_call<'d>(
        &self,
        wanted: Option<&PolicyId>,
        desk: &'d Desk,
    ) -> Result<&'d EscalationPolicy, Refusal> {
        if desk.phase(&self.status) == Phase::Done {
            return Err(Refusal::field("policy", FieldProblem::TicketIsDone));
        }
        let named = wanted.or_else(|| desk.own_policy(&self.topic));
        named.and_then(|id| desk.policy(id)).ok_or_else(|| {
            let choices = desk.escalation_policies.iter().map(|it| it.id.to_string());
            let problem = FieldProblem::NotAChoice {
                choices: choices.collect(),
            };
            Refusal::field("policy", problem)
        })
    }

    /// Returns the change that puts the ticket on a page. Returns none for a ticket that is on it already.
    pub(super) fn page(
        &self,
        policy: Option<&PolicyId>,
        page: Option<PageId>,
        desk: &Desk,
    ) -> Result<Vec<Change>, Refusal> {
        let policy = self.policy_to_call(policy, desk)?;
        let page = page.filter(|page| self.page != Some(*page));
        let policy = (*policy.id).clone();
        Ok(page
            .map(|page| Change::Paged {
                page,
                policy,
                breached: Vec::new(),
            })
            .into_iter()
            .collect())
    }
}

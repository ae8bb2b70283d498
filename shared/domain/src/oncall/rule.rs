//! What calls the people on call.

use crate::clock::Metric;
use crate::desk::{Desk, Spanned, all_or_named};
use crate::value::{ChoiceId, PolicyId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;

/// A rule that calls the people on call for a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// What calls them.
    pub when: Spanned<PageWhen>,
    /// The topics of the tickets that the rule is about. All, if it names none.
    #[serde(default)]
    pub topics: Vec<Spanned<TopicId>>,
    /// The priorities of these tickets. All, if it names none.
    #[serde(default)]
    pub priorities: Vec<Spanned<ChoiceId>>,
    /// What the missed service level measures, for [`PageWhen::Breached`]. Anything, if it names nothing.
    #[serde(default)]
    pub metrics: Vec<Spanned<Metric>>,
    /// The hours in which it holds. Any, if there is none.
    pub hours: Option<Spanned<PageHours>>,
    /// The policy that calls. `None` for that of the ticket's topic.
    pub policy: Option<Spanned<PolicyId>>,
}

/// What calls the people on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageWhen {
    /// A ticket is opened.
    Opened,
    /// A service level of a ticket has missed its target, and the ticket still waits.
    Breached,
}

/// The hours in which a rule holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageHours {
    /// Always.
    #[default]
    Any,
    /// While the desk is open.
    Open,
    /// While the desk is closed.
    Closed,
}

impl PageRule {
    /// Returns the hours in which it holds.
    #[must_use]
    pub fn hours(&self) -> PageHours {
        self.hours.as_deref().copied().unwrap_or_default()
    }
}

impl PageHours {
    /// Returns `true` if the rule holds while the desk is open, or is not.
    pub(super) fn holds(self, is_open: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Open => is_open,
            Self::Closed => !is_open,
        }
    }
}

impl Desk {
    /// Returns the policy that a new ticket calls. The first rule that names one counts.
    #[must_use]
    pub fn policy_on_opening(
        &self,
        topic: &TopicId,
        priority: Option<&ChoiceId>,
        now: Timestamp,
    ) -> Option<&PolicyId> {
        self.policy_when(PageWhen::Opened, (topic, priority), now, |_| true)
    }

    /// Returns the policy that a missed target of a ticket calls. `at` is the instant at which it was missed. The first rule that names
    /// one counts.
    #[must_use]
    pub fn policy_on_breach(
        &self,
        metric: Metric,
        topic: &TopicId,
        priority: Option<&ChoiceId>,
        at: Timestamp,
    ) -> Option<&PolicyId> {
        self.policy_when(PageWhen::Breached, (topic, priority), at, |rule| {
            all_or_named(&rule.metrics, Some(&metric))
        })
    }

    fn policy_when(
        &self,
        when: PageWhen,
        (topic, priority): (&TopicId, Option<&ChoiceId>),
        at: Timestamp,
        is_about: impl Fn(&PageRule) -> bool,
    ) -> Option<&PolicyId> {
        if !self.pages.iter().any(|rule| *rule.when == when) {
            return None;
        }
        let (is_open, topic) = (self.is_open(at), self.current_topic(topic));
        let own = self.own_policy(topic);
        let mut rules = self.pages.iter().filter(|rule| {
            let has_topic = all_or_named(&rule.topics, Some(topic));
            let has_priority = all_or_named(&rule.priorities, priority);
            let is_it = *rule.when == when && is_about(rule);
            is_it && has_topic && has_priority && rule.hours().holds(is_open)
        });
        rules.find_map(|rule| rule.policy.as_deref().or(own))
    }

    /// Returns the policies that one of the desk may call for a ticket with this topic, that of the topic first.
    #[must_use]
    pub fn policies_for(&self, topic: &TopicId) -> Vec<&super::EscalationPolicy> {
        let own = self.own_policy(topic);
        let mut policies: Vec<_> = self.escalation_policies.iter().collect();
        policies.sort_by_key(|policy| Some(&*policy.id) != own);
        policies
    }

    /// Returns the policy that a topic names.
    #[must_use]
    pub fn own_policy(&self, topic: &TopicId) -> Option<&PolicyId> {
        self.topic(topic)?.escalation_policy.as_deref()
    }

    /// Returns the policy with that ID.
    #[must_use]
    pub fn policy(&self, id: &PolicyId) -> Option<&super::EscalationPolicy> {
        self.escalation_policies.iter().find(|it| *it.id == *id)
    }
}

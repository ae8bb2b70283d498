//! The order in which a desk works its queue.

use super::spanned::Spanned;
use serde::Deserialize;

/// The order in which a desk works its queue.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueSettings {
    /// What comes first.
    pub order: Option<Spanned<QueueOrder>>,
    /// `true` puts tickets before all others that have missed a target of their service levels, as long as it is not met.
    pub overdue_first: Option<Spanned<bool>>,
}

/// What comes first in a queue. Among equals, it is the ticket that arrived first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueOrder {
    /// The most urgent priority.
    #[default]
    Priority,
    /// The ticket that arrived first, whatever its priority.
    Arrival,
    /// The ticket whose next target is due first. Tickets without one come last.
    Target,
}

impl QueueSettings {
    /// Returns what comes first.
    #[must_use]
    pub fn order(&self) -> QueueOrder {
        self.order.as_deref().copied().unwrap_or_default()
    }

    /// Returns `true` if tickets that have missed a target come before all others.
    #[must_use]
    pub fn overdue_first(&self) -> bool {
        self.overdue_first.as_deref().copied().unwrap_or_default()
    }

    /// Returns `true` if a ticket's place depends on its targets.
    #[must_use]
    pub fn moves_with_clocks(&self) -> bool {
        self.order() == QueueOrder::Target || self.overdue_first()
    }

    /// Returns `true` if the tickets of a queue stand in another order than by the other settings.
    pub(super) fn differs_from(&self, other: &Self) -> bool {
        self.order() != other.order() || self.overdue_first() != other.overdue_first()
    }
}

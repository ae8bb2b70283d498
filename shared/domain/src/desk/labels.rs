//! The labels of what tickets have.

use super::definition::Desk;
use crate::value::{ChoiceId, TopicId, Words};

impl Desk {
    /// Returns the label of a topic that the desk has or had. Returns `None` for one that nobody knows.
    #[must_use]
    pub fn topic_label(&self, id: &TopicId) -> Option<&Words> {
        let former = || self.former.topics.iter().find(|topic| *topic.id == *id);
        match self.topic(id) {
            Some(topic) => Some(&topic.label),
            None => former().map(|topic| &topic.label),
        }
    }

    /// Returns the label of a priority that the desk has or had. Returns `None` for one that nobody knows.
    #[must_use]
    pub fn priority_label(&self, id: &ChoiceId) -> Option<&Words> {
        let id = self.current_priority(id);
        let mut own = self.priorities.iter();
        let former = || {
            self.former
                .priorities
                .iter()
                .find(|former| *former.id == *id)
        };
        match own.find(|choice| *choice.id == *id) {
            Some(choice) => Some(&choice.label),
            None => former().map(|former| &former.label),
        }
    }

    /// Returns the label of an impact. Returns `None` for one that the desk does not have.
    #[must_use]
    pub fn impact_label(&self, id: &ChoiceId) -> Option<&Words> {
        let mut impacts = self.impacts.iter();
        let impact = impacts.find(|impact| *impact.id == *id)?;
        Some(&impact.label)
    }
}

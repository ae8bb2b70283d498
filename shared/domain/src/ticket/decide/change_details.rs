//! The command that corrects what a ticket is about, and how urgent it is.

use crate::clock::Course;
use crate::desk::{Choice, Desk};
use crate::refusal::{FieldError, FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::corrected::Corrected;
use crate::ticket::state::Ticket;
use crate::value::{ChoiceId, TopicId};
use jiff::Timestamp;

/// What of a ticket is to be otherwise. What is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The topic.
    pub topic: Option<TopicId>,
    /// The priority.
    pub priority: Option<ChoiceId>,
    /// The impact.
    pub impact: Option<ChoiceId>,
}

impl Ticket {
    /// Returns the change of the details, if there is any.
    ///
    /// # Errors
    /// When the desk has no such topic, priority or impact.
    pub(super) fn change_details(
        &self,
        wanted: &Details,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        let mut mistakes = Vec::new();
        let mut unknown = |field: &str, choices: Vec<String>| {
            mistakes.push(FieldError::new(field, FieldProblem::NotAChoice { choices }));
        };
        // A topic that leads elsewhere has no tickets.
        let topics = || desk.topics.iter().filter(|topic| topic.redirect.is_none());
        if let Some(topic) = &wanted.topic
            && !topics().any(|known| *known.id == *topic)
        {
            unknown("topic", topics().map(|it| it.id.to_string()).collect());
        }
        if let Some(priority) = &wanted.priority
            && !has(&desk.priorities, priority)
        {
            unknown("priority", ids(&desk.priorities));
        }
        if let Some(impact) = &wanted.impact
            && !has(&desk.impacts, impact)
        {
            unknown("impact", ids(&desk.impacts));
        }
        if !mistakes.is_empty() {
            return Err(Refusal::Fields(mistakes));
        }
        let topic = corrected(Some(&self.topic), wanted.topic.as_ref());
        let priority = corrected(self.priority.as_ref(), wanted.priority.as_ref());
        let impact = corrected(self.impact.as_ref(), wanted.impact.as_ref());
        if topic.is_none() && priority.is_none() && impact.is_none() {
            return Ok(Vec::new());
        }
        let before = self.course();
        let after = Course {
            topic: wanted.topic.as_ref().unwrap_or(&self.topic),
            priority: wanted.priority.as_ref().or(self.priority.as_ref()),
            ..before
        };
        Ok(vec![Change::DetailsChanged {
            topic,
            priority,
            impact,
            anew: desk.with_other_targets(&before, &after, now),
        }])
    }
}

fn corrected<T: Clone + PartialEq>(before: Option<&T>, wanted: Option<&T>) -> Option<Corrected<T>> {
    let to = wanted.filter(|wanted| before != Some(wanted))?;
    Some(Corrected {
        from: before.cloned(),
        to: to.clone(),
    })
}

fn has(choices: &[Choice], id: &ChoiceId) -> bool {
    choices.iter().any(|choice| *choice.id == *id)
}

fn ids(choices: &[Choice]) -> Vec<String> {
    choices.iter().map(|choice| choice.id.to_string()).collect()
}

//! What somebody writes who corrects an incident.

use super::declaration::{title, topics};
use crate::desk::Desk;
use crate::refusal::FieldError;
use crate::value::{Line, TopicId};

/// A correction as somebody typed it, before [`CorrectionDraft::check`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorrectionDraft {
    /// What the trouble is, in one line.
    pub title: String,
    /// The IDs of the topics that it touches. `None` to leave them as they are.
    pub topics: Option<Vec<String>>,
}

/// What an incident says from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What the trouble is, in one line.
    pub title: Line,
    /// The topics that it touches, all if it names none. `None` to leave them as they are.
    pub topics: Option<Vec<TopicId>>,
}

impl CorrectionDraft {
    /// Checks what was written.
    ///
    /// # Errors
    /// With every mistake.
    pub fn check(&self, desk: &Desk) -> Result<Correction, Vec<FieldError>> {
        let title = title(&self.title).map_err(|problem| FieldError::new("title", problem));
        let topics = self.topics.as_ref().map(|typed| topics(desk, typed));
        let topics = topics
            .transpose()
            .map_err(|problem| FieldError::new("topics", problem));
        match (title, topics) {
            (Ok(title), Ok(topics)) => Ok(Correction { title, topics }),
            (title, topics) => Err([title.err(), topics.err()].into_iter().flatten().collect()),
        }
    }
}

/// Returns the topics of an incident that had those before, once these are chosen. Those that the desk has no more stay: nobody could choose them again, and
/// without any it would touch all.
pub(super) fn with_those_that_are_gone(
    mut chosen: Vec<TopicId>,
    before: &[TopicId],
    desk: &Desk,
) -> Vec<TopicId> {
    let gone = before.iter().filter(|id| desk.topic(id).is_none());
    chosen.extend(gone.cloned());
    chosen
}

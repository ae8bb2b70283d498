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
    /// The IDs of the topics that it touches.
    pub topics: Vec<String>,
}

/// What an incident says from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What the trouble is, in one line.
    pub title: Line,
    /// The topics that it touches. All, if it names none.
    pub topics: Vec<TopicId>,
}

impl CorrectionDraft {
    /// Checks what was written.
    ///
    /// # Errors
    /// With every mistake.
    pub fn check(&self, desk: &Desk) -> Result<Correction, Vec<FieldError>> {
        let title = title(&self.title).map_err(|problem| FieldError::new("title", problem));
        let topics = topics(desk, &self.topics);
        let topics = topics.map_err(|problem| FieldError::new("topics", problem));
        match (title, topics) {
            (Ok(title), Ok(topics)) => Ok(Correction { title, topics }),
            (title, topics) => Err([title.err(), topics.err()].into_iter().flatten().collect()),
        }
    }
}

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
    /// The topics that it touches. All, if it names none.
    pub topics: Vec<TopicId>,
}

impl CorrectionDraft {
    /// Checks what was written about an incident with those topics. Topics that the desk has no more stay: nobody could choose them again, and without
    /// any it would touch all.
    ///
    /// # Errors
    /// With every mistake.
    pub fn check(&self, desk: &Desk, before: &[TopicId]) -> Result<Correction, Vec<FieldError>> {
        let title = title(&self.title).map_err(|problem| FieldError::new("title", problem));
        let topics = match &self.topics {
            None => Ok(before.to_vec()),
            Some(typed) => topics(desk, typed).map(|mut chosen| {
                let gone = before.iter().filter(|id| desk.topic(id).is_none());
                chosen.extend(gone.cloned());
                chosen
            }),
        };
        let topics = topics.map_err(|problem| FieldError::new("topics", problem));
        match (title, topics) {
            (Ok(title), Ok(topics)) => Ok(Correction { title, topics }),
            (title, topics) => Err([title.err(), topics.err()].into_iter().flatten().collect()),
        }
    }
}

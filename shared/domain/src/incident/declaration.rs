//! What somebody writes who declares an incident.

use crate::desk::Desk;
use crate::form::{MAX_SUBJECT, optional, prose, required};
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{Line, PolicyId, Prose, TicketId, TopicId, clean};

/// The most tickets that are linked at once.
pub const MAX_TICKETS: usize = 50;

/// A declaration as somebody typed it, before [`DeclarationDraft::check`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeclarationDraft {
    /// What the trouble is, in one line.
    pub title: String,
    /// The IDs of the topics that it touches.
    pub topics: Vec<String>,
    /// The IDs of the tickets that are linked, also several in one text.
    pub tickets: Vec<String>,
    /// The ID of the policy that calls the people on call. Empty to call nobody.
    pub policy: String,
    /// The first public update. May be empty.
    pub body: String,
}

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What the trouble is, in one line.
    pub title: Line,
    /// The topics that it touches. All, if it names none.
    pub topics: Vec<TopicId>,
    /// The first public update.
    pub body: Option<Prose>,
    /// The tickets that are linked to it, each once.
    pub tickets: Vec<TicketId>,
    /// The policy that calls the people on call, for the first of the tickets.
    pub policy: Option<PolicyId>,
}

impl DeclarationDraft {
    /// Checks what was written.
    ///
    /// # Errors
    /// With every mistake.
    pub fn check(&self, desk: &Desk) -> Result<Declaration, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, problem| errors.push(FieldError::new(field, problem));
        let title = title(&self.title).map_err(|problem| refuse("title", problem));
        let body = optional(&self.body, prose).map_err(|problem| refuse("body", problem));
        let topics = topics(desk, &self.topics).map_err(|problem| refuse("topics", problem));
        let tickets = read_tickets(&self.tickets).map_err(|problem| refuse("tickets", problem));
        let policy = match clean::trimmed(&self.policy) {
            "" => Ok(None),
            id => policy(desk, id).map(Some),
        };
        let policy = policy.map_err(|problem| refuse("policy", problem));
        match (title, topics, body, tickets, policy) {
            (Ok(title), Ok(topics), Ok(body), Ok(tickets), Ok(policy)) => Ok(Declaration {
                title,
                topics,
                body,
                tickets,
                policy,
            }),
            _ => Err(errors),
        }
    }
}

/// Reads the title.
pub(super) fn title(typed: &str) -> Result<Line, FieldProblem> {
    required(typed, |text| Ok(Line::new(text, MAX_SUBJECT)?))
}

/// Reads the topics, each once.
pub(super) fn topics(desk: &Desk, typed: &[String]) -> Result<Vec<TopicId>, FieldProblem> {
    let mut topics: Vec<TopicId> = Vec::new();
    for text in typed {
        let text = clean::trimmed(text);
        if text.is_empty() {
            continue;
        }
        let Some(topic) = desk.topic_named(text) else {
            return Err(FieldProblem::choices(
                desk.topics.iter().map(|topic| &*topic.id),
            ));
        };
        if !topics.contains(&topic.id) {
            topics.push((*topic.id).clone());
        }
    }
    Ok(topics)
}

fn policy(desk: &Desk, id: &str) -> Result<PolicyId, FieldProblem> {
    let mut policies = desk.escalation_policies.iter();
    let found = policies.find(|policy| policy.id.as_str() == id);
    let choices = || FieldProblem::choices(desk.escalation_policies.iter().map(|it| &*it.id));
    found.map(|policy| (*policy.id).clone()).ok_or_else(choices)
}

/// Reads the IDs of tickets as people paste them, separated by spaces, commas, semicolons or lines. Each stands there once.
///
/// # Errors
/// When one is no ID, or there are more than [`MAX_TICKETS`].
pub fn read_tickets(typed: &[String]) -> Result<Vec<TicketId>, FieldProblem> {
    let mut tickets = Vec::new();
    let words = typed.iter().flat_map(|text| {
        let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
        text.split(is_between)
    });
    for word in words.filter(|word| !clean::is_blank(word)) {
        let id = TicketId::pasted(word).ok_or(FieldProblem::NotATicket)?;
        if !tickets.contains(&id) {
            tickets.push(id);
        }
        if tickets.len() > MAX_TICKETS {
            return Err(FieldProblem::TooMany { max: MAX_TICKETS });
        }
    }
    Ok(tickets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_are_read_as_people_paste_them() {
        let typed = ["sm-1, SM-2;\nSM-3\u{a0}SM-1.".to_owned(), "SM-4".to_owned()];
        let read = read_tickets(&typed).unwrap();
        let read: Vec<String> = read.iter().map(ToString::to_string).collect();
        assert_eq!(read, ["SM-1", "SM-2", "SM-3", "SM-4"]);
        assert_eq!(read_tickets(&[" , ".to_owned()]), Ok(Vec::new()));
        let wrong = read_tickets(&["SM-1 and more".to_owned()]);
        assert_eq!(wrong, Err(FieldProblem::NotATicket));
        let many: Vec<String> = (1..=51).map(|n| format!("SM-{n}")).collect();
        assert!(read_tickets(&many).is_err());
    }
}

//! The inputs by which one of the desk corrects what a ticket is about.

use super::draft::CommentDraft;
use crate::pages::frame::Frame;
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::desk::{Choice, Desk};

/// One of them: a list to choose from.
pub(super) struct DetailsField<'a> {
    /// Its name, in the form and in the API.
    pub(super) name: &'static str,
    /// Its label.
    pub(super) label: String,
    /// The IDs to choose from, with their labels.
    pub(super) choices: Vec<(&'a str, &'a str)>,
    /// The ID that was chosen and not saved. Empty if none was.
    pub(super) typed: &'a str,
}

/// Returns the inputs for a reader who may correct a ticket, and none for others.
pub(super) fn details_fields<'a>(
    frame: &Frame<'a>,
    desk: &'a Desk,
    reader: &Actor,
    draft: &'a CommentDraft,
) -> Vec<DetailsField<'a>> {
    if !reader.may(Action::ChangeDetails) {
        return Vec::new();
    }
    let topics = desk.topics.iter().filter(|topic| topic.redirect.is_none());
    let topics = topics.map(|topic| (topic.id.as_str(), frame.w(&topic.label)));
    let topics: Vec<(&str, &str)> = topics.collect();
    let choices = |choices: &'a [Choice]| -> Vec<(&'a str, &'a str)> {
        let choices = choices.iter();
        let choices = choices.map(|choice| (choice.id.as_str(), frame.w(&choice.label)));
        choices.collect()
    };
    let [topic, priority, impact] = &draft.details;
    let fields = [
        ("topic", "ticket-topic", topics, topic),
        (
            "priority",
            "ticket-priority",
            choices(&desk.priorities),
            priority,
        ),
        ("impact", "ticket-impact", choices(&desk.impacts), impact),
    ];
    let fields = fields
        .into_iter()
        .filter(|(.., choices, _)| choices.len() > 1);
    let fields = fields.map(|(name, label, choices, typed)| DetailsField {
        name,
        label: frame.t(label),
        choices,
        typed,
    });
    fields.collect()
}

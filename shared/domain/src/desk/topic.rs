//! What people can ask for, where help is, and how people arrive.

use super::spanned::Spanned;
use crate::value::{CategoryId, ContextId, FieldId, PolicyId, ResourceId, TopicId, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A group of topics: the first of the three steps to a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its ID.
    pub id: Spanned<CategoryId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// What belongs here.
    pub help: Option<Spanned<Words>>,
}

/// What a request is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its ID.
    pub id: Spanned<TopicId>,
    /// The category it stands in.
    pub category: Spanned<CategoryId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// When to choose it.
    pub help: Option<Spanned<Words>>,
    /// Whether it has a form or sends people elsewhere.
    #[serde(default)]
    pub kind: TopicKind,
    /// The fields of its form beside subject and description, in order.
    #[serde(default)]
    pub fields: Vec<Spanned<FieldId>>,
    /// The desk's own words for the subject.
    pub subject: Option<Wording>,
    /// The desk's own words for the description.
    pub description: Option<Wording>,
    /// Whether the form asks for a priority.
    #[serde(default)]
    pub priority: Asks,
    /// Whether the form asks for an impact.
    #[serde(default)]
    pub impact: Asks,
    /// Whether the form asks who else is to be told.
    #[serde(default)]
    pub cc: bool,
    /// Help that is shown before the form and carried by the acknowledgement.
    #[serde(default)]
    pub resources: Vec<Spanned<ResourceId>>,
    /// What this topic cannot solve.
    pub out_of_scope: Option<OutOfScope>,
    /// Whether a ticket pages the on-call people out of hours.
    #[serde(default)]
    pub urgent: bool,
    /// Who is paged, and in which order.
    pub escalation_policy: Option<Spanned<PolicyId>>,
    /// Where people are sent; for [`TopicKind::Redirect`].
    pub redirect: Option<Redirect>,
}

/// Whether a topic leads to a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicKind {
    /// It has a form, and the form makes a ticket.
    #[default]
    Form,
    /// Somebody else deals with it: their contact is shown, and no ticket is made.
    Redirect,
}

/// Whether a form asks for something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// An answer is needed.
    Required,
    /// An answer is welcome.
    Optional,
    /// It is not asked.
    #[default]
    None,
}

/// A desk's own words for an input that every form has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What it is called.
    pub label: Option<Spanned<Words>>,
    /// What to write there.
    pub help: Option<Spanned<Words>>,
}

/// What a topic cannot solve, and who can.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfScope {
    /// What is said before the form.
    pub text: Spanned<Words>,
    /// Where it is dealt with.
    pub resource: Spanned<ResourceId>,
}

/// Where a redirecting topic sends people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// Why, and to whom.
    pub text: Spanned<Words>,
    /// Whom to turn to.
    pub contacts: Vec<Contact>,
}

/// Somebody who deals with a redirected topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who it is.
    pub label: Spanned<Words>,
    /// How to reach them: `mailto:…` or `https://…`.
    pub url: Spanned<String>,
    /// The context that a person must have come with to be shown this contact.
    #[serde(default)]
    pub when: BTreeMap<ContextId, String>,
}

impl Redirect {
    /// The contacts for a person who came with that context: those whose `when` fits, else those without one.
    pub fn contacts_for<'a>(
        &'a self,
        context: &BTreeMap<ContextId, String>,
    ) -> impl Iterator<Item = &'a Contact> {
        let fits = |contact: &Contact| {
            !contact.when.is_empty()
                && contact
                    .when
                    .iter()
                    .all(|(id, value)| context.get(id) == Some(value))
        };
        let any_fits = self.contacts.iter().any(fits);
        self.contacts.iter().filter(move |contact| {
            if any_fits {
                fits(contact)
            } else {
                contact.when.is_empty()
            }
        })
    }
}

/// A page that helps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its ID.
    pub id: Spanned<ResourceId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// Where it is: `https://…` or `mailto:…`.
    pub url: Spanned<String>,
    /// Whether it stands by every form.
    #[serde(default)]
    pub everywhere: bool,
}

/// A value that links bring along and that is kept on the ticket: whose device, which event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// Its name in links and in the API.
    pub id: Spanned<ContextId>,
    /// What the agent reads beside it.
    pub label: Spanned<Words>,
    /// The most characters it may have.
    #[serde(default = "default_context_length")]
    pub max_length: usize,
}

fn default_context_length() -> usize {
    200
}

/// An address of the desk that other systems link to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLink {
    /// The last part of the address `/{desk}/{path}`.
    pub path: Spanned<String>,
    /// The topic whose form it opens; without one, it offers the topics.
    pub topic: Option<Spanned<TopicId>>,
}

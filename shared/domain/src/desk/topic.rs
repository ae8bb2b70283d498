//! Topics, help resources, and the links by which people arrive.

use super::spanned::Spanned;
use crate::value::{CategoryId, ContextId, FieldId, PolicyId, ResourceId, TopicId, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A group of topics. Choosing one is the first of the three steps to a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The category's ID.
    pub id: Spanned<CategoryId>,
    /// The category's label.
    pub label: Spanned<Words>,
    /// The help text, which says what belongs here.
    pub help: Option<Spanned<Words>>,
}

/// The subject area of a request. It has a form, or redirects people to somebody else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The topic's ID.
    pub id: Spanned<TopicId>,
    /// The category that lists the topic.
    pub category: Spanned<CategoryId>,
    /// The topic's label.
    pub label: Spanned<Words>,
    /// The help text, which says when to choose the topic.
    pub help: Option<Spanned<Words>>,
    /// The kind of topic: with a form, or a redirect.
    #[serde(default)]
    pub kind: TopicKind,
    /// The fields of its form beside subject and description, in the order of the form.
    #[serde(default)]
    pub fields: Vec<Spanned<FieldId>>,
    /// The desk's own label and help text for the subject.
    pub subject: Option<Wording>,
    /// The desk's own label and help text for the description.
    pub description: Option<Wording>,
    /// Controls the input for a priority: required, optional or none.
    #[serde(default)]
    pub priority: Asks,
    /// Controls the input for an impact: required, optional or none.
    #[serde(default)]
    pub impact: Asks,
    /// `true` makes the form ask for people to copy. The desk needs a [`Cc`](super::Cc) for it.
    #[serde(default)]
    pub cc: bool,
    /// The resources that are shown before the form and in the acknowledgement mail.
    #[serde(default)]
    pub resources: Vec<Spanned<ResourceId>>,
    /// The problems that this topic cannot solve.
    pub out_of_scope: Option<OutOfScope>,
    /// `true` pages the people on call for each ticket on this topic. No effect yet.
    #[serde(default)]
    pub urgent: bool,
    /// The escalation policy that a rule of `[[pages]]`, or one of the desk, calls for tickets on this topic.
    pub escalation_policy: Option<Spanned<PolicyId>>,
    /// The contacts to show, for [`TopicKind::Redirect`].
    pub redirect: Option<Redirect>,
}

/// The kind of a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicKind {
    /// A topic with a form, which opens a ticket.
    #[default]
    Form,
    /// A topic that others deal with. Their contacts are shown, and no ticket is opened.
    Redirect,
}

/// Controls whether a form has an input, and whether it needs a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// The form asks for the value. A missing one is a mistake, unless the desk has a default.
    Required,
    /// The form asks for the value, which can be left out.
    Optional,
    /// The form does not ask for the value.
    #[default]
    None,
}

/// A desk's own texts for an input that every form has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The label of the input.
    pub label: Option<Spanned<Words>>,
    /// The help text, which says what to write.
    pub help: Option<Spanned<Words>>,
}

/// The problems that a topic cannot solve, and the resource that deals with them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfScope {
    /// The text that is shown before the form.
    pub text: Spanned<Words>,
    /// The resource that deals with these problems.
    pub resource: Spanned<ResourceId>,
}

/// The contacts of a topic of kind [`TopicKind::Redirect`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// The text above the contacts: why people are redirected, and to whom.
    pub text: Spanned<Words>,
    /// The contacts. At least one has no `when`, so that everybody sees one.
    pub contacts: Vec<Contact>,
}

/// A contact that deals with a redirected topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The name of the contact.
    pub label: Spanned<Words>,
    /// The address of the contact: `mailto:…` or `https://…`.
    pub url: Spanned<String>,
    /// The context values that a person's link must have for this contact to be shown. Empty for a
    /// contact that is shown when no other fits.
    #[serde(default)]
    pub when: BTreeMap<ContextId, String>,
}

impl Redirect {
    /// Returns the contacts for a person whose link had these context values: those whose `when`
    /// fits. If none fits, returns those without `when`.
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

/// A help page or another link.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The resource's ID.
    pub id: Spanned<ResourceId>,
    /// The text of the link.
    pub label: Spanned<Words>,
    /// The address: `https://…` or `mailto:…`.
    pub url: Spanned<String>,
    /// `true` shows the resource beside every form.
    #[serde(default)]
    pub everywhere: bool,
}

/// A value that a link to the desk carries and the ticket keeps, such as a device or an event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The value's name in links and in the API.
    pub id: Spanned<ContextId>,
    /// The label that agents see beside the value.
    pub label: Spanned<Words>,
    /// The most characters of the value, 200 by default.
    #[serde(default = "default_context_length")]
    pub max_length: usize,
}

fn default_context_length() -> usize {
    200
}

/// A short address of the desk, for other systems to link to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLink {
    /// The last part of the address `/{desk}/{path}`.
    pub path: Spanned<String>,
    /// The topic whose form the link opens. Without one, the link opens the choice of topics.
    pub topic: Option<Spanned<TopicId>>,
}

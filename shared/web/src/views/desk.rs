//! A desk as the API shows it, with all that a client needs to build its forms.

use docket_domain::desk::{Asks, Choice, Desk, Field, Resource, Status, Topic, TopicKind, When};
use docket_domain::form::MAX_SUBJECT;
use docket_domain::{ChoiceId, Language, Prose, StatusId, Words};
use jiff::Timestamp;
use serde::Serialize;

/// A desk.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Desk"))]
pub struct DeskAnswer {
    /// The ID.
    id: String,
    /// The name.
    name: String,
    /// An introduction.
    intro: Option<String>,
    /// The codes of the languages that the desk speaks, the first by default.
    languages: Vec<String>,
    /// `true` while the desk is open.
    open_now: bool,
    /// The IANA name of the time zone of the opening hours.
    time_zone: String,
    /// The categories with their topics.
    categories: Vec<CategoryAnswer>,
    /// The priorities, the most urgent first.
    priorities: Vec<LabelAnswer>,
    /// The ID of the priority of a ticket whose sender chose none.
    default_priority: Option<String>,
    /// The impacts.
    impacts: Vec<LabelAnswer>,
    /// The statuses.
    statuses: Vec<StatusAnswer>,
    /// The values that a link to the desk may carry.
    context: Vec<LabelAnswer>,
    /// The limits of files. `null` if the desk takes none.
    attachments: Option<AttachmentsAnswer>,
}

/// An item with a name and an explanation.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Choice"))]
pub struct LabelAnswer {
    /// The ID.
    pub id: String,
    /// The name.
    pub label: String,
    /// The explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A category with its topics.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Category"))]
struct CategoryAnswer {
    /// The ID.
    id: String,
    /// The name.
    label: String,
    /// An explanation.
    help: Option<String>,
    /// The topics.
    topics: Vec<TopicAnswer>,
}

/// A topic with its form, or with its contacts if the topic redirects.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Topic"))]
pub struct TopicAnswer {
    /// The ID.
    id: String,
    /// The name.
    label: String,
    /// An explanation.
    help: Option<String>,
    /// `redirect` if the topic opens no ticket, but names contacts.
    #[cfg_attr(test, schemars(extend("enum" = ["form", "redirect"])))]
    kind: &'static str,
    /// Links that may help.
    resources: Vec<LinkAnswer>,
    /// The texts of the subject.
    subject: WordingAnswer,
    /// The texts of the description.
    description: WordingAnswer,
    /// The topic's own fields.
    fields: Vec<FieldAnswer>,
    /// Whether the form asks for a priority.
    #[cfg_attr(test, schemars(extend("enum" = ["required", "optional", "none"])))]
    priority: &'static str,
    /// Whether the form asks for an impact.
    #[cfg_attr(test, schemars(extend("enum" = ["required", "optional", "none"])))]
    impact: &'static str,
    /// The texts of the copies. `null` if the topic takes none.
    cc: Option<WordingAnswer>,
    /// What the desk does not help with.
    out_of_scope: Option<OutOfScopeAnswer>,
    /// The contacts of a topic that opens no ticket.
    redirect: Option<RedirectAnswer>,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Link"))]
pub struct LinkAnswer {
    /// The text.
    pub label: String,
    /// The address.
    pub url: String,
}

/// The texts of an input that every form has.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Wording"))]
pub struct WordingAnswer {
    /// The name. `null` for the usual one.
    label: Option<String>,
    /// An explanation.
    help: Option<String>,
    /// `true` if it is required.
    required: bool,
    /// The most characters.
    max_length: usize,
}

/// What a desk does not help with.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OutOfScope"))]
struct OutOfScopeAnswer {
    /// The text.
    text: String,
    /// A link to help.
    resource: Option<LinkAnswer>,
}

/// The contacts of a topic that opens no ticket.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Contacts"))]
struct RedirectAnswer {
    /// The text.
    text: String,
    /// The contacts.
    contacts: Vec<LinkAnswer>,
}

/// A field of a form.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "FormField"))]
pub struct FieldAnswer {
    /// The ID. It is sent as `fields.<id>`.
    id: String,
    /// The name.
    label: String,
    /// An explanation.
    help: Option<String>,
    /// The type.
    #[serde(rename = "type")]
    #[cfg_attr(test, schemars(extend("enum" = ["text", "long_text", "choice", "choices", "email", "number", "date", "url"])))]
    kind: &'static str,
    /// `true` if it is required whenever it is asked.
    required: bool,
    /// The most characters.
    max_length: usize,
    /// The choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<LabelAnswer>,
    /// The choice with which it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<WhenAnswer>,
}

/// The choice with which a field is asked.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Condition"))]
struct WhenAnswer {
    /// The ID of the impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<String>,
    /// The ID of the priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<String>,
}

/// A status of a desk.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Status"))]
pub struct StatusAnswer {
    /// The status's ID.
    pub id: String,
    /// The name.
    pub label: String,
    /// The explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The phase that the status belongs to.
    #[cfg_attr(test, schemars(extend("enum" = docket_domain::desk::Phase::NAMES)))]
    pub phase: &'static str,
}

/// The limits of files.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "FileLimits"))]
struct AttachmentsAnswer {
    /// The most bytes of a file.
    max_bytes: u64,
    /// The most bytes of all files of a ticket.
    max_total_bytes: u64,
    /// The most files of a ticket.
    max_count: u32,
    /// The media types, such as `image/png` or `image/*`.
    types: Vec<String>,
    /// A larger file is uploaded in parts of so many bytes.
    part_bytes: u64,
}

impl DeskAnswer {
    /// Makes the answer for a desk at this time, in this language.
    #[must_use]
    pub fn new(desk: &Desk, language: &Language, now: Timestamp) -> Self {
        let say = |words: &Words| words.in_language(language).to_owned();
        let choices = |choices: &[Choice]| {
            choices
                .iter()
                .map(|c| LabelAnswer::choice(c, language))
                .collect()
        };
        Self {
            id: desk.id.to_string(),
            name: say(&desk.name),
            intro: desk.intro.as_deref().map(say),
            languages: desk.languages.iter().map(ToString::to_string).collect(),
            open_now: desk.is_open(now),
            time_zone: desk.zone_name().to_owned(),
            categories: desk
                .categories
                .iter()
                .map(|category| CategoryAnswer {
                    id: category.id.to_string(),
                    label: say(&category.label),
                    help: category.help.as_deref().map(say),
                    topics: desk
                        .topics_of(&category.id)
                        .map(|topic| TopicAnswer::new(desk, topic, language))
                        .collect(),
                })
                .collect(),
            priorities: choices(&desk.priorities),
            default_priority: desk.default_priority.as_deref().map(ToString::to_string),
            impacts: choices(&desk.impacts),
            statuses: desk
                .statuses
                .iter()
                .map(|status| StatusAnswer::new(status, language))
                .collect(),
            context: desk
                .context
                .iter()
                .map(|context| LabelAnswer {
                    id: context.id.to_string(),
                    label: say(&context.label),
                    help: None,
                })
                .collect(),
            attachments: desk.attachments.as_ref().map(|limits| AttachmentsAnswer {
                max_bytes: limits.max_bytes,
                max_total_bytes: limits.max_total_bytes,
                max_count: limits.max_count,
                types: limits.types.clone(),
                part_bytes: limits.part_bytes,
            }),
        }
    }
}

impl LabelAnswer {
    /// Makes the label of a choice, in this language.
    #[must_use]
    pub fn choice(choice: &Choice, language: &Language) -> Self {
        Self {
            id: choice.id.to_string(),
            label: choice.label.in_language(language).to_owned(),
            help: choice
                .help
                .as_deref()
                .map(|help| help.in_language(language).to_owned()),
        }
    }
}

impl LinkAnswer {
    /// Makes the link of a resource, in this language.
    #[must_use]
    pub fn resource(resource: &Resource, language: &Language) -> Self {
        Self {
            label: resource.label.in_language(language).to_owned(),
            url: resource.url.to_string(),
        }
    }
}

impl StatusAnswer {
    /// Makes the answer for a status, in this language.
    #[must_use]
    pub fn new(status: &Status, language: &Language) -> Self {
        Self {
            id: status.id.to_string(),
            label: status.label.in_language(language).to_owned(),
            help: status
                .help
                .as_deref()
                .map(|help| help.in_language(language).to_owned()),
            phase: status.phase.name(),
        }
    }

    /// Makes the answer for a ticket's status, in this language. One that no desk file
    /// ever had is shown by its ID.
    #[must_use]
    pub fn of(desk: &Desk, id: &StatusId, language: &Language) -> Self {
        match desk.status(id) {
            Some(status) => Self::new(status, language),
            None => Self {
                id: id.to_string(),
                label: id.to_string(),
                help: None,
                phase: desk.phase(id).name(),
            },
        }
    }
}

/// Returns the ID of a ticket's priority, or of the one that replaces it.
pub(super) fn priority(desk: &Desk, id: Option<&ChoiceId>) -> Option<String> {
    id.map(|id| desk.current_priority(id).to_string())
}

fn asks(asks: Asks) -> &'static str {
    match asks {
        Asks::Required => "required",
        Asks::Optional => "optional",
        Asks::None => "none",
    }
}

impl TopicAnswer {
    fn new(desk: &Desk, topic: &Topic, language: &Language) -> Self {
        let say = |words: &Words| words.in_language(language).to_owned();
        let wording = |wording: &Option<docket_domain::desk::Wording>, max_length| WordingAnswer {
            label: wording.as_ref().and_then(|w| w.label.as_deref()).map(say),
            help: wording.as_ref().and_then(|w| w.help.as_deref()).map(say),
            required: true,
            max_length,
        };
        Self {
            id: topic.id.to_string(),
            label: say(&topic.label),
            help: topic.help.as_deref().map(say),
            kind: match topic.kind {
                TopicKind::Form => "form",
                TopicKind::Redirect => "redirect",
            },
            resources: desk
                .resources_of(topic)
                .map(|resource| LinkAnswer::resource(resource, language))
                .collect(),
            subject: wording(&topic.subject, MAX_SUBJECT),
            description: wording(&topic.description, Prose::MAX),
            fields: desk
                .fields_of(topic)
                .map(|field| FieldAnswer::new(field, language))
                .collect(),
            priority: asks(topic.priority),
            impact: asks(topic.impact),
            cc: desk
                .cc
                .as_ref()
                .filter(|_| topic.cc)
                .map(|cc| WordingAnswer {
                    label: Some(say(&cc.label)),
                    help: cc.help.as_deref().map(say),
                    required: false,
                    max_length: Prose::MAX,
                }),
            out_of_scope: topic.out_of_scope.as_ref().map(|out| OutOfScopeAnswer {
                text: say(&out.text),
                resource: desk
                    .resource(&out.resource)
                    .map(|resource| LinkAnswer::resource(resource, language)),
            }),
            redirect: topic.redirect.as_ref().map(|redirect| RedirectAnswer {
                text: say(&redirect.text),
                contacts: redirect
                    .contacts_for(&std::collections::BTreeMap::new())
                    .map(|contact| LinkAnswer {
                        label: say(&contact.label),
                        url: contact.url.to_string(),
                    })
                    .collect(),
            }),
        }
    }
}

impl FieldAnswer {
    fn new(field: &Field, language: &Language) -> Self {
        let say = |words: &Words| words.in_language(language).to_owned();
        let when = |when: &When| WhenAnswer {
            impact: when.impact.as_deref().map(ToString::to_string),
            priority: when.priority.as_deref().map(ToString::to_string),
        };
        Self {
            id: field.id.to_string(),
            label: say(&field.label),
            help: field.help.as_deref().map(say),
            kind: field.kind.name(),
            required: field.required,
            max_length: field.max_length(),
            choices: field
                .choices
                .iter()
                .map(|c| LabelAnswer::choice(c, language))
                .collect(),
            when: field.when.as_ref().map(when),
        }
    }
}

//! The form for a new ticket.

use super::kept_query::{kept_query, without_language};
use super::redirect::redirect;
use crate::pages::frame::{Frame, message};
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::pages::ticket::FilesView;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links::with_query;
use docket_domain::desk::{
    Asks, Choice, Desk, Field, FieldType, Resource, Topic, TopicKind, Wording,
};
use docket_domain::form::{Draft, MAX_SUBJECT};
use docket_domain::{ChoiceId, ContextId, Prose, Words};
use docket_texts::FieldMessage;
use http::StatusCode;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The contents of a form for a new ticket.
#[derive(Debug, Default)]
pub struct FormPage {
    /// The input so far.
    pub draft: Draft,
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
    /// The form's idempotency key, so that a form sent twice makes one ticket. `None` makes a new
    /// key.
    pub key: Option<String>,
    /// The token of the link that the form was opened by. Empty without one.
    pub token: String,
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormTemplate<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    topic: &'a Topic,
    draft: &'a Draft,
    messages: &'a [FieldMessage],
    key: String,
    token: &'a str,
    resources: Vec<&'a Resource>,
    kept_query: String,
    open: bool,
    /// The file input; `None` when the desk takes no files.
    files: Option<FilesView<'a>>,
}

impl FormTemplate<'_> {
    fn fields(&self) -> Vec<&Field> {
        self.desk.fields_of(self.topic).collect()
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        message(self.messages, field)
    }

    fn wrong_field(&self, field: &&Field) -> Option<&str> {
        message(self.messages, &format!("fields.{}", *field.id))
    }

    /// Returns the messages about fields that the form does not show.
    fn elsewhere(&self) -> Vec<&FieldMessage> {
        let shown = |name: &str| {
            let own = [
                "requester.email",
                "requester.name",
                "subject",
                "description",
            ]
            .contains(&name);
            let asked = (name == "priority" && self.asks_priority())
                || (name == "impact" && self.asks_impact())
                || (name == "cc" && self.topic.cc);
            let field = self
                .topic
                .fields
                .iter()
                .any(|id| name == format!("fields.{}", **id));
            own || asked || field
        };
        self.messages.iter().filter(|m| !shown(&m.field)).collect()
    }

    fn value(&self, field: &&Field) -> &str {
        let values = self.draft.fields.get(field.id.as_str());
        values
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    fn chosen(&self, field: &&Field, choice: &Choice) -> bool {
        let values = self.draft.fields.get(field.id.as_str());
        values.is_some_and(|values| values.iter().any(|value| *choice.id == **value))
    }

    fn is(&self, field: &&Field, kind: &str) -> bool {
        field.kind.name() == kind
    }

    fn input_type(&self, field: &&Field) -> &'static str {
        match *field.kind {
            FieldType::Date => "date",
            FieldType::Url => "url",
            _ => "text",
        }
    }

    /// Returns `true` when the browser must require the field. A field that is asked only with
    /// another choice is checked by the server instead.
    fn insists(&self, field: &&Field) -> bool {
        field.required && field.when.is_none()
    }

    /// Returns the input and the choice that a field depends on. The page shows it only with that choice.
    fn condition<'f>(&self, field: &&'f Field) -> Option<(&'static str, &'f ChoiceId)> {
        let when = field.when.as_ref()?;
        let impact = when.impact.as_deref().map(|id| ("impact", id));
        impact.or_else(|| when.priority.as_deref().map(|id| ("priority", id)))
    }

    /// Returns what the fields of the form depend on, each once.
    fn conditions(&self) -> Vec<(&'static str, &ChoiceId)> {
        let mut conditions = Vec::new();
        for field in self.desk.fields_of(self.topic) {
            conditions.extend(
                self.condition(&field)
                    .filter(|found| !conditions.contains(found)),
            );
        }
        conditions
    }

    /// Returns the label of the choice that a field depends on.
    fn only_when(&self, field: &&Field) -> Option<String> {
        let when = field.when.as_ref()?;
        let find = |choices: &'_ [Choice], id: &ChoiceId| {
            let found = choices.iter().find(|choice| *choice.id == *id);
            found.map(|choice| self.frame.w(&choice.label).to_owned())
        };
        let impact = when
            .impact
            .as_deref()
            .and_then(|id| find(&self.desk.impacts, id));
        impact.or_else(|| {
            when.priority
                .as_deref()
                .and_then(|id| find(&self.desk.priorities, id))
        })
    }

    fn asks_priority(&self) -> bool {
        self.topic.priority != Asks::None
    }

    fn asks_impact(&self) -> bool {
        self.topic.impact != Asks::None
    }

    fn requires_impact(&self) -> bool {
        self.topic.impact == Asks::Required
    }

    fn picked(&self, given: &str, default: Option<&ChoiceId>, choice: &Choice) -> bool {
        if given.is_empty() {
            default.is_some_and(|default| *choice.id == *default)
        } else {
            *choice.id == *given
        }
    }

    fn default_priority(&self) -> Option<&ChoiceId> {
        self.desk.default_priority.as_deref()
    }

    fn label<'w>(&self, wording: &'w Option<Wording>) -> Option<&'w Words> {
        wording
            .as_ref()
            .and_then(|wording| wording.label.as_deref())
    }

    fn help<'w>(&self, wording: &'w Option<Wording>) -> Option<&'w Words> {
        wording.as_ref().and_then(|wording| wording.help.as_deref())
    }

    fn max_subject(&self) -> usize {
        MAX_SUBJECT
    }

    fn max_prose(&self) -> usize {
        Prose::MAX
    }

    fn out_of_scope_link(&self) -> Option<&Resource> {
        let out = self.topic.out_of_scope.as_ref()?;
        self.desk.resource(&out.resource)
    }
}

/// Makes the form of a topic, or the page with contacts if the topic redirects.
#[must_use]
pub fn form(call: &Call, desk: &Desk, topic: &Topic, shown: &FormPage) -> Response {
    let language = match shown.draft.language.parse() {
        Ok(language) if shown.messages.is_empty() || desk.languages.contains(&language) => {
            desk.choose_language([&language])
        }
        _ => call.language(desk),
    };
    let context: BTreeMap<ContextId, String> = shown
        .draft
        .context
        .iter()
        .filter_map(|(id, value)| Some((id.parse().ok()?, value.clone())))
        .collect();
    let mut frame = Frame::of_desk(desk, language);
    let kept_query = kept_query(call, &context);
    frame.address = match shown.token.as_str() {
        "" => {
            let form = frame.links(desk).form(&topic.id);
            with_query(&form, &without_language(&kept_query))
        }
        token => frame.links(desk).kept_form(token),
    };
    let status = if shown.messages.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if topic.kind == TopicKind::Redirect {
        return redirect(frame, status, desk, topic, &context, kept_query);
    }
    page_allowing(
        &Allowing::Files(&call.cloud.settings),
        status,
        &FormTemplate {
            files: FilesView::of_form(desk, frame.texts),
            frame,
            desk,
            topic,
            draft: &shown.draft,
            messages: &shown.messages,
            key: shown
                .key
                .clone()
                .unwrap_or_else(|| Uuid::now_v7().to_string()),
            token: &shown.token,
            resources: desk.resources_of(topic).collect(),
            kept_query,
            open: desk.is_open(call.now),
        },
    )
}

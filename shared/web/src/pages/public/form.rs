//! The form for a new ticket.

use super::kept_query::{kept_query, without_language};
use super::redirect::redirect;
use super::status::{KnownIncident, known_incidents};
use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message};
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::pages::ticket::FilesView;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links::with_query;
use docket_domain::desk::{
    Asks, Choice, Desk, Field, FieldType, MayOpen, Resource, Topic, TopicKind, Wording,
};
use docket_domain::form::{Draft, MAX_SUBJECT};
use docket_domain::incident::StatusBoard;
use docket_domain::{ChoiceId, ContextId, Prose, Words};
use docket_texts::FieldMessage;
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
    /// The token of the form that was held until its sender had signed in. Empty without one.
    pub held: String,
    /// The incidents that the desk tells of. Empty where nobody looked.
    pub board: StatusBoard,
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
    held: &'a str,
    /// The address of the person who is signed in, where the session says who asks.
    asks_as: Option<String>,
    resources: Vec<&'a Resource>,
    known: Vec<KnownIncident<'a>>,
    kept_query: String,
    /// The file input; `None` when the desk takes no files.
    files: Option<FilesView<'a>>,
}

impl FormTemplate<'_> {
    /// Returns the fields that are asked whatever is chosen.
    fn fields(&self) -> Vec<&Field> {
        let fields = self.desk.fields_of(self.topic);
        fields
            .filter(|field| self.condition(field).is_none())
            .collect()
    }

    /// Returns the fields that are asked with this choice of a priority or an impact.
    fn fields_of(&self, name: &str, choice: &Choice) -> Vec<&Field> {
        let fields = self.desk.fields_of(self.topic);
        let belongs = |field: &&Field| {
            self.condition(field)
                .is_some_and(|(input, id)| input == name && *id == *choice.id)
        };
        fields.filter(belongs).collect()
    }

    fn field_name(&self, field: &&Field) -> String {
        format!("fields.{}", *field.id)
    }

    /// Returns the mistakes, each with the ID of its input. A mistake in what the form does not ask has none.
    fn summary(&self) -> Vec<(String, String)> {
        let summed_up = self
            .messages
            .iter()
            .map(|message| match self.shows(&message.field) {
                Some(label) => (
                    message.field.clone(),
                    format!("{label}: {}", message.message),
                ),
                None => (
                    String::new(),
                    format!("{}: {}", message.field, message.message),
                ),
            });
        summed_up.collect()
    }

    fn wrong(&self, field: impl AsRef<str>) -> Option<&str> {
        message(self.messages, field.as_ref())
    }

    /// Returns the label of an input that the form shows.
    fn shows(&self, name: &str) -> Option<String> {
        let t = |id: &str| Some(self.frame.t(id));
        let own = |wording: &Option<Wording>, id: &str| match self.label(wording) {
            Some(words) => Some(self.frame.w(words).to_owned()),
            None => t(id),
        };
        match name {
            "requester.email" => t("form-email"),
            "requester.name" => t("form-name"),
            "subject" => own(&self.topic.subject, "form-subject"),
            "description" => own(&self.topic.description, "form-description"),
            "priority" if self.asks_priority() => t("form-priority"),
            "impact" if self.asks_impact() => t("form-impact"),
            "cc" if self.topic.cc => self
                .desk
                .cc
                .as_ref()
                .map(|cc| self.frame.w(&cc.label).to_owned()),
            name => {
                let mut fields = self.desk.fields_of(self.topic);
                let field = fields.find(|field| self.field_name(field) == name)?;
                Some(self.frame.w(&field.label).to_owned())
            }
        }
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

    fn asks_priority(&self) -> bool {
        self.topic.priority != Asks::None
    }

    fn asks_impact(&self) -> bool {
        self.topic.impact != Asks::None
    }

    fn requires_impact(&self) -> bool {
        self.topic.impact == Asks::Required
    }

    fn picked(&self, given: &str, default: &Option<&ChoiceId>, choice: &Choice) -> bool {
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
    let mut frame = Frame::of_desk(call, desk, language);
    let kept_query = kept_query(call, &context);
    frame.address = match (shown.token.as_str(), shown.held.as_str()) {
        ("", "") => {
            let form = frame.links(desk).form(&topic.id);
            with_query(&form, &without_language(&kept_query))
        }
        ("", token) => frame.links(desk).held_form(token),
        (token, _) => frame.links(desk).kept_form(token),
    };
    frame.has_errors = !shown.messages.is_empty();
    let status = form_status(&shown.messages);
    if topic.kind == TopicKind::Redirect {
        return redirect(frame, status, desk, topic, &context, kept_query);
    }
    frame.form = Some("request");
    let person = call.caller().known_signed_in();
    let person =
        person.filter(|person| person.staff.is_none() && desk.may_open() != MayOpen::Anyone);
    let asks_as = person.map(|person| person.email.to_string());
    page_allowing(
        &Allowing::Files(&call.cloud.settings),
        status,
        &FormTemplate {
            files: FilesView::of_form(desk, frame.texts),
            known: known_incidents(&frame, desk, &shown.board, Some(topic)),
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
            held: &shown.held,
            asks_as,
            resources: desk.resources_of(topic).collect(),
            kept_query,
        },
    )
}

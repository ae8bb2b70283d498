//! The check of a form against the desk.

use super::draft::{Draft, MAX_CC, MAX_NAME, MAX_SUBJECT};
use super::field_value::{FieldValue, field_value};
use super::new_ticket::NewTicket;
use super::read::{address, choice, language, line, optional, prose, required};
use crate::actor::Requester;
use crate::desk::{Asks, Desk, Topic, TopicKind};
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{AddressListError, ChoiceId, ContextId, EmailAddress, FieldId, Line, clean};
use std::collections::BTreeMap;

impl Draft {
    /// Checks the form against the desk.
    ///
    /// Characters that nobody sees are mended. A missing priority becomes the desk's default. A language that
    /// is missing, or that the desk does not have, becomes the desk's default. Repeated
    /// addresses in `cc`, and the requester's own, are dropped.
    ///
    /// # Errors
    /// With every mistake found, each under the field's name: `requester.email`,
    /// `fields.chat_id`.
    pub fn check(&self, desk: &Desk) -> Result<NewTicket, Vec<FieldError>> {
        let mut mistakes = Mistakes(Vec::new());
        let topic = self.topic(desk, &mut mistakes);
        let email = mistakes.take("requester.email", required(&self.email, address));
        let name = mistakes.take(
            "requester.name",
            optional(&self.name, |t| line(t, MAX_NAME)),
        );
        // Several people use the account, so the address does not tell who writes.
        if desk.has_company_accounts() && name == Some(None) {
            mistakes.add("requester.name", FieldProblem::Missing);
        }
        let subject = mistakes.take("subject", line(&self.subject, MAX_SUBJECT));
        let description = mistakes.take("description", prose(&self.description));
        let ask = |asks: fn(&Topic) -> Asks| topic.map_or(Asks::None, asks);
        let priority = mistakes.take(
            "priority",
            choice(
                &self.priority,
                &desk.priorities,
                ask(|t| t.priority),
                desk.default_priority.as_deref(),
            ),
        );
        let impact = mistakes.take(
            "impact",
            choice(&self.impact, &desk.impacts, ask(|t| t.impact), None),
        );
        let (priority, impact) = (priority.flatten(), impact.flatten());
        let fields = topic.map(|topic| {
            self.fields(
                desk,
                topic,
                priority.as_ref(),
                impact.as_ref(),
                &mut mistakes,
            )
        });
        let cc = self.cc(desk, topic, email.as_ref(), &mut mistakes);
        let context = self.context(desk, &mut mistakes);
        let language = mistakes.take("language", language(&self.language));

        match (topic, email, name, subject, description, fields) {
            (
                Some(topic),
                Some(email),
                Some(name),
                Some(subject),
                Some(description),
                Some(fields),
            ) if mistakes.0.is_empty() => Ok(NewTicket {
                topic: topic.id.clone(),
                requester: Requester { email, name },
                subject,
                description,
                priority,
                impact,
                fields,
                cc,
                context,
                language: desk.choose_language(&language.flatten()),
                follows: None,
            }),
            _ => Err(mistakes.0),
        }
    }

    fn topic<'d>(&self, desk: &'d Desk, mistakes: &mut Mistakes) -> Option<&'d Topic> {
        let topic = self.topic.as_str();
        if topic.is_empty() {
            mistakes.add("topic", FieldProblem::Missing);
            return None;
        }
        let found = desk.topic_named(topic);
        match found {
            None => {
                let forms = desk.topics.iter().filter(|t| t.kind == TopicKind::Form);
                let choices = forms.map(|topic| topic.id.to_string()).collect();
                mistakes.add("topic", FieldProblem::NotAChoice { choices });
            }
            Some(topic) if topic.kind == TopicKind::Redirect => {
                mistakes.add("topic", FieldProblem::Redirects);
            }
            Some(_) => {}
        }
        found
    }

    fn fields(
        &self,
        desk: &Desk,
        topic: &Topic,
        priority: Option<&ChoiceId>,
        impact: Option<&ChoiceId>,
        mistakes: &mut Mistakes,
    ) -> BTreeMap<FieldId, FieldValue> {
        let mut values = BTreeMap::new();
        for field in desk.fields_of(topic) {
            let name = format!("fields.{}", *field.id);
            let given: Vec<&str> = self
                .fields
                .get(field.id.as_str())
                .into_iter()
                .flatten()
                .map(String::as_str)
                .filter(|value| !clean::is_blank(value))
                .collect();
            let asked = (field.when.as_ref()).is_none_or(|when| when.holds(priority, impact));
            match (asked, given.is_empty()) {
                (true, true) if field.required => mistakes.add(name, FieldProblem::Missing),
                (_, true) => {}
                // A form shows a field before it knows whether it is asked.
                (false, false) if self.by_form => {}
                (false, false) => mistakes.add(name, FieldProblem::NotApplicable),
                (true, false) => {
                    if let Some(value) = mistakes.take(name, field_value(field, &given)) {
                        values.insert(field.id.clone(), value);
                    }
                }
            }
        }
        for (name, given) in &self.fields {
            let asked = topic.fields.iter().any(|id| **id == **name);
            // A form that is older than the topic, or on another site.
            if !asked && !self.by_form && given.iter().any(|value| !clean::is_blank(value)) {
                mistakes.add(format!("fields.{}", shortened(name)), FieldProblem::Unknown);
            }
        }
        values
    }

    fn cc(
        &self,
        desk: &Desk,
        topic: Option<&Topic>,
        requester: Option<&EmailAddress>,
        mistakes: &mut Mistakes,
    ) -> Vec<EmailAddress> {
        let given: Vec<&String> = self
            .cc
            .iter()
            .filter(|entry| !clean::is_blank(entry))
            .collect();
        if given.is_empty() {
            return Vec::new();
        }
        if desk.cc.is_none() || topic.is_some_and(|topic| !topic.cc) {
            if !self.by_form {
                mistakes.add("cc", FieldProblem::NotApplicable);
            }
            return Vec::new();
        }
        // One input can have several addresses, as in a mail program.
        let mut all: Vec<EmailAddress> = Vec::new();
        for entry in given {
            match EmailAddress::pasted_list(entry, MAX_CC) {
                Ok(list) => all.extend(list),
                Err(AddressListError { entry }) => {
                    mistakes.add("cc", FieldProblem::NotAnAddressAmong { entry });
                    return Vec::new();
                }
            }
            if all.len() > MAX_CC {
                mistakes.add("cc", FieldProblem::TooMany { max: MAX_CC });
                return Vec::new();
            }
        }
        let mut people: Vec<EmailAddress> = Vec::new();
        for email in all {
            if Some(&email) != requester && !people.contains(&email) {
                people.push(email);
            }
        }
        people
    }

    fn context(&self, desk: &Desk, mistakes: &mut Mistakes) -> BTreeMap<ContextId, Line> {
        let mut values = BTreeMap::new();
        for (name, value) in &self.context {
            let field = format!("context.{}", shortened(name));
            let Some(known) = desk.context.iter().find(|known| *known.id == **name) else {
                if !self.by_form {
                    mistakes.add(field, FieldProblem::Unknown);
                }
                continue;
            };
            let value = mistakes.take(field, optional(value, |text| line(text, known.max_length)));
            if let Some(value) = value.flatten() {
                values.insert(known.id.clone(), value);
            }
        }
        values
    }
}

struct Mistakes(Vec<FieldError>);

impl Mistakes {
    fn add(&mut self, field: impl Into<String>, problem: FieldProblem) {
        self.0.push(FieldError::new(field, problem));
    }

    fn take<T>(&mut self, field: impl Into<String>, value: Result<T, FieldProblem>) -> Option<T> {
        value.map_err(|problem| self.add(field, problem)).ok()
    }
}

/// Shortens an unknown name to 60 characters and drops control characters, so that an error can
/// repeat it.
fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

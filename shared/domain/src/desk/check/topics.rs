//! The check of topics and of the fields of their forms.

use super::reporter::{Check, list};
use crate::desk::field::FieldType;
use crate::desk::topic::{Asks, TopicKind};

/// The most characters of all fields of a topic together. With the subject, the description and what
/// else a form has, an encoded form of this length fits into the largest body, and a ticket into one
/// item of the table.
const MAX_FIELDS: usize = 48_000;

impl<'a> Check<'a> {
    pub(super) fn topics(&mut self) {
        let desk = self.desk;
        self.unique("topic", desk.topics.iter().map(|t| &t.id));
        for topic in &desk.topics {
            self.known(
                "category",
                &topic.category,
                desk.categories.iter().map(|c| &c.id),
            );
            self.unique("field", &topic.fields);
            for field in &topic.fields {
                self.known("field", field, desk.fields.iter().map(|f| &f.id));
            }
            let out_of_scope = topic.out_of_scope.iter().map(|o| &o.resource);
            for resource in topic.resources.iter().chain(out_of_scope) {
                self.known("resource", resource, desk.resources.iter().map(|r| &r.id));
            }
            if let Some(policy) = &topic.escalation_policy {
                self.known(
                    "escalation policy",
                    policy,
                    desk.escalation_policies.iter().map(|p| &p.id),
                );
            }
            let asked: usize = desk.fields_of(topic).map(|field| field.max_length()).sum();
            if asked > MAX_FIELDS {
                self.say(&topic.id, format!("its fields take {asked} characters, and {MAX_FIELDS} is the most: lower `max_length` of some"));
            }
            if topic.priority != Asks::None && desk.priorities.is_empty() {
                self.say(&topic.id, "asks for a priority, and the desk has none: add `[[priorities]]` or leave `priority` out");
            }
            if topic.impact != Asks::None && desk.impacts.is_empty() {
                self.say(&topic.id, "asks for an impact, and the desk has none: add `[[impacts]]` or leave `impact` out");
            }
            if topic.cc && desk.cc.is_none() {
                self.say(&topic.id, "asks who is copied, and the desk does not say how: add `[cc]` or leave `cc` out");
            }
            match (&topic.kind, &topic.redirect) {
                (TopicKind::Redirect, None) => self.say(
                    &topic.id,
                    "redirects nowhere: add `redirect = { text = …, contacts = [ … ] }`",
                ),
                (TopicKind::Form, Some(_)) => self.say(
                    &topic.id,
                    "has a form and redirects: write `kind = \"redirect\"` or leave `redirect` out",
                ),
                _ => {}
            }
            let contacts = || topic.redirect.iter().flat_map(|r| &r.contacts);
            if topic.redirect.is_some() && !contacts().any(|contact| contact.when.is_empty()) {
                self.say(
                    &topic.id,
                    "people who come without context are shown no contact: add one without `when`",
                );
            }
            for contact in contacts() {
                self.web_address(&contact.url);
                for id in contact.when.keys() {
                    if !desk.context.iter().any(|context| *context.id == *id) {
                        let known = list(desk.context.iter().map(|c| &*c.id));
                        self.say(
                            &contact.url,
                            format!(
                                "there is no context value `{id}`: write one of {known}, or add it"
                            ),
                        );
                    }
                }
            }
        }
        for category in &desk.categories {
            if desk.topics_of(&category.id).next().is_none() {
                self.say(
                    &category.id,
                    format!(
                        "category `{}` has no topic: add one or remove it",
                        *category.id
                    ),
                );
            }
        }
    }

    pub(super) fn fields(&mut self) {
        let desk = self.desk;
        self.unique("field", desk.fields.iter().map(|f| &f.id));
        for field in &desk.fields {
            self.unique("choice", field.choices.iter().map(|c| &c.id));
            match (field.kind.has_choices(), field.choices.is_empty()) {
                (true, true) => self.say(
                    &field.kind,
                    "there is nothing to choose: add `choices = [{ id = …, label = … }]`",
                ),
                (false, false) => self.say(
                    &field.kind,
                    format!(
                        "`{}` takes no choices: write `type = \"choice\"` or leave them out",
                        field.kind.name()
                    ),
                ),
                _ => {}
            }
            if let Some(max) = &field.max_length {
                let most = match *field.kind {
                    FieldType::LongText => crate::Prose::MAX,
                    _ => 1_000,
                };
                if **max == 0 || **max > most {
                    self.say(
                        max,
                        format!("a `{}` has 1 to {most} characters", field.kind.name()),
                    );
                }
            }
            for impact in field.when.iter().filter_map(|when| when.impact.as_ref()) {
                self.known("impact", impact, desk.impacts.iter().map(|c| &c.id));
            }
            for priority in field.when.iter().filter_map(|when| when.priority.as_ref()) {
                self.known("priority", priority, desk.priorities.iter().map(|c| &c.id));
            }
            if !desk
                .topics
                .iter()
                .any(|topic| topic.fields.iter().any(|id| **id == *field.id))
            {
                self.say(
                    &field.id,
                    format!(
                        "no topic asks for `{}`: name it in a topic's `fields` or remove it",
                        *field.id
                    ),
                );
            }
        }
    }
}

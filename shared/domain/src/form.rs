//! What a person sent to open a ticket, checked against the desk.

use crate::desk::{Asks, Choice, Desk, Field, FieldType, Topic, TopicKind};
use crate::{
    ChoiceId, ContextId, EmailAddress, FieldError, FieldId, FieldProblem, Language, Line, Prose,
    TopicId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A form as it was sent: nothing in it is known to be right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The topic's ID.
    pub topic: String,
    /// The requester's address.
    pub email: String,
    /// The requester's name, or nothing.
    pub name: String,
    /// One line that says it all.
    pub subject: String,
    /// All of it.
    pub description: String,
    /// The priority's ID, or nothing.
    pub priority: String,
    /// The impact's ID, or nothing.
    pub impact: String,
    /// The topic's own fields, each with its values.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Who else is to be told.
    pub cc: Vec<String>,
    /// What the link brought along.
    pub context: BTreeMap<String, String>,
    /// The language the person reads, or nothing.
    pub language: String,
}

/// A form that is right: a ticket can be opened with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// What it is about.
    pub topic: TopicId,
    /// Whose it is.
    pub requester: Requester,
    /// One line that says it all.
    pub subject: Line,
    /// All of it.
    pub description: Prose,
    /// How urgent it is, on desks with priorities.
    pub priority: Option<ChoiceId>,
    /// How far the problem reaches.
    pub impact: Option<ChoiceId>,
    /// The topic's own fields.
    pub fields: BTreeMap<FieldId, FieldValue>,
    /// Who else is told; never the requester, each once.
    pub cc: Vec<EmailAddress>,
    /// What the link brought along.
    pub context: BTreeMap<ContextId, Line>,
    /// The language that the requester is answered in.
    pub language: Language,
}

/// Whose ticket it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// Where answers go.
    pub email: EmailAddress,
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A text, a choice's ID, an address or a day.
    Text(String),
    /// A number, as it was written.
    Number(String),
    /// The IDs of several choices.
    Choices(Vec<ChoiceId>),
}

/// The most characters of a subject.
pub const MAX_SUBJECT: usize = 200;
/// The most characters of a person's name.
pub const MAX_NAME: usize = 100;
/// The most people that can be copied.
pub const MAX_CC: usize = 10;

impl Draft {
    /// Checks the form against the desk.
    ///
    /// # Errors
    /// With every mistake, each under the name that the field was sent as.
    pub fn check(&self, desk: &Desk) -> Result<NewTicket, Vec<FieldError>> {
        let mut mistakes = Mistakes(Vec::new());
        let topic = self.topic(desk, &mut mistakes);
        let email = mistakes.take("requester.email", required(&self.email, address));
        let name = mistakes.take(
            "requester.name",
            optional(&self.name, |t| line(t, MAX_NAME)),
        );
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
        let language = mistakes.take("language", optional(&self.language, language));

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
            }),
            _ => Err(mistakes.0),
        }
    }

    fn topic<'d>(&self, desk: &'d Desk, mistakes: &mut Mistakes) -> Option<&'d Topic> {
        let topic = self.topic.trim();
        if topic.is_empty() {
            mistakes.add("topic", FieldProblem::Missing);
            return None;
        }
        let found = desk.topics.iter().find(|known| *known.id == *topic);
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
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
                .collect();
            let asked = (field.when.as_ref()).is_none_or(|when| when.holds(priority, impact));
            match (asked, given.is_empty()) {
                (true, true) if field.required => mistakes.add(name, FieldProblem::Missing),
                (_, true) => {}
                (false, false) => mistakes.add(name, FieldProblem::NotAskedHere),
                (true, false) => {
                    if let Some(value) = mistakes.take(name, field_value(field, &given)) {
                        values.insert(field.id.clone(), value);
                    }
                }
            }
        }
        for (name, given) in &self.fields {
            let asked = topic.fields.iter().any(|id| **id == **name);
            if !asked && given.iter().any(|value| !value.trim().is_empty()) {
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
        // One input can hold several addresses, as people are used to from their mail.
        let given = self
            .cc
            .iter()
            .flat_map(|entry| entry.split([',', ';', ' ', '\n', '\r']))
            .filter(|entry| !entry.is_empty());
        let mut people: Vec<EmailAddress> = Vec::new();
        for (index, entry) in given.enumerate() {
            if desk.cc.is_none() || topic.is_some_and(|topic| !topic.cc) {
                mistakes.add("cc", FieldProblem::NotAskedHere);
                break;
            }
            if index == MAX_CC {
                mistakes.add("cc", FieldProblem::TooMany { max: MAX_CC });
                break;
            }
            match entry.parse::<EmailAddress>() {
                Ok(email) if Some(&email) == requester || people.contains(&email) => {}
                Ok(email) => people.push(email),
                Err(_) => {
                    mistakes.add("cc", FieldProblem::NotAnAddress);
                    break;
                }
            }
        }
        people
    }

    fn context(&self, desk: &Desk, mistakes: &mut Mistakes) -> BTreeMap<ContextId, Line> {
        let mut values = BTreeMap::new();
        for (name, value) in &self.context {
            let field = format!("context.{}", shortened(name));
            let Some(known) = desk.context.iter().find(|known| *known.id == **name) else {
                mistakes.add(field, FieldProblem::Unknown);
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

/// A name that somebody made up, short enough to be said back.
fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

fn required<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, FieldProblem>,
) -> Result<T, FieldProblem> {
    match text.trim() {
        "" => Err(FieldProblem::Missing),
        text => read(text),
    }
}

fn optional<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, FieldProblem>,
) -> Result<Option<T>, FieldProblem> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some),
    }
}

fn address(text: &str) -> Result<EmailAddress, FieldProblem> {
    text.parse().map_err(|_| FieldProblem::NotAnAddress)
}

fn line(text: &str, max: usize) -> Result<Line, FieldProblem> {
    Ok(Line::new(text, max)?)
}

fn prose(text: &str) -> Result<Prose, FieldProblem> {
    Ok(Prose::new(text, Prose::MAX)?)
}

fn language(text: &str) -> Result<Language, FieldProblem> {
    text.parse().map_err(|_| FieldProblem::NotAChoice {
        choices: Language::SPOKEN.map(str::to_owned).into(),
    })
}

fn choice(
    given: &str,
    choices: &[Choice],
    asks: Asks,
    default: Option<&ChoiceId>,
) -> Result<Option<ChoiceId>, FieldProblem> {
    match given.trim() {
        "" if asks == Asks::Required && default.is_none() => Err(FieldProblem::Missing),
        "" => Ok(default.cloned()),
        given => one_of(given, choices).map(Some),
    }
}

fn one_of(given: &str, choices: &[Choice]) -> Result<ChoiceId, FieldProblem> {
    choices
        .iter()
        .find(|choice| *choice.id == *given)
        .map(|choice| choice.id.clone())
        .ok_or_else(|| FieldProblem::choices(choices.iter().map(|choice| &*choice.id)))
}

fn field_value(field: &Field, given: &[&str]) -> Result<FieldValue, FieldProblem> {
    if *field.kind == FieldType::Choices {
        let mut chosen = Vec::new();
        for value in given {
            let id = one_of(value, &field.choices)?;
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        return Ok(FieldValue::Choices(chosen));
    }
    let [value] = given else {
        return Err(FieldProblem::TooMany { max: 1 });
    };
    let max = field.max_length();
    let text = match *field.kind {
        FieldType::LongText => Prose::new(value, max)?.to_string(),
        FieldType::Choice => one_of(value, &field.choices)?.to_string(),
        FieldType::Email => address(value)?.to_string(),
        FieldType::Number => return number(value).map(FieldValue::Number),
        FieldType::Date => (value.parse::<jiff::civil::Date>())
            .map_err(|_| FieldProblem::NotADate)?
            .to_string(),
        FieldType::Url => web_address(value, max)?,
        FieldType::Text | FieldType::Choices => line(value, max)?.to_string(),
    };
    Ok(FieldValue::Text(text))
}

/// A plain decimal number, with a point or a comma before the decimals.
fn number(text: &str) -> Result<String, FieldProblem> {
    let text = text.replace(',', ".");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| (1..=15).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if all_digits(whole) && all_digits(decimals) {
        Ok(text)
    } else {
        Err(FieldProblem::NotANumber)
    }
}

fn web_address(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = line(text, max)?;
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.as_str().strip_prefix(scheme))
        .unwrap_or("");
    if host.starts_with(|c: char| c.is_alphanumeric()) && !host.contains(char::is_whitespace) {
        Ok(text.to_string())
    } else {
        Err(FieldProblem::NotAUrl)
    }
}

//! Reads the OpenAPI document for its page.

use super::kind::{Piece, kind, pieces};
use crate::routes::{ROUTES, Route};
use serde_json::Value;

/// A group of operations.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) about: Vec<Piece>,
    pub(super) operations: Vec<Operation>,
}

/// An operation.
pub(super) struct Operation {
    /// The name, which is its place on the page as well.
    pub(super) id: String,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) title: Vec<Piece>,
    pub(super) about: Vec<Vec<Piece>>,
    /// The parameters and headers.
    pub(super) parameters: Vec<Row>,
    /// The fields of the body.
    pub(super) fields: Vec<Row>,
    pub(super) answers: Vec<Answer>,
    /// The statuses of the problems that many operations have.
    pub(super) problems: Vec<String>,
}

/// An answer of an operation.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) about: Vec<Piece>,
    pub(super) kind: Vec<Piece>,
}

/// A type of the answers.
pub(super) struct Type {
    pub(super) name: String,
    pub(super) about: Vec<Piece>,
    pub(super) members: Vec<Row>,
}

/// A named value: a parameter, a field or a member.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) kind: Vec<Piece>,
    pub(super) about: Vec<Piece>,
}

/// Returns the operations in their groups, in the order of the table of routes.
pub(super) fn groups(document: &Value) -> Vec<Group> {
    let operations = ROUTES.iter().filter_map(|route| {
        let method = route.method.as_str().to_ascii_lowercase();
        let found = document.get("paths")?.get(route.path)?.get(method)?;
        Some((text(found.pointer("/tags/0")), operation(found, route)))
    });
    let mut operations: Vec<(String, Operation)> = operations.collect();
    list(document.get("tags"))
        .map(|tag| {
            let name = text(tag.get("name"));
            let of_group = operations.extract_if(.., |(tag, _)| *tag == name);
            Group {
                operations: of_group.map(|(_, operation)| operation).collect(),
                about: pieces(&text(tag.get("description"))),
                name,
            }
        })
        .collect()
}

fn operation(found: &Value, route: &'static Route) -> Operation {
    let body = "/requestBody/content/application~1json/schema";
    let parameters = list(found.get("parameters"));
    let mut fields = found.pointer(body).map(fields).unwrap_or_default();
    // The document sorts them by their names, and the table by what people ask first.
    let order = route.promise.body.unwrap_or_default();
    fields.sort_by_key(|row| order.iter().position(|field| field.name == row.name));
    Operation {
        id: text(found.get("operationId")),
        method: route.method.as_str(),
        path: route.path,
        title: pieces(&text(found.get("summary"))),
        about: text(found.get("description"))
            .split("\n\n")
            .map(pieces)
            .collect(),
        parameters: parameters
            .map(|parameter| Row {
                name: text(parameter.get("name")),
                required: parameter.get("required") == Some(&Value::Bool(true)),
                kind: parameter.get("schema").map(kind).unwrap_or_default(),
                about: pieces(&text(parameter.get("description"))),
            })
            .collect(),
        fields,
        answers: members(found.get("responses"))
            .filter(|(_, answer)| !is_shared(answer))
            .map(|(status, answer)| answered(status, answer))
            .collect(),
        problems: members(found.get("responses"))
            .filter(|(_, answer)| is_shared(answer))
            .map(|(status, _)| status.to_owned())
            .collect(),
    }
}

/// Returns the problems that many operations have.
pub(super) fn problems(document: &Value) -> Vec<Answer> {
    members(document.pointer("/components/responses"))
        .map(|(status, answer)| answered(status, answer))
        .collect()
}

/// Returns `true` if an answer stands in the document once for many operations.
fn is_shared(answer: &Value) -> bool {
    answer.get("$ref").is_some()
}

fn answered(status: &str, answer: &Value) -> Answer {
    let content = members(answer.get("content")).next();
    let schema = content.and_then(|(_, content)| content.get("schema"));
    Answer {
        status: status.to_owned(),
        about: pieces(&text(answer.get("description"))),
        kind: schema.map(kind).unwrap_or_default(),
    }
}

/// Returns the types of the answers.
pub(super) fn types(document: &Value) -> Vec<Type> {
    members(document.pointer("/components/schemas"))
        .map(|(name, schema)| {
            let mut rows = fields(schema);
            // A type that has one of several forms. What one form requires, the other may not have.
            for form in list(schema.get("anyOf")) {
                for row in fields(form) {
                    let row = Row {
                        required: false,
                        ..row
                    };
                    if rows.iter().all(|known| known.name != row.name) {
                        rows.push(row);
                    }
                }
            }
            Type {
                name: name.to_owned(),
                about: pieces(&text(schema.get("description"))),
                members: rows,
            }
        })
        .collect()
}

/// Returns the members of an object. Those of an object within it follow, with its name before theirs.
fn fields(schema: &Value) -> Vec<Row> {
    let mut rows = Vec::new();
    let required: Vec<&str> = list(schema.get("required"))
        .filter_map(Value::as_str)
        .collect();
    for (name, member) in members(schema.get("properties")) {
        let is_required = required.contains(&name);
        let inner = fields(member);
        if !inner.is_empty() {
            rows.extend(inner.into_iter().map(|row| Row {
                name: format!("{name}.{}", row.name),
                ..row
            }));
            continue;
        }
        let other = member.get("additionalProperties");
        let other = other.filter(|other| other.get("description").is_some());
        rows.push(Row {
            name: other.map_or_else(|| name.to_owned(), |_| format!("{name}.*")),
            required: is_required,
            kind: kind(other.unwrap_or(member)),
            about: pieces(&text(other.unwrap_or(member).get("description"))),
        });
    }
    rows
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value))
}

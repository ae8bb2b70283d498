//! The schemas of what a request takes.

use crate::routes::{Field, Kind};
use serde_json::{Map, Value, json};

const SLUG: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/// The most characters of a text that is mended before they are counted. `maxLength` would count those
/// that are taken out as well.
const MAX_LENGTH: &str = "x-max-length";

const DIGEST: &str = "^[0-9A-Fa-f]{64}$";

/// Returns a pattern that an empty text fits as well, if the field may be left out.
fn or_empty(field: &Field, pattern: &str) -> String {
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    match field.required {
        true => pattern.to_owned(),
        false => format!("^({inner})?$"),
    }
}

/// Returns the parameters in the path.
pub(super) fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| {
        let part = part.strip_prefix('{')?;
        part.strip_suffix('}')
    });
    let parameter = |name: &str| {
        let (about, schema) = match name {
            "desk" => (
                "The ID of a desk.",
                json!({ "type": "string", "pattern": SLUG, "maxLength": 40 }),
            ),
            "id" => (
                "The ID of a ticket.",
                json!({ "type": "string", "pattern": "^[A-Z]{2,10}-[1-9][0-9]{0,9}$" }),
            ),
            "file" => (
                "The ID of a file.",
                json!({ "type": "string", "format": "uuid" }),
            ),
            "email" => (
                "The address of a person.",
                json!({ "type": "string", "format": "email" }),
            ),
            "session" => (
                "The ID of a session.",
                json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
            ),
            "company" => (
                "The ID of a company.",
                json!({ "type": "string", "pattern": SLUG, "maxLength": 40 }),
            ),
            "grant" => (
                "The ID of a grant of support access.",
                json!({ "type": "string", "format": "uuid" }),
            ),
            "page" => (
                "The ID of a page.",
                json!({ "type": "string", "format": "uuid" }),
            ),
            "incident" => (
                "The ID of an incident.",
                json!({ "type": "string", "format": "uuid" }),
            ),
            "override" => (
                "The ID of an override.",
                json!({ "type": "string", "format": "uuid" }),
            ),
            other => panic!("no schema for the part `{other}` of a path"),
        };
        json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
    };
    names.map(parameter).collect()
}

/// Returns the parameters of a query, or the headers.
pub(super) fn parameters(place: &'static str, fields: &'static [Field]) -> Vec<Value> {
    let parameter = |field: &Field| {
        json!({
            "name": field.name,
            "in": place,
            "required": field.required,
            "description": field.about,
            "schema": as_text(field),
        })
    };
    fields.iter().map(parameter).collect()
}

/// Returns the body, as JSON and as a form. Who has nothing to say need not send one.
pub(super) fn body(fields: &'static [Field]) -> Value {
    json!({
        "required": fields.iter().any(|field| field.required),
        "content": {
            "application/json": { "schema": json_body(fields) },
            "application/x-www-form-urlencoded": { "schema": form_body(fields) },
        },
    })
}

fn json_body(fields: &'static [Field]) -> Value {
    let mut body = object();
    for field in fields {
        let Some((outer, inner)) = field.name.split_once('.') else {
            add(&mut body, field.name, field, as_json(field));
            continue;
        };
        let inside = body["properties"].as_object_mut().unwrap();
        let inside = inside.entry(outer).or_insert_with(object);
        if inner == "*" {
            inside["additionalProperties"] = described(field, as_json(field));
            inside["type"] = json!(["object", "null"]);
        } else {
            add(inside, inner, field, as_json(field));
            if field.required {
                require(&mut body, outer);
            }
        }
    }
    body
}

/// A form may send more than is asked, such as its button. That is left aside.
fn form_body(fields: &'static [Field]) -> Value {
    let mut body = json!({ "type": "object", "properties": {} });
    for field in fields {
        match field.name.strip_suffix("*") {
            None => add(&mut body, field.name, field, as_text(field)),
            Some(start) => {
                let pattern = format!("^{}", start.replace('.', "\\."));
                let schema = described(field, as_text(field));
                body["patternProperties"][pattern] = schema;
            }
        }
    }
    body
}

fn object() -> Value {
    json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

fn add(object: &mut Value, name: &str, field: &Field, schema: Value) {
    object["properties"][name] = described(field, schema);
    if field.required {
        require(object, name);
    }
}

fn require(object: &mut Value, name: &str) {
    let members = object.as_object_mut().unwrap();
    let required = members.entry("required").or_insert_with(|| json!([]));
    let required = required.as_array_mut().unwrap();
    if !required.contains(&name.into()) {
        required.push(name.into());
    }
}

fn described(field: &Field, schema: Value) -> Value {
    let mut described = Map::new();
    described.insert("description".to_owned(), field.about.into());
    described.extend(schema.as_object().unwrap().clone());
    described.into()
}

/// Returns the schema of a value in JSON. What may be left out may be `null` or empty.
fn as_json(field: &Field) -> Value {
    let schema = match field.kind {
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole { min, max } => json!({ "anyOf": [
            { "type": "integer", "minimum": min, "maximum": max },
            { "type": "string", "pattern": or_empty(field, "^[0-9]{1,20}$") },
        ] }),
        Kind::Value => json!({ "type": ["string", "number"] }),
        Kind::Values => json!({ "anyOf": [
            { "type": ["string", "number"] },
            { "type": "array", "items": { "type": ["string", "number", "null"] } },
        ] }),
        _ => as_text(field),
    };
    match field.required {
        true => schema,
        false => or_null(schema),
    }
}

fn or_null(mut schema: Value) -> Value {
    let null = json!({ "type": "null" });
    let kinds = schema.get_mut("anyOf").and_then(Value::as_array_mut);
    if let Some(kinds) = kinds {
        kinds.push(null);
        return schema;
    }
    json!({ "anyOf": [schema, null] })
}

fn email() -> Value {
    json!({ "type": "string", "format": "email", "maxLength": 254 })
}

/// Returns the schema of a value in a form, a query or a header.
fn as_text(field: &Field) -> Value {
    match field.kind {
        Kind::Line(max) | Kind::Prose(max) if field.required => {
            json!({ "type": "string", "minLength": 1, MAX_LENGTH: max })
        }
        Kind::Line(max) | Kind::Prose(max) => json!({ "type": "string", MAX_LENGTH: max }),
        Kind::Text | Kind::Opaque if field.required => json!({ "type": "string", "minLength": 1 }),
        Kind::Text | Kind::Opaque => json!({ "type": "string" }),
        Kind::Email => match field.required {
            true => email(),
            false => json!({ "anyOf": [email(), { "type": "string", "maxLength": 0 }] }),
        },
        Kind::OneOfOrEmail(words) => {
            let none = (!field.required).then_some("");
            let words: Vec<&str> = words.iter().copied().chain(none).collect();
            json!({ "anyOf": [{ "type": "string", "enum": words }, email()] })
        }
        // An entry may be empty, or hold several addresses as people paste them: what is counted are those.
        Kind::Emails(_) => json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": ["string", "null"] } },
        ] }),
        Kind::Id => json!({ "type": "string", "pattern": or_empty(field, SLUG), "maxLength": 40 }),
        Kind::Language => {
            let pattern = or_empty(field, "^[A-Za-z]{2,3}([-_].*)?$");
            json!({ "type": "string", "pattern": pattern })
        }
        Kind::Flag => {
            json!({ "type": "string", "enum": ["true", "on", "1", "false", "off", "0", ""] })
        }
        Kind::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::OneOf(words) => json!({ "type": "string", "enum": words }),
        Kind::Digest => json!({ "type": "string", "pattern": or_empty(field, DIGEST) }),
        Kind::Digests(max) => {
            let one = json!({ "type": "string", "pattern": or_empty(field, DIGEST) });
            let digest = json!({ "type": "string", "pattern": DIGEST });
            json!({ "anyOf": [one, { "type": "array", "maxItems": max, "items": digest }] })
        }
        Kind::Value => json!({ "type": "string" }),
        Kind::Values => json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" } },
        ] }),
        Kind::IdempotencyKey(least) => {
            let pattern = format!("^[A-Za-z0-9_.:-]{{{least},100}}$");
            json!({ "type": "string", "pattern": pattern })
        }
        Kind::Version => json!({ "anyOf": [
            { "type": "string", "pattern": "^(W/)?\"[0-9]{1,19}\"$" },
            { "const": "*" },
        ] }),
    }
}

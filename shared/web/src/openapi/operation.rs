//! One operation: a route of the API.

use super::answers::Answers;
use super::input::{body, parameters, path_parameters};
use crate::routes::{ROUTES, Route, RouteId};
use docket_domain::access::{Action, Role, Rule, Scope, rule};
use serde_json::{Map, Value, json};

const DESKS: &str = "Desks";
const TICKETS: &str = "Tickets";
const FILES: &str = "Files";
const SIGN_IN: &str = "Sign-in";
const ON_CALL: &str = "On call";
const INCIDENTS: &str = "Incidents";

/// The groups of operations.
pub(super) const TAGS: [(&str, &str); 6] = [
    (DESKS, "What a desk offers."),
    (TICKETS, "Open, read and change tickets."),
    (FILES, "Upload and download the files of a ticket."),
    (SIGN_IN, "Sessions of a desk's people."),
    (ON_CALL, "Who is on call, and the pages that call them."),
    (INCIDENTS, "Large-scale incidents, and a desk's status."),
];

/// Returns the operation of a route.
pub(super) fn operation(route: &Route, answers: &mut Answers) -> Value {
    let promise = &route.promise;
    let about = promise.about.lines().map(str::trim).skip(2);
    let roles: Vec<String> = route.roles().map(|role| role.to_string()).collect();
    let mut description = about.collect::<Vec<_>>().join("\n");
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(&format!("Who may: {}.", who(route, &roles)));
    let mut responses = Map::new();
    for (status, content) in promise.answers {
        let mut answer = answers.success(*content);
        let links = links(route.id);
        if links != json!({}) {
            answer["links"] = links;
        }
        responses.insert(status.to_string(), answer);
    }
    for status in route.problems() {
        let problem = match responses.remove(&status.to_string()) {
            // An answer of its own stands beside the problem.
            Some(mut own) => {
                let problem = answers.problem(status);
                let kinds = problem["content"].as_object().unwrap().clone();
                own["content"].as_object_mut().unwrap().extend(kinds);
                own
            }
            None => json!({ "$ref": format!("#/components/responses/{status}") }),
        };
        responses.insert(status.to_string(), problem);
    }
    let mut all = path_parameters(route.path);
    all.extend(parameters("query", promise.query));
    all.extend(parameters("header", promise.headers));
    let mut operation = json!({
        "operationId": name(route.id),
        "tags": [tag(route)],
        "summary": promise.title(),
        "description": description,
        "parameters": all,
        "responses": responses,
        "security": security(route),
        "x-roles": roles,
    });
    if let Some(fields) = promise.body {
        operation["requestBody"] = body(fields);
    }
    operation
}

fn name(route: RouteId) -> String {
    let name = format!("{route:?}");
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

fn tag(route: &Route) -> &'static str {
    match (route.action, route.action.scope()) {
        (Action::AttachFile | Action::FinishUpload | Action::DownloadFile, _) => FILES,
        (Action::SignIn | Action::SignOut, _) => SIGN_IN,
        (Action::OpenTicket | Action::ListOwnTickets | Action::ListTickets, _)
        | (_, Scope::Ticket) => TICKETS,
        (Action::SeeOnCall | Action::ChangeOnCall | Action::TellByChannel, _)
        | (_, Scope::Page) => ON_CALL,
        (Action::FollowIncident | Action::ManageIncidents, _) => INCIDENTS,
        _ => DESKS,
    }
}

fn who(route: &Route, roles: &[String]) -> String {
    let has = |wanted| {
        Role::ALL
            .iter()
            .any(|role| rule(*role, route.action) == wanted)
    };
    let mut who = match roles.len() == Role::ALL.len() {
        true => "everybody".to_owned(),
        false => roles.join(", "),
    };
    if has(Rule::Own) {
        who.push_str("; a requester or watcher with their own files");
    }
    if has(Rule::AsDeskSays) {
        who.push_str("; the desk file says which move");
    }
    who
}

/// Returns how the caller shows who they are. The key of a ticket is a parameter.
fn security(route: &Route) -> Value {
    let is_open = rule(Role::Nobody, route.action) != Rule::No;
    match (route.action.scope(), is_open) {
        (Scope::Ticket | Scope::Page, _) => json!([{ "session": [] }, {}]),
        (_, false) => json!([{ "session": [] }]),
        (_, true) if matches!(route.id, RouteId::EndSession | RouteId::SignOut) => {
            json!([{ "session": [] }, {}])
        }
        (_, true) => json!([]),
    }
}

/// Returns where an answer leads.
fn links(route: RouteId) -> Value {
    let to = |to: RouteId, parameters: &[(&str, &str)]| {
        let of = ROUTES.iter().find(|route| route.id == to).unwrap();
        let mut all = Map::new();
        all.insert("desk".to_owned(), "$request.path.desk".into());
        for (name, value) in parameters {
            all.insert((*name).to_owned(), (*value).into());
        }
        json!({ "operationId": name(to), "parameters": all, "description": format!("{}.", of.promise.title()) })
    };
    let named = |links: &[(RouteId, &[(&str, &str)])]| {
        let links = links.iter().map(|(id, with)| (name(*id), to(*id, with)));
        Value::from(links.collect::<Map<String, Value>>())
    };
    let created: &[(&str, &str)] = &[("id", "$response.body#/id"), ("key", "$response.body#/key")];
    // A caller with a key adds it: one with a session has none.
    let same_ticket = ("id", "$request.path.id");
    match route {
        RouteId::OpenTicket => named(&[
            (RouteId::Ticket, created),
            (RouteId::Comment, created),
            (RouteId::ChangeStatus, created),
            (RouteId::DeclareFile, created),
        ]),
        RouteId::Queue => named(&[
            (RouteId::Ticket, &[("id", "$response.body#/tickets/0/id")]),
            (RouteId::Queue, &[("cursor", "$response.body#/next")]),
        ]),
        RouteId::Ticket | RouteId::Timeline => {
            let older = ("cursor", "$response.body#/older");
            named(&[(RouteId::Timeline, &[same_ticket, older])])
        }
        RouteId::DeclareFile => {
            let file = &[same_ticket, ("file", "$response.body#/id")];
            named(&[
                (RouteId::CompleteUpload, file),
                (RouteId::CancelUpload, file),
                (RouteId::Download, file),
            ])
        }
        _ => json!({}),
    }
}

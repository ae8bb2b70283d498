//! A function with its role, its routes and its triggers.

use super::error::{TemplateError, unfit};
use super::pattern::Pattern;
use super::retries::Retries;
use super::role;
use super::route::Route;
use super::rule;
use super::schedule::Schedule;
use super::stream::StreamSource;
use super::yaml::{at, text};
use crate::roles::Grant;
use serde_norway::{Mapping, Value};
use std::collections::BTreeSet;

/// A function with its role, its routes and its triggers.
#[derive(Debug)]
pub(crate) struct FunctionResource {
    pub(crate) binary: String,
    /// The permissions of the function's role.
    pub(crate) grants: BTreeSet<Grant>,
    pub(crate) routes: Vec<Route>,
    pub(crate) streams: Vec<StreamSource>,
    pub(crate) rules: Vec<Pattern>,
    pub(crate) schedules: Vec<Schedule>,
    /// The retries for events of rules, schedules and other functions.
    pub(crate) retries: Retries,
}

impl FunctionResource {
    pub(super) fn read(
        name: &str,
        resource: &Value,
        resources: &Mapping,
    ) -> Result<Self, TemplateError> {
        let lacks = |what: &str| unfit(format!("function {name} {what}"));
        let binary = text(resource, &["Metadata", "BuildProperties", "Binary"])
            .ok_or_else(|| lacks("does not name its binary"))?;
        let role = role_of(resource).and_then(|role| resources.get(role));
        let role = role.ok_or_else(|| lacks("has no role of its own"))?;
        let asynchronous = at(resource, &["Properties", "EventInvokeConfig"]);
        let mut function = Self {
            binary: binary.to_owned(),
            grants: role::grants(role, resources).map_err(|why| lacks(&format!(": {why}")))?,
            routes: Vec::new(),
            streams: Vec::new(),
            rules: Vec::new(),
            schedules: Vec::new(),
            retries: Retries::of_events(asynchronous),
        };
        let events = at(resource, &["Properties", "Events"]).and_then(Value::as_mapping);
        for event in events.into_iter().flat_map(Mapping::values) {
            match text(event, &["Type"]) {
                Some("HttpApi") => function.routes.push(Route::read(event)?),
                Some("DynamoDB") => function.streams.push(StreamSource::read(event)?),
                Some("EventBridgeRule") => function.rules.push(rule::read(event, resources)?),
                Some("ScheduleV2" | "Schedule") => function.schedules.push(Schedule::read(event)?),
                other => {
                    let other = other.unwrap_or("none");
                    return Err(lacks(&format!(
                        "has an event of the type `{other}`, which one machine has not"
                    )));
                }
            }
        }
        Ok(function)
    }
}

/// Returns the name of a function's role among the resources: `Role: !GetAtt Name.Arn`.
fn role_of(function: &Value) -> Option<&str> {
    match at(function, &["Properties", "Role"])? {
        Value::Tagged(tagged) => tagged.value.as_str()?.strip_suffix(".Arn"),
        _ => None,
    }
}

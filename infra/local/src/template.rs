//! `template.yaml`, as far as one machine needs it.

use crate::bucket::Rule;
use crate::cors::Cors;
use crate::roles::Role;
use http::Method;
use serde_json::Value as Json;
use serde_norway::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// What the template says.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) routes: Vec<Route>,
    pub(crate) schedules: Vec<Schedule>,
    pub(crate) streams: Vec<StreamSource>,
    /// The request that creates the table, in DynamoDB's own JSON.
    pub(crate) table: Json,
    pub(crate) ttl_attribute: Option<String>,
    /// What each function may do, by its binary.
    pub(crate) roles: BTreeMap<String, Role>,
    pub(crate) cors: Cors,
    pub(crate) bucket_cors: Cors,
    pub(crate) rules: Vec<Rule>,
}

/// Requests that go to a function.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    /// `None` is any method.
    pub(crate) method: Option<Method>,
    /// The path's parts; `None` is the route for what fits no other.
    pub(crate) path: Option<Vec<Part>>,
    pub(crate) function: String,
}

/// One part of a route's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Literal(String),
    Parameter,
}

/// A function that runs at an interval.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub(crate) every: Duration,
    pub(crate) function: String,
}

/// A function that the table's stream is fed to.
#[derive(Debug, Clone)]
pub(crate) struct StreamSource {
    pub(crate) function: String,
    pub(crate) batch_size: usize,
    /// On AWS the record's age decides; nobody waits for hours on one machine.
    pub(crate) retries: usize,
    /// Event patterns, of which a record has to fit one.
    pub(crate) filters: Vec<Json>,
}

/// The template cannot be run on one machine.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is not YAML.
    #[error("the template is not YAML: {0}")]
    Yaml(#[from] serde_norway::Error),
    /// It lacks something, or has something that one machine cannot run.
    #[error("in the template, {0}")]
    Unfit(String),
}

fn unfit(what: impl Into<String>) -> TemplateError {
    TemplateError::Unfit(what.into())
}

impl Template {
    pub(crate) fn parse(source: &str) -> Result<Self, TemplateError> {
        let template: Value = serde_norway::from_str(source)?;
        let resources = template
            .get("Resources")
            .and_then(Value::as_mapping)
            .ok_or_else(|| unfit("there are no resources"))?;
        let mut routes = Vec::new();
        let mut schedules = Vec::new();
        let mut streams = Vec::new();
        let mut roles = BTreeMap::new();
        let mut cors = Cors::default();
        let mut bucket_cors = Cors::default();
        let mut rules = Vec::new();
        let mut table = None;
        for (name, resource) in resources {
            let name = name.as_str().unwrap_or_default();
            match text(resource, &["Type"]) {
                Some("AWS::DynamoDB::Table") => table = Some(resource),
                Some("AWS::S3::Bucket") => bucket_cors = Cors::read_bucket(resource),
                Some("AWS::Serverless::HttpApi") => cors = Cors::read(resource),
                Some("AWS::Serverless::Function") => {
                    let function = text(resource, &["Metadata", "BuildProperties", "Binary"])
                        .ok_or_else(|| {
                            unfit(format!("function {name} does not name its binary"))
                        })?;
                    let role = role_of(resource)
                        .and_then(|role| resources.get(role))
                        .ok_or_else(|| unfit(format!("function {name} has no role of its own")))?;
                    let role = Role::read(function, role)
                        .map_err(|why| unfit(format!("function {name}: {why}")))?;
                    roles.insert(function.to_owned(), role);
                    let events =
                        at(resource, &["Properties", "Events"]).and_then(Value::as_mapping);
                    for event in events.into_iter().flat_map(|events| events.values()) {
                        match text(event, &["Type"]) {
                            Some("HttpApi") => routes.push(Route::read(event, function)?),
                            Some("ScheduleV2" | "Schedule") => {
                                schedules.push(Schedule::read(event, function)?)
                            }
                            Some("EventBridgeRule") => rules.push(Rule::read(event, function)?),
                            Some("DynamoDB") => streams.push(StreamSource::read(event, function)?),
                            other => {
                                return Err(unfit(format!(
                                    "function {name} has an event of type {other:?}"
                                )));
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let table = table.ok_or_else(|| unfit("there is no table"))?;
        Ok(Self {
            routes,
            schedules,
            streams,
            ttl_attribute: text(
                table,
                &["Properties", "TimeToLiveSpecification", "AttributeName"],
            )
            .map(str::to_owned),
            table: create_table(table)?,
            roles,
            cors,
            bucket_cors,
            rules,
        })
    }

    /// The route that API Gateway would choose: of those that fit, the one with most literal parts, `$default` last.
    pub(crate) fn route(&self, method: &Method, path: &str) -> Option<&Route> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        self.routes
            .iter()
            .filter(|route| route.method.as_ref().is_none_or(|own| own == method))
            .filter_map(|route| Some((route.fit(&parts)?, route)))
            .max_by_key(|(literals, _)| *literals)
            .map(|(_, route)| route)
    }
}

impl Route {
    fn read(event: &Value, function: &str) -> Result<Self, TemplateError> {
        let method = text(event, &["Properties", "Method"]).unwrap_or("ANY");
        let path = text(event, &["Properties", "Path"]).unwrap_or("$default");
        let method = match method.to_ascii_uppercase().as_str() {
            "ANY" | "*" => None,
            method => Some(
                method
                    .parse()
                    .map_err(|_| unfit(format!("{method} is no method")))?,
            ),
        };
        let path = (path != "$default").then(|| {
            let parts = path.split('/').filter(|part| !part.is_empty());
            parts
                .map(|part| match part.starts_with('{') {
                    true => Part::Parameter,
                    false => Part::Literal(part.to_owned()),
                })
                .collect()
        });
        Ok(Self {
            method,
            path,
            function: function.to_owned(),
        })
    }

    /// How many parts fit to the letter, from 1; 0 for `$default`.
    fn fit(&self, parts: &[&str]) -> Option<usize> {
        let Some(own) = &self.path else {
            return Some(0);
        };
        if own.len() != parts.len() {
            return None;
        }
        own.iter()
            .zip(parts)
            .try_fold(1, |literals, (own, part)| match own {
                Part::Parameter => Some(literals),
                Part::Literal(text) if text == part => Some(literals + 1),
                Part::Literal(_) => None,
            })
    }
}

impl Schedule {
    fn read(event: &Value, function: &str) -> Result<Self, TemplateError> {
        let expression = text(event, &["Properties", "ScheduleExpression"])
            .or_else(|| text(event, &["Properties", "Schedule"]))
            .unwrap_or_default();
        let every = expression
            .strip_prefix("rate(")
            .and_then(|rate| rate.strip_suffix(')'))
            .and_then(|rate| rate.split_once(' '))
            .and_then(|(count, unit)| {
                let count: u64 = count.parse().ok()?;
                let seconds = match unit.trim_end_matches('s') {
                    "minute" => 60,
                    "hour" => 60 * 60,
                    "day" => 24 * 60 * 60,
                    _ => return None,
                };
                Some(Duration::from_secs(count * seconds))
            })
            .ok_or_else(|| unfit(format!("the schedule `{expression}` is not a `rate(…)`")))?;
        Ok(Self {
            every,
            function: function.to_owned(),
        })
    }
}

impl StreamSource {
    fn read(event: &Value, function: &str) -> Result<Self, TemplateError> {
        let number = |name| at(event, &["Properties", name]).and_then(Value::as_u64);
        let filters =
            at(event, &["Properties", "FilterCriteria", "Filters"]).and_then(Value::as_sequence);
        let filters = filters
            .into_iter()
            .flatten()
            .map(|filter| {
                let pattern = text(filter, &["Pattern"]).unwrap_or_default();
                serde_json::from_str(pattern)
                    .map_err(|error| unfit(format!("a filter is not JSON: {error}")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            function: function.to_owned(),
            batch_size: number("BatchSize")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(100),
            retries: number("MaximumRetryAttempts")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(10),
            filters,
        })
    }

    /// Whether a record fits one of the filters; without filters, every record does.
    pub(crate) fn takes(&self, record: &Json) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| fits(filter, record))
    }
}

/// Event patterns, of Lambda and of EventBridge, as far as the template uses them: objects, exact values and prefixes.
pub(crate) fn fits(pattern: &Json, value: &Json) -> bool {
    match pattern {
        Json::Object(parts) => parts
            .iter()
            .all(|(name, part)| value.get(name).is_some_and(|value| fits(part, value))),
        Json::Array(choices) => choices.iter().any(|choice| match choice.get("prefix") {
            Some(prefix) => match (prefix.as_str(), value.as_str()) {
                (Some(prefix), Some(value)) => value.starts_with(prefix),
                _ => false,
            },
            None => choice == value,
        }),
        _ => false,
    }
}

/// The name of the resource that is a function's role: `Role: !GetAtt Name.Arn`.
fn role_of(function: &Value) -> Option<&str> {
    match at(function, &["Properties", "Role"])? {
        Value::Tagged(tagged) => tagged.value.as_str()?.strip_suffix(".Arn"),
        _ => None,
    }
}

/// What CloudFormation calls a table, as DynamoDB's own request.
fn create_table(resource: &Value) -> Result<Json, TemplateError> {
    let copied = [
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "BillingMode",
    ];
    let mut request = serde_json::Map::new();
    for name in copied {
        let value = at(resource, &["Properties", name])
            .ok_or_else(|| unfit(format!("the table has no {name}")))?;
        let value =
            serde_json::to_value(value).map_err(|error| unfit(format!("{name}: {error}")))?;
        request.insert(name.to_owned(), value);
    }
    if let Some(view) = text(
        resource,
        &["Properties", "StreamSpecification", "StreamViewType"],
    ) {
        let stream = serde_json::json!({ "StreamEnabled": true, "StreamViewType": view });
        request.insert("StreamSpecification".to_owned(), stream);
    }
    Ok(Json::Object(request))
}

pub(crate) fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

pub(crate) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(value, path).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> Template {
        Template::parse(include_str!("../../../template.yaml")).unwrap()
    }

    fn function(method: &str, path: &str) -> String {
        let template = template();
        let route = template.route(&method.parse().unwrap(), path).unwrap();
        route.function.clone()
    }

    #[test]
    fn the_most_literal_route_wins() {
        assert_eq!(function("GET", "/"), "docket-portal");
        assert_eq!(function("GET", "/spaceos/tickets/SOS-1"), "docket-portal");
        assert_eq!(
            function("POST", "/api/desks/spaceos/tickets"),
            "docket-create-ticket"
        );
        assert_eq!(
            function("GET", "/api/desks/spaceos/tickets"),
            "docket-read-tickets"
        );
        assert_eq!(
            function("POST", "/api/desks/spaceos/tickets/SOS-1/status"),
            "docket-update-status"
        );
        assert_eq!(
            function("PATCH", "/api/desks/spaceos/tickets/SOS-1/status"),
            "docket-portal"
        );
        assert_eq!(function("HEAD", "/spaceos"), "docket-portal");
    }

    #[test]
    fn schedules_streams_and_the_table_are_found() {
        let template = template();
        assert_eq!(template.schedules.len(), 1);
        assert_eq!(template.schedules[0].every, Duration::from_secs(60));
        assert_eq!(
            template.table["GlobalSecondaryIndexes"]
                .as_array()
                .unwrap()
                .len(),
            3
        );
        assert_eq!(template.ttl_attribute.as_deref(), Some("expires_at"));
        let stream = &template.streams[0];
        let record = |name: &str, sk: &str| serde_json::json!({"eventName": name, "dynamodb": {"Keys": {"sk": {"S": sk}}}});
        assert!(stream.takes(&record("INSERT", "EVENT#1")));
        assert!(stream.takes(&record("INSERT", "GRANT")));
        assert!(!stream.takes(&record("MODIFY", "EVENT#1")));
        assert!(!stream.takes(&record("INSERT", "TICKET")));
    }

    #[test]
    fn what_one_machine_cannot_run_is_said() {
        let wrong = "Resources: {R: {}, F: {Type: 'AWS::Serverless::Function', Metadata: {BuildProperties: {Binary: f}}, Properties: {Role: !GetAtt R.Arn, Events: {E: {Type: SNS}}}}}";
        assert!(
            Template::parse(wrong)
                .unwrap_err()
                .to_string()
                .contains("SNS")
        );
        assert!(Template::parse("[").is_err());
    }
}

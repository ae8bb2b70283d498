//! The functions' roles, held to on one machine: what `template.yaml` does not let a function do fails here as it would on AWS.

use crate::faults::is_mail;
use crate::template::{at, text};
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use serde_json::Value as Json;
use serde_norway::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Something that a role allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Grant {
    /// Such as `dynamodb:PutItem`.
    action: String,
    /// The index, where it is about one.
    index: Option<String>,
    /// How the partition keys begin, with `*` at the end, or what they are; `None` is any.
    key: Option<String>,
}

/// What a request does to an item, or asks of an index.
#[derive(Debug)]
struct Access {
    action: String,
    index: Option<String>,
    key: Option<String>,
}

/// What a function may do, with what it has done.
#[derive(Debug, Clone)]
pub struct Role {
    function: String,
    grants: Arc<BTreeSet<Grant>>,
    used: Arc<Mutex<BTreeSet<Grant>>>,
}

impl Role {
    /// The role of that function, from its resource in the template. Only what the function itself does counts here: the
    /// stream is read, and records are set aside, by Lambda.
    ///
    /// # Errors
    /// When it says something that is not understood here, and so could not be held to.
    pub(crate) fn read(function: &str, resource: &Value) -> Result<Self, String> {
        let policies = at(resource, &["Properties", "Policies"]).and_then(Value::as_sequence);
        let statements = policies
            .into_iter()
            .flatten()
            .filter(|policy| text(policy, &["PolicyName"]) != Some("stream"))
            .filter_map(|policy| at(policy, &["PolicyDocument", "Statement"])?.as_sequence())
            .flatten();
        let mut all = BTreeSet::new();
        for statement in statements {
            understood(statement)?;
            all.extend(grants(statement));
        }
        Ok(Self {
            function: function.to_owned(),
            grants: Arc::new(all),
            used: Arc::default(),
        })
    }

    /// What it allows and no request has needed so far, a line each.
    #[must_use]
    pub fn unused(&self) -> BTreeSet<String> {
        let used = self.used();
        let unused = self.grants.difference(&used);
        unused
            .map(|grant| format!("{} {grant}", self.function))
            .collect()
    }

    fn check(&self, access: &Access) -> Result<(), BoxError> {
        let mut allowing = self.grants.iter().filter(|grant| grant.allows(access));
        match allowing.next() {
            Some(grant) => {
                self.used().insert(grant.clone());
                Ok(())
            }
            None => {
                let denied = format!("the role of {} does not allow {access}", self.function);
                tracing::error!("{denied}: see template.yaml");
                Err(denied.into())
            }
        }
    }

    /// Whether it allows that action on the object with that key; on the bucket itself where the key is empty.
    pub(crate) fn allows_s3(&self, action: &str, key: &str) -> bool {
        let access = Access {
            action: action.to_owned(),
            index: None,
            key: (!key.is_empty()).then(|| key.to_owned()),
        };
        self.check(&access).is_ok()
    }

    fn used(&self) -> std::sync::MutexGuard<'_, BTreeSet<Grant>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a statement is of the kind that this file reads: what it let pass unread would hold on AWS alone.
fn understood(statement: &Value) -> Result<(), String> {
    if text(statement, &["Effect"]) != Some("Allow") {
        return Err("a role has a statement that does not say `Effect: Allow`".to_owned());
    }
    let conditions = at(statement, &["Condition"]).and_then(Value::as_mapping);
    for (operator, keys) in conditions.into_iter().flatten() {
        for key in keys.as_mapping().into_iter().flat_map(|keys| keys.keys()) {
            match (operator.as_str(), key.as_str()) {
                (Some("ForAllValues:StringLike"), Some("dynamodb:LeadingKeys"))
                | (Some("StringEquals"), Some("ses:FromAddress")) => {}
                other => return Err(format!("a role has the condition {other:?}")),
            }
        }
    }
    Ok(())
}

fn grants(statement: &Value) -> Vec<Grant> {
    let resources = resources(at(statement, &["Resource"]));
    let index = resources.iter().find_map(|resource| {
        let (_, index) = resource.split_once("/index/")?;
        Some(index.to_owned())
    });
    let keys = at(
        statement,
        &[
            "Condition",
            "ForAllValues:StringLike",
            "dynamodb:LeadingKeys",
        ],
    );
    // Objects of a bucket are named by the resource: `${Files.Arn}/incoming/*`.
    let objects: Vec<Option<String>> = resources
        .iter()
        .filter_map(|resource| resource.split_once(".Arn}/"))
        .filter(|(_, path)| !path.starts_with("index/"))
        .map(|(_, path)| Some(path.to_owned()))
        .collect();
    let keys: Vec<Option<String>> = match keys.and_then(Value::as_sequence) {
        None if objects.is_empty() => vec![None],
        None => objects,
        Some(keys) => keys
            .iter()
            .map(|key| key.as_str().map(str::to_owned))
            .collect(),
    };
    // Two names for one thing: SES asks for the second when a message is sent whole.
    let actions = strings(at(statement, &["Action"]))
        .into_iter()
        // And what is set aside, Lambda sets aside.
        .filter(|action| action != "ses:SendRawEmail" && !action.starts_with("sqs:"));
    actions
        .flat_map(|action| {
            keys.iter().map({
                let index = index.clone();
                move |key| Grant {
                    action: action.clone(),
                    index: index.clone(),
                    key: key.clone(),
                }
            })
        })
        .collect()
}

/// What a statement is about, without the tags that CloudFormation resolves.
fn resources(value: Option<&Value>) -> Vec<String> {
    let plain = |value: &Value| match value {
        Value::Tagged(tagged) => tagged.value.as_str().map(str::to_owned),
        plain => plain.as_str().map(str::to_owned),
    };
    match value {
        Some(Value::Sequence(values)) => values.iter().filter_map(plain).collect(),
        Some(value) => plain(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Sequence(texts)) => texts
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

impl Grant {
    fn allows(&self, access: &Access) -> bool {
        let key = match (&self.key, &access.key) {
            (None, _) => true,
            (Some(allowed), Some(key)) => match allowed.strip_suffix('*') {
                Some(start) => key.starts_with(start),
                None => key == allowed,
            },
            (Some(_), None) => false,
        };
        self.action == access.action && self.index == access.index && key
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_deref().unwrap_or("*");
        match &self.index {
            Some(index) => write!(f, "{} on the index {index}", self.action),
            None => write!(f, "{} on {key}", self.action),
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What follows in a key may name a person.
        let key = self.key.as_deref().unwrap_or("*");
        let kind = key.split_once(['#', '/']).map_or(key, |(kind, _)| kind);
        match &self.index {
            Some(index) => write!(f, "{} on the index {index}", self.action),
            None => write!(f, "{} on {kind}", self.action),
        }
    }
}

/// What a request to DynamoDB does, from its operation and its body.
fn accesses(operation: &str, body: &Json) -> Vec<Access> {
    let access = |operation: &str, key: Option<&str>, index: Option<&str>| Access {
        action: format!("dynamodb:{operation}"),
        index: index.map(str::to_owned),
        key: key.map(str::to_owned),
    };
    let key = |part: &Json, place: &str| {
        let key = part.pointer(place).and_then(Json::as_str);
        key.map(str::to_owned)
    };
    match operation {
        "TransactWriteItems" => {
            let items = body.get("TransactItems").and_then(Json::as_array);
            items
                .into_iter()
                .flatten()
                .filter_map(Json::as_object)
                .flatten()
                .map(|(kind, part)| {
                    let key = key(part, "/Item/pk/S").or_else(|| key(part, "/Key/pk/S"));
                    match kind.as_str() {
                        "ConditionCheck" => access("ConditionCheckItem", key.as_deref(), None),
                        kind => access(&format!("{kind}Item"), key.as_deref(), None),
                    }
                })
                .collect()
        }
        "Query" => {
            let index = body.get("IndexName").and_then(Json::as_str);
            let key = key(body, "/ExpressionAttributeValues/:pk/S");
            vec![access(operation, key.as_deref(), index)]
        }
        _ => {
            let key = key(body, "/Item/pk/S").or_else(|| key(body, "/Key/pk/S"));
            vec![access(operation, key.as_deref(), None)]
        }
    }
}

impl Intercept for Role {
    fn name(&self) -> &'static str {
        "Role"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        let Some(target) = request.headers().get("x-amz-target") else {
            if !is_mail(request.uri()) {
                // The bucket sees to it itself, since it is asked by browsers as well.
                return Ok(());
            }
            // The one other service that functions call, and the one thing that they ask of it.
            return self.check(&Access {
                action: "ses:SendEmail".to_owned(),
                index: None,
                key: None,
            });
        };
        let operation = target.rsplit('.').next().unwrap_or(target);
        let body = request.body().bytes().unwrap_or_default();
        let body: Json = serde_json::from_slice(body)?;
        accesses(operation, &body)
            .iter()
            .try_for_each(|access| self.check(access))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn role() -> Role {
        let resource = "
            Properties:
              Policies:
                - PolicyName: table
                  PolicyDocument:
                    Statement:
                      - Effect: Allow
                        Action: dynamodb:PutItem
                        Resource: !GetAtt Table.Arn
                        Condition: { 'ForAllValues:StringLike': { dynamodb:LeadingKeys: ['TICKET#*', STACK] } }
                      - { Effect: Allow, Action: dynamodb:Query, Resource: !Sub '${Table.Arn}/index/due' }
                - PolicyName: stream
                  PolicyDocument: { Statement: [{ Action: dynamodb:GetRecords, Resource: '*' }] }";
        Role::read("f", &serde_norway::from_str(resource).unwrap()).unwrap()
    }

    #[test]
    fn what_could_not_be_held_to_is_refused() {
        let read = |statement: &str| {
            let role = format!(
                "Properties: {{ Policies: [{{ PolicyDocument: {{ Statement: [{statement}] }} }}] }}"
            );
            Role::read("f", &serde_norway::from_str(&role).unwrap())
        };
        assert!(read("{ Effect: Allow, Action: dynamodb:Query }").is_ok());
        assert!(read("{ Effect: Deny, Action: dynamodb:Query }").is_err());
        assert!(read("{ Effect: Allow, Action: a, Condition: { StringLike: { dynamodb:LeadingKeys: [x] } } }").is_err());
    }

    #[test]
    fn a_role_allows_what_it_names_and_nothing_else() {
        let role = role();
        let may = |operation: &str, body: Json| {
            accesses(operation, &body)
                .iter()
                .all(|access| role.check(access).is_ok())
        };
        let put = |key: &str| json!({ "Item": { "pk": { "S": key } } });
        assert!(may("PutItem", put("TICKET#A-1")));
        assert!(!may("PutItem", put("DESK#spotme")));
        assert!(!may("PutItem", put("STACK#")));
        assert!(!may("PutItem", json!({})));
        assert!(!may(
            "GetItem",
            json!({ "Key": { "pk": { "S": "TICKET#A-1" } } })
        ));
        assert!(may("Query", json!({ "IndexName": "due" })));
        assert!(!may("Query", json!({ "IndexName": "queue" })));
        assert!(!may("Query", json!({})));
        let both = |key: &str| json!({ "TransactItems": [{ "Put": put("TICKET#A-1") }, { "Put": put(key) }] });
        assert!(may("TransactWriteItems", both("STACK")));
        assert!(!may("TransactWriteItems", both("ONCE#a")));
    }

    #[test]
    fn what_was_never_needed_is_known() {
        let role = role();
        assert_eq!(role.unused().len(), 3);
        let access = accesses("Query", &json!({ "IndexName": "due" }));
        role.check(&access[0]).unwrap();
        let left: Vec<String> = role.unused().into_iter().collect();
        assert_eq!(
            left,
            [
                "f dynamodb:PutItem on STACK",
                "f dynamodb:PutItem on TICKET#*"
            ]
        );
    }
}

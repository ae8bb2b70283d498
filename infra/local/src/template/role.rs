//! Reads the roles of functions.

use super::yaml::{at, list, text, texts};
use crate::roles::{Grant, INVOKE};
use serde_norway::{Mapping, Value};
use std::collections::BTreeSet;

/// Reads the permissions that a role gives to the function itself. Permissions to read the stream
/// and to set records aside are left out, since Lambda uses them.
///
/// # Errors
/// When a statement is of a kind that cannot be enforced here.
pub(super) fn grants(role: &Value, resources: &Mapping) -> Result<BTreeSet<Grant>, String> {
    let policies = list(role, &["Properties", "Policies"]);
    let statements = policies
        .filter(|policy| text(policy, &["PolicyName"]) != Some("stream"))
        .flat_map(|policy| list(policy, &["PolicyDocument", "Statement"]));
    let mut all = BTreeSet::new();
    for statement in statements {
        check(statement)?;
        all.extend(allowed(statement, resources));
    }
    Ok(all)
}

/// Refuses a statement of a kind that this module cannot read. Otherwise it would be enforced only
/// on AWS.
fn check(statement: &Value) -> Result<(), String> {
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

fn allowed(statement: &Value, all: &Mapping) -> Vec<Grant> {
    let resources = resources(at(statement, &["Resource"]));
    let index = resources.iter().find_map(|resource| {
        let (_, index) = resource.split_once("/index/")?;
        Some(index.to_owned())
    });
    let keys = [
        "Condition",
        "ForAllValues:StringLike",
        "dynamodb:LeadingKeys",
    ];
    let keys = match at(statement, &keys) {
        Some(keys) => texts(Some(keys)),
        // The resource names the objects of a bucket: `${Files.Arn}/incoming/*`.
        None => resources
            .iter()
            .filter_map(|resource| resource.split_once(".Arn}/"))
            .filter(|(_, path)| !path.starts_with("index/"))
            .map(|(_, path)| path.to_owned())
            .collect(),
    };
    let keys: Vec<Option<String>> = match keys.is_empty() {
        true => vec![None],
        false => keys.into_iter().map(Some).collect(),
    };
    // Lambda, not the function, sends to the queue.
    let actions = texts(at(statement, &["Action"]))
        .into_iter()
        .filter(|action| !action.starts_with("sqs:"))
        .collect::<Vec<_>>();
    let keys = match actions.as_slice() {
        // The resource is a function: `!GetAtt Name.Arn`.
        [action] if action == INVOKE => {
            let binaries = resources.iter().map(|resource| binary(resource, all));
            binaries.map(Option::unwrap_or_default).map(Some).collect()
        }
        _ => keys,
    };
    let grant = |action: &str, key: &Option<String>| Grant {
        action: action.to_owned(),
        index: index.clone(),
        key: key.clone(),
    };
    actions
        .into_iter()
        .flat_map(|action| {
            keys.iter()
                .map(move |key| grant(&action, key))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Returns the binary of the function that `Name.Arn` names.
fn binary(resource: &str, all: &Mapping) -> Option<String> {
    let function = all.get(resource.strip_suffix(".Arn")?)?;
    text(function, &["Metadata", "BuildProperties", "Binary"]).map(str::to_owned)
}

/// Returns the resources of a statement, without CloudFormation's tags.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(statement: &str) -> Result<Vec<String>, String> {
        let role = format!(
            "Properties: {{ Policies: [{{ PolicyDocument: {{ Statement: [{statement}] }} }}] }}"
        );
        let functions = "Notify: { Metadata: { BuildProperties: { Binary: notify } } }";
        let functions: Mapping = serde_norway::from_str(functions).unwrap();
        let grants = grants(&serde_norway::from_str(&role).unwrap(), &functions)?;
        Ok(grants.iter().map(Grant::to_string).collect())
    }

    #[test]
    fn what_could_not_be_held_to_is_refused() {
        assert!(read("{ Effect: Allow, Action: dynamodb:Query }").is_ok());
        assert!(read("{ Effect: Deny, Action: dynamodb:Query }").is_err());
        assert!(read("{ Effect: Allow, Action: a, Condition: { StringLike: { dynamodb:LeadingKeys: [x] } } }").is_err());
    }

    #[test]
    fn tables_indexes_and_objects_are_told_apart() {
        let keys = "{ Effect: Allow, Action: dynamodb:PutItem, Resource: !GetAtt Table.Arn,
            Condition: { 'ForAllValues:StringLike': { dynamodb:LeadingKeys: ['TICKET#*', STACK] } } }";
        let wanted = ["dynamodb:PutItem on STACK", "dynamodb:PutItem on TICKET#*"];
        assert_eq!(read(keys).unwrap(), wanted);
        let index =
            "{ Effect: Allow, Action: dynamodb:Query, Resource: !Sub '${Table.Arn}/index/due' }";
        assert_eq!(read(index).unwrap(), ["dynamodb:Query on the index due"]);
        let objects = "{ Effect: Allow, Action: [s3:GetObject, sqs:SendMessage], Resource: !Sub '${Files.Arn}/incoming/*' }";
        assert_eq!(read(objects).unwrap(), ["s3:GetObject on incoming/*"]);
        let function =
            "{ Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Notify.Arn }";
        assert_eq!(read(function).unwrap(), ["lambda:InvokeFunction on notify"]);
    }
}

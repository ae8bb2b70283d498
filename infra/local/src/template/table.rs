//! Reads the table.

use super::error::{TemplateError, unfit};
use super::yaml::{at, text};
use serde_json::{Map, Value as Json, json};
use serde_norway::Value;

/// The table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The request that creates the table, in DynamoDB's own JSON, without a name.
    pub(crate) create: Json,
    /// The attribute with the time at which an item expires.
    pub(crate) ttl_attribute: Option<String>,
}

impl Table {
    pub(super) fn read(resource: &Value) -> Result<Self, TemplateError> {
        let ttl = ["Properties", "TimeToLiveSpecification", "AttributeName"];
        Ok(Self {
            create: create(resource)?,
            ttl_attribute: text(resource, &ttl).map(str::to_owned),
        })
    }
}

/// Turns CloudFormation's resource into DynamoDB's own request.
fn create(resource: &Value) -> Result<Json, TemplateError> {
    let mut request = Map::new();
    for (name, needed) in [
        ("AttributeDefinitions", true),
        ("KeySchema", true),
        ("BillingMode", true),
        ("GlobalSecondaryIndexes", false),
    ] {
        match at(resource, &["Properties", name]) {
            Some(value) => {
                let value = serde_json::to_value(value);
                let value = value.map_err(|error| unfit(format!("{name}: {error}")))?;
                request.insert(name.to_owned(), value);
            }
            None if needed => return Err(unfit(format!("the table has no {name}"))),
            None => {}
        }
    }
    let view = ["Properties", "StreamSpecification", "StreamViewType"];
    if let Some(view) = text(resource, &view) {
        let stream = json!({ "StreamEnabled": true, "StreamViewType": view });
        request.insert("StreamSpecification".to_owned(), stream);
    }
    Ok(Json::Object(request))
}

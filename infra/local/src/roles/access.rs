//! Reads the accesses that a request makes.

use serde_json::Value;
use std::fmt;

/// An access to an item, an object or an index.
#[derive(Debug)]
pub(super) struct Access {
    /// The action, such as `dynamodb:PutItem`.
    pub(super) action: String,
    /// The index, if the access is to one.
    pub(super) index: Option<String>,
    /// The partition key of the item, or the key of the object.
    pub(super) key: Option<String>,
}

impl Access {
    /// Makes an access to the item or object with this key. Without a key, it is to the whole table
    /// or bucket.
    pub(super) fn new(action: impl Into<String>, key: Option<String>) -> Self {
        Self {
            action: action.into(),
            index: None,
            key,
        }
    }

    /// Reads the accesses of a DynamoDB request from its operation and its body. A transaction has
    /// several, and so has a read of several items.
    pub(super) fn of_table(operation: &str, body: &Value) -> Vec<Self> {
        match operation {
            "TransactWriteItems" => {
                let items = body.get("TransactItems").and_then(Value::as_array);
                let parts = items.into_iter().flatten().filter_map(Value::as_object);
                parts
                    .flatten()
                    .map(|(kind, part)| transacted(kind, part))
                    .collect()
            }
            "BatchGetItem" => {
                let keys = body.pointer("/RequestItems").and_then(Value::as_object);
                let keys = keys.into_iter().flatten();
                let keys = keys.filter_map(|(_, wanted)| wanted.get("Keys")?.as_array());
                keys.flatten()
                    .map(|key| Self::new("dynamodb:BatchGetItem", key_at(key, "/pk/S")))
                    .collect()
            }
            "Query" => {
                let index = body.get("IndexName").and_then(Value::as_str);
                let key = key_at(body, "/ExpressionAttributeValues/:pk/S");
                let query = Self::new("dynamodb:Query", key);
                vec![Self {
                    index: index.map(str::to_owned),
                    ..query
                }]
            }
            _ => vec![Self::new(format!("dynamodb:{operation}"), key_of(body))],
        }
    }
}

fn transacted(kind: &str, part: &Value) -> Access {
    let action = match kind {
        "ConditionCheck" => "dynamodb:ConditionCheckItem".to_owned(),
        kind => format!("dynamodb:{kind}Item"),
    };
    Access::new(action, key_of(part))
}

fn key_of(part: &Value) -> Option<String> {
    key_at(part, "/Item/pk/S").or_else(|| key_at(part, "/Key/pk/S"))
}

fn key_at(part: &Value, place: &str) -> Option<String> {
    let key = part.pointer(place).and_then(Value::as_str);
    key.map(str::to_owned)
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rest of a key may hold personal data.
        let key = self.key.as_deref().unwrap_or("*");
        let kind = key.split_once(['#', '/']).map_or(key, |(kind, _)| kind);
        match &self.index {
            Some(index) => write!(f, "{} on the index {index}", self.action),
            None => write!(f, "{} on {kind}", self.action),
        }
    }
}

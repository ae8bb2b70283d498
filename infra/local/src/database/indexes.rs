//! Gives the table of an older data folder the template's indexes.

use crate::error::StackError;
use crate::names::TABLE;
use crate::template::Table;
use dynoxide::Database;
use serde_json::{Value, json};

/// Adds the indexes that the table has not, and makes those anew that the template describes in
/// another way. On AWS, CloudFormation does the first, and nobody the second.
pub(super) fn update(database: &Database, table: &Table, stored: &str) -> Result<(), StackError> {
    let stored: Value = serde_json::from_str(stored).map_err(StackError::data)?;
    let attributes = table.create.get("AttributeDefinitions");
    let wanted = table.create.get("GlobalSecondaryIndexes");
    for index in wanted.and_then(Value::as_array).into_iter().flatten() {
        let there = stored.as_array().into_iter().flatten();
        let mut there = there.filter(|there| there.get("IndexName") == index.get("IndexName"));
        match there.next() {
            Some(there) if same(there, index) => continue,
            Some(_) => change(
                database,
                attributes,
                json!({ "Delete": { "IndexName": index.get("IndexName") } }),
            )?,
            None => {}
        }
        change(database, attributes, json!({ "Create": index }))?;
    }
    Ok(())
}

fn change(
    database: &Database,
    attributes: Option<&Value>,
    update: Value,
) -> Result<(), StackError> {
    let request = json!({
        "TableName": TABLE,
        "AttributeDefinitions": attributes,
        "GlobalSecondaryIndexUpdates": [update],
    });
    let request = serde_json::from_value(request).map_err(StackError::data)?;
    database.update_table(request).map_err(StackError::data)?;
    Ok(())
}

/// Returns `true` if both indexes have the same keys and project the same attributes.
fn same(one: &Value, other: &Value) -> bool {
    let sorted = |index: &Value| {
        let names = index.pointer("/Projection/NonKeyAttributes");
        let names = names.and_then(Value::as_array).into_iter().flatten();
        let mut names: Vec<String> = names.map(ToString::to_string).collect();
        names.sort_unstable();
        names
    };
    one.get("KeySchema") == other.get("KeySchema")
        && one.pointer("/Projection/ProjectionType") == other.pointer("/Projection/ProjectionType")
        && sorted(one) == sorted(other)
}

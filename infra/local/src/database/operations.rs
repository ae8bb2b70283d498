//! The operations of DynamoDB that Docket uses, from the protocol's JSON to the protocol's JSON.
//!
//! Dynoxide's own dispatch belongs to its server. A test compares both.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The answer to a request, as the protocol has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The body, as JSON.
    pub body: Vec<u8>,
}

/// Carries out a request. Also returns whether it may have written.
pub(super) fn carry_out(database: &Database, operation: &str, body: &[u8]) -> (Answered, bool) {
    macro_rules! call {
        ($method:ident, $writes:expr) => {
            answered(body, $writes, |request| database.$method(request))
        };
    }
    match operation {
        "GetItem" => call!(get_item, false),
        "BatchGetItem" => call!(batch_get_item, false),
        "Query" => call!(query, false),
        "Scan" => call!(scan, false),
        "PutItem" => call!(put_item, true),
        "UpdateItem" => call!(update_item, true),
        "DeleteItem" => call!(delete_item, true),
        "TransactWriteItems" => call!(transact_write_items, true),
        "UpdateTable" => call!(update_table, true),
        _ => (unknown(), false),
    }
}

fn answered<Q: DeserializeOwned, A: Serialize>(
    request: &[u8],
    writes: bool,
    call: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> (Answered, bool) {
    let answer = serde_json::from_slice(request)
        .map_err(|error| unreadable(&error))
        .and_then(call)
        .and_then(|answer| {
            serde_json::to_vec(&answer)
                .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
        });
    match answer {
        Ok(body) => (Answered { status: 200, body }, writes),
        Err(error) => {
            let status = error.status_code();
            let body = error.to_json().into_bytes();
            // A request that failed has written nothing: each is one transaction of SQLite.
            (Answered { status, body }, false)
        }
    }
}

/// Tells a request that breaks a rule from one that is not of the protocol. Dynoxide marks the first in serde's message.
fn unreadable(error: &serde_json::Error) -> DynoxideError {
    let message = error.to_string();
    match message.strip_prefix("VALIDATION:") {
        Some(rule) => DynoxideError::ValidationException(rule.to_owned()),
        None => DynoxideError::SerializationException(message),
    }
}

fn unknown() -> Answered {
    Answered {
        status: 400,
        body: br#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A table like Docket's, in memory.
    fn database() -> Database {
        let database = Database::memory().unwrap();
        let table = json!({
            "TableName": "docket",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                { "AttributeName": "pk", "AttributeType": "S" },
                { "AttributeName": "sk", "AttributeType": "S" },
                { "AttributeName": "due", "AttributeType": "S" },
            ],
            "KeySchema": [
                { "AttributeName": "pk", "KeyType": "HASH" },
                { "AttributeName": "sk", "KeyType": "RANGE" },
            ],
            "GlobalSecondaryIndexes": [{
                "IndexName": "due",
                "KeySchema": [
                    { "AttributeName": "due", "KeyType": "HASH" },
                    { "AttributeName": "sk", "KeyType": "RANGE" },
                ],
                "Projection": { "ProjectionType": "KEYS_ONLY" },
            }],
        });
        database
            .create_table(serde_json::from_value(table).unwrap())
            .unwrap();
        database
    }

    /// Requests with good and bad answers, for each operation.
    fn requests() -> Vec<(&'static str, Value)> {
        let key = |sk: &str| json!({ "pk": { "S": "A" }, "sk": { "S": sk } });
        let item = |sk: &str| {
            json!({
                "pk": { "S": "A" }, "sk": { "S": sk }, "due": { "S": "1" }, "n": { "N": "007.50" },
                "b": { "B": "AAEC" }, "l": { "L": [{ "BOOL": true }, { "NULL": true }] },
                "m": { "M": { "x": { "SS": ["b", "a"] } } },
            })
        };
        let put = |sk: &str, condition: &str| json!({ "TableName": "docket", "Item": item(sk), "ConditionExpression": condition });
        let new = "attribute_not_exists(pk)";
        let page = |more: Value| {
            let mut query = json!({
                "TableName": "docket", "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
                "ExpressionAttributeValues": { ":pk": { "S": "A" }, ":sk": { "S": "E" } },
            });
            let fields = query.as_object_mut().unwrap();
            fields.extend(more.as_object().unwrap().clone());
            query
        };
        let several = |first: &str| {
            json!({
                "ClientRequestToken": first,
                "TransactItems": [
                    { "Put": put(first, new) },
                    { "Delete": { "TableName": "docket", "Key": key("E2") } },
                    { "ConditionCheck": {
                        "TableName": "docket", "Key": key("E1"), "ConditionExpression": "attribute_exists(pk)",
                    } },
                ],
            })
        };
        let count = json!({
            "TableName": "docket", "Key": key("C"), "UpdateExpression": "ADD n :one", "ReturnValues": "UPDATED_NEW",
            "ExpressionAttributeValues": { ":one": { "N": "1" } },
        });
        vec![
            ("PutItem", put("E1", new)),
            ("PutItem", put("E2", new)),
            ("PutItem", {
                let mut again = put("E2", new);
                again["ReturnValuesOnConditionCheckFailure"] = json!("ALL_OLD");
                again
            }),
            (
                "PutItem",
                json!({ "TableName": "none", "Item": item("E3") }),
            ),
            (
                "PutItem",
                json!({ "TableName": "docket", "Item": { "pk": { "S": "" } } }),
            ),
            (
                "GetItem",
                json!({ "TableName": "docket", "Key": key("E1"), "ConsistentRead": true }),
            ),
            (
                "GetItem",
                json!({ "TableName": "docket", "Key": key("none") }),
            ),
            (
                "GetItem",
                json!({ "TableName": "docket", "Key": { "pk": { "S": "A" } } }),
            ),
            (
                "BatchGetItem",
                json!({ "RequestItems": { "docket": { "Keys": [key("E1")] } } }),
            ),
            ("Query", page(json!({}))),
            (
                "Query",
                page(json!({ "Limit": 1, "ScanIndexForward": false })),
            ),
            (
                "Query",
                page(json!({ "ReturnConsumedCapacity": "INDEXES" })),
            ),
            ("Query", page(json!({ "ExclusiveStartKey": key("E1") }))),
            (
                "Query",
                json!({
                    "TableName": "docket", "IndexName": "due", "KeyConditionExpression": "due = :due",
                    "ExpressionAttributeValues": { ":due": { "S": "1" } },
                }),
            ),
            ("TransactWriteItems", several("E4")),
            ("TransactWriteItems", several("E4")),
            ("TransactWriteItems", several("E1")),
            ("UpdateItem", count.clone()),
            ("UpdateItem", count),
            (
                "UpdateItem",
                json!({
                    "TableName": "docket", "Key": key("C"), "UpdateExpression": "SET n = :n",
                    "ConditionExpression": "n > :n", "ExpressionAttributeValues": { ":n": { "N": "9" } },
                }),
            ),
            (
                "UpdateItem",
                json!({ "TableName": "docket", "Key": key("C"), "UpdateExpression": "SET" }),
            ),
            (
                "DeleteItem",
                json!({ "TableName": "docket", "Key": key("E1"), "ReturnValues": "ALL_OLD" }),
            ),
            ("Scan", json!({ "TableName": "docket" })),
            ("Scan", json!({ "TableName": 7 })),
            ("UpdateTable", json!({ "TableName": "none" })),
            ("Unheard", json!({})),
        ]
    }

    #[tokio::test]
    async fn the_answers_are_those_of_the_server() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(dynoxide::server::serve_on(listener, database()));
        let (client, own) = (reqwest::Client::new(), database());
        for (operation, request) in requests() {
            let asked = client
                .post(format!("http://{address}/"))
                .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
                .header("content-type", "application/x-amz-json-1.0")
                .header(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
                )
                .header("x-amz-date", "20260101T000000Z")
                .body(request.to_string());
            let served = asked.send().await.unwrap();
            let status = served.status().as_u16();
            let served: Value = serde_json::from_slice(&served.bytes().await.unwrap()).unwrap();
            let (answered, _) = carry_out(&own, operation, request.to_string().as_bytes());
            let answer: Value = serde_json::from_slice(&answered.body).unwrap();
            assert_eq!(answered.status, status, "{operation} {request}");
            // The SDK reads the kind of an error. Only its words may differ.
            assert_eq!(answer["__type"], served["__type"], "{operation} {request}");
            if answer["__type"].is_null() || answer.get("CancellationReasons").is_some() {
                assert_eq!(answer, served, "{operation} {request}");
            }
        }
    }
}

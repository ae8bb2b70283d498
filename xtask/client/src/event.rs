//! Events as EventBridge hands them to functions.

use serde_json::{Value, json};

/// Makes an event.
pub fn event(source: &str, kind: &str, detail: &Value) -> Value {
    json!({
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": kind,
        "source": source,
        "account": "000000000000",
        "time": "2026-01-01T00:00:00Z",
        "region": "eu-central-1",
        "resources": [],
        "detail": detail,
    })
}

/// Makes the event that S3 sends of a new object.
pub fn object_created(bucket: &str, key: &str) -> Value {
    let detail = json!({
        "version": "0",
        "bucket": { "name": bucket },
        "object": {
            "key": key,
            "size": 250_000,
            "etag": "b1946ac92492d2347c6235b4d2611184",
            "sequencer": "00617F08299329D189",
        },
        "request-id": "N4N7GDK58NMKJ12R",
        "requester": "000000000000",
        "source-ip-address": "127.0.0.1",
        "reason": "PutObject",
    });
    event("aws.s3", "Object Created", &detail)
}

//! Reads records from the table's stream, as Lambda hands them to a function.

use crate::error::of;
use crate::failed_event::Batch;
use crate::{Deployed, DeployedError};
use aws_sdk_dynamodbstreams::error::ProvideErrorMetadata;
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, ShardIteratorType};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The most pages of a stream that are read for a batch.
const MOST_PAGES: usize = 100;

type Image = HashMap<String, AttributeValue>;

impl Deployed {
    /// Returns the records of a batch, all of them. Returns `None` when the stream has forgotten some.
    pub(crate) async fn records(&self, batch: &Batch) -> Result<Option<Vec<Value>>, DeployedError> {
        let streams = aws_sdk_dynamodbstreams::Client::new(&self.aws.others());
        let asked = streams
            .get_shard_iterator()
            .stream_arn(&batch.stream)
            .shard_id(&batch.shard)
            .shard_iterator_type(ShardIteratorType::AtSequenceNumber)
            .sequence_number(&batch.first)
            .send()
            .await;
        let mut iterator = match asked {
            Ok(found) => found.shard_iterator,
            Err(error)
                if ["TrimmedDataAccessException", "ResourceNotFoundException"]
                    .contains(&error.code().unwrap_or_default()) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(of("dynamodb:GetShardIterator")(error)),
        };
        let mut records = Vec::new();
        // A page may be empty in the middle of a shard, and an open shard never ends.
        let mut pages = 0;
        while let Some(place) = iterator.filter(|_| pages < MOST_PAGES) {
            pages += 1;
            let page = streams.get_records().shard_iterator(place).send().await;
            let page = page.map_err(of("dynamodb:GetRecords"))?;
            for record in page.records() {
                records.push(as_lambda_has_it(record));
                let number = record
                    .dynamodb()
                    .and_then(|change| change.sequence_number());
                if number == Some(batch.last.as_str()) {
                    return Ok(Some(records));
                }
            }
            iterator = page.next_shard_iterator;
        }
        Ok(None)
    }
}

fn as_lambda_has_it(record: &Record) -> Value {
    let change = record.dynamodb();
    let mut written = Map::new();
    let images = [
        ("Keys", change.and_then(|change| change.keys())),
        ("NewImage", change.and_then(|change| change.new_image())),
        ("OldImage", change.and_then(|change| change.old_image())),
    ];
    for (name, image) in images {
        if let Some(image) = image {
            written.insert(name.to_owned(), map(image));
        }
    }
    written.insert(
        "SequenceNumber".to_owned(),
        json!(change.and_then(|change| change.sequence_number())),
    );
    json!({
        "eventID": record.event_id(),
        "eventName": record.event_name().map(|name| name.as_str()),
        "eventSource": "aws:dynamodb",
        "dynamodb": written,
    })
}

fn map(image: &Image) -> Value {
    Value::Object(
        image
            .iter()
            .map(|(name, value)| (name.clone(), attribute(value)))
            .collect(),
    )
}

fn attribute(value: &AttributeValue) -> Value {
    let bytes =
        |blob: &aws_sdk_dynamodbstreams::primitives::Blob| BASE64_STANDARD.encode(blob.as_ref());
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(yes) => json!({ "BOOL": yes }),
        AttributeValue::B(blob) => json!({ "B": bytes(blob) }),
        AttributeValue::Ss(texts) => json!({ "SS": texts }),
        AttributeValue::Ns(numbers) => json!({ "NS": numbers }),
        AttributeValue::Bs(blobs) => json!({ "BS": blobs.iter().map(bytes).collect::<Vec<_>>() }),
        AttributeValue::L(values) => {
            json!({ "L": values.iter().map(attribute).collect::<Vec<_>>() })
        }
        AttributeValue::M(values) => json!({ "M": map(values) }),
        _ => json!({ "NULL": true }),
    }
}

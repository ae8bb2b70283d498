//! Repeated requests and events take effect once.

use crate::aws::{DYNAMODB, STREAMS};
use crate::check::Check;
use crate::requests;
use crate::stack::Stack;
use serde_json::{Value, json};
use xtask_client::opening;
use xtask_kit::Function;

/// A request that is sent twice under one key opens one ticket, and sends one mail.
pub(crate) async fn of_a_client(check: &mut Check) -> Result<(), String> {
    let email = "repeats@customer.example.com";
    let request = requests::request("spotme", "access", email);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let ask = opening("spotme", &request).idempotency_key("4d1c9d8e-deploy-check");
        ids.push(check.site.send(ask).await?.expect(201)?.text_at("/id")?);
    }
    check.mails.insert(email.to_owned(), 1);
    ids.dedup();
    match ids.as_slice() {
        [_] => Ok(()),
        _ => Err(format!("expected one ticket; got {}", ids.join(" and "))),
    }
}

/// The stream hands all its records of events over once more; nobody gets a second mail. Only whoever's receipt is taken away does,
/// which shows that the records were understood.
pub(crate) async fn of_the_stream(check: &mut Check) -> Result<(), String> {
    let mut records = records(&check.stack).await?;
    records.retain(is_new_event);
    hand_over(&check.stack, &records).await?;
    check.mailbox.exactly(&check.mails).await?;
    for record in &records {
        let to = take_receipts(&check.stack, record).await?;
        if !to.is_empty() {
            let sent = check.mailbox.all().await?;
            for person in to {
                // Nobody counted what the desk's people were told.
                let before = sent.iter().filter(|mail| mail.is_to(&person)).count();
                *check.mails.entry(person).or_insert(before) += 1;
            }
            hand_over(&check.stack, &records).await?;
            return check.mailbox.exactly(&check.mails).await;
        }
    }
    Err("expected receipts of what was sent; got none".to_owned())
}

async fn hand_over(stack: &Stack, records: &[Value]) -> Result<(), String> {
    let event = json!({ "Records": records });
    let answer = stack.invoke(Function::Notify, &event).await?;
    let failures = answer.get("batchItemFailures").and_then(Value::as_array);
    if failures.is_some_and(Vec::is_empty) {
        return Ok(());
    }
    Err(format!("expected no failures; got {answer}"))
}

/// Deletes the receipts of what was sent about that event. Returns whose they were.
async fn take_receipts(stack: &Stack, record: &Value) -> Result<Vec<String>, String> {
    let table = stack.physical("Table")?;
    let key = |name: &str, prefix: &str| -> Option<String> {
        let key = record.pointer(&format!("/dynamodb/Keys/{name}/S"))?;
        Some(key.as_str()?.strip_prefix(prefix)?.to_owned())
    };
    let (Some(ticket), Some(number)) = (key("pk", "TICKET#"), key("sk", "EVENT#")) else {
        return Ok(Vec::new());
    };
    let mut people = Vec::new();
    for receipt in stack.items(&format!("DELIVERY#{ticket}")).await? {
        let (pk, sk) = (receipt.get("pk"), receipt.get("sk"));
        let place = sk.and_then(|sk| sk.pointer("/S")?.as_str());
        let person = place.and_then(|place| place.strip_prefix(&format!("{number}#")));
        let Some(person) = person else { continue };
        let of = json!({ "TableName": table, "Key": { "pk": pk, "sk": sk } });
        stack.aws.call(DYNAMODB, "DeleteItem", &of).await?;
        people.push(person.to_owned());
    }
    Ok(people)
}

/// Decides as the filter of the template, as far as tickets go.
fn is_new_event(record: &Value) -> bool {
    let sort_key = record
        .pointer("/dynamodb/Keys/sk/S")
        .and_then(Value::as_str);
    record.get("eventName") == Some(&json!("INSERT"))
        && sort_key.is_some_and(|key| key.starts_with("EVENT#"))
}

/// Reads all records that the stream holds, in the shape in which Lambda hands them over.
async fn records(stack: &Stack) -> Result<Vec<Value>, String> {
    let table = json!({ "TableName": stack.physical("Table")? });
    let streams = stack.aws.call(STREAMS, "ListStreams", &table).await?;
    let arn = streams.pointer("/Streams/0/StreamArn");
    let arn = arn.ok_or("the table has no stream")?;
    let of = json!({ "StreamArn": arn });
    let stream = stack.aws.call(STREAMS, "DescribeStream", &of).await?;
    let shards = stream.pointer("/StreamDescription/Shards");
    let mut records = Vec::new();
    for shard in shards.and_then(Value::as_array).into_iter().flatten() {
        let of = json!({
            "StreamArn": arn,
            "ShardId": shard.get("ShardId"),
            "ShardIteratorType": "TRIM_HORIZON",
        });
        let answer = stack.aws.call(STREAMS, "GetShardIterator", &of).await?;
        let mut next = answer.get("ShardIterator").cloned();
        while let Some(iterator) = next.filter(|iterator| !iterator.is_null()) {
            let of = json!({ "ShardIterator": iterator });
            let answer = stack.aws.call(STREAMS, "GetRecords", &of).await?;
            let page = answer.get("Records").and_then(Value::as_array);
            let page = page.filter(|page| !page.is_empty());
            // A shard that still grows has no last page, but empty ones.
            let Some(page) = page else { break };
            records.extend(page.iter().cloned());
            next = answer.get("NextShardIterator").cloned();
        }
    }
    Ok(records)
}

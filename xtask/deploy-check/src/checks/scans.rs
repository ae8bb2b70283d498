//! Scanners and their reports on files.

use super::files;
use super::refusals::is_problem;
use crate::aws::SQS;
use crate::bucket::Bucket;
use crate::check::Check;
use crate::uploads::{self, Stored, awaited, text_at};
use crate::wait::eventually;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::{Ask, event};
use xtask_kit::Function;

/// The source and the kind of a report by another scanner than GuardDuty.
const SOURCE: &str = "docket.scanner";
const KIND: &str = "File Scanned";
/// The attempts to find a report that was set aside, after two more deliveries, and the pause in between.
const ATTEMPTS: usize = 60;
const PAUSE: Duration = Duration::from_millis(500);

/// GuardDuty found nothing in a file: it says so, and comes down as before.
pub(crate) async fn nothing_found(check: &Check, stored: &Stored) -> Result<(), String> {
    // Nobody but GuardDuty may put its events on the bus, so the function is handed one.
    let detail = json!({
        "schemaVersion": "1.0",
        "scanStatus": "COMPLETED",
        "resourceType": "S3_OBJECT",
        "s3ObjectDetails": {
            "bucketName": check.bucket.name,
            "objectKey": stored.key(),
            "eTag": "ASIAI44QH8DHBEXAMPLE",
            "versionId": "",
            "s3Throttled": false,
        },
        "scanResultDetails": { "scanResultStatus": "NO_THREATS_FOUND", "threats": null },
    });
    let kind = "GuardDuty Malware Protection Object Scan Result";
    let event = event("aws.guardduty", kind, &detail);
    let stack = &check.stack;
    stack.invoke(Function::StoreAttachment, &event).await?;
    awaited(&check.site, &stored.ticket, &stored.id, "/scan", "clean").await?;
    files::comes_down(check, stored).await
}

/// Checks that a file that GuardDuty has tagged cannot be had any more by an address that was signed before.
pub(crate) async fn tags_close(check: &Check, stored: &Stored) -> Result<(), String> {
    let path = stored.ticket.file(&stored.id, "");
    let answer = check.site.send(Ask::get(path)).await?.expect(302)?;
    let address = answer.header("location");
    for (verdict, status) in [
        (Some("NO_THREATS_FOUND"), 200),
        (Some("THREATS_FOUND"), 403),
        (None, 200),
    ] {
        check.bucket.tag(&stored.key(), verdict).await?;
        check.bucket.download(address).await?.expect(status)?;
    }
    Ok(())
}

/// Another scanner found something in a file: nobody gets it any more, and everybody on the ticket is told.
pub(crate) async fn something_found(check: &mut Check) -> Result<(), String> {
    let email = "infected@customer.example.com";
    let ticket = check.open_confirmed(files::DESK, "access", email).await?;
    let image = uploads::image("worse.png");
    let found = uploads::put(&check.site, &check.bucket, &ticket, &image, "stored").await?;
    let stored = Stored {
        id: text_at(&found, "/id")?.to_owned(),
        bytes: image.bytes,
        ticket,
    };
    files::comes_down(check, &stored).await?;
    // As `docs/OPERATIONS.md` says.
    let detail = detail(&check.bucket, &stored, "infected");
    check.stack.aws.put_event(SOURCE, KIND, &detail).await?;
    files::told(check, email, "worse.png").await?;
    let found = awaited(&check.site, &stored.ticket, &stored.id, "/scan", "infected").await?;
    if found.get("url").is_some() {
        return Err(format!("expected a file without an address; got {found}"));
    }
    let path = stored.ticket.file(&stored.id, "");
    is_problem(check.site.send(Ask::get(path)).await?, 403)
}

/// A report that says nothing sensible is tried again, and then waits in the queue for somebody to look at it. They see it there, hand
/// it over again, and it comes back.
pub(crate) async fn nonsense_is_set_aside(check: &Check, stored: &Stored) -> Result<(), String> {
    // The emulator's EventBridge tries once and no more.
    let stack = &check.stack;
    let event = event(SOURCE, KIND, &detail(&check.bucket, stored, "perhaps"));
    stack.hand_over(Function::StoreAttachment, &event).await?;
    let first = eventually(ATTEMPTS, PAUSE, async || in_queue(check, "").await).await?;
    // The queue lets nobody in without TLS, and the emulator speaks none.
    let open = json!({ "QueueUrl": stack.physical("SetAside")?, "Attributes": { "Policy": "" } });
    stack.aws.call(SQS, "SetQueueAttributes", &open).await?;
    let function = stack.physical(Function::StoreAttachment.name())?;
    let (is_read, said) = stack.docket_says("set-aside list")?;
    if !is_read
        || ![&first, function, "RetriesExhausted"]
            .iter()
            .all(|part| said.contains(part))
    {
        return Err(format!("expected {first} of {function}; got {said}"));
    }
    // The message is hidden for half a minute after it was read.
    let retry = async || match stack.docket_says(&format!("set-aside retry {first}"))? {
        (true, said) if said.contains("1 of 1 handed over again") => Ok(()),
        (_, said) => Err(format!("expected it to be handed over again; got {said}")),
    };
    eventually(ATTEMPTS, PAUSE, retry).await?;
    eventually(ATTEMPTS, PAUSE, async || in_queue(check, &first).await)
        .await
        .map(drop)
}

/// Returns the ID of the report's message in the queue, if it is not this one.
async fn in_queue(check: &Check, before: &str) -> Result<String, String> {
    let stack = &check.stack;
    let asked = json!({ "QueueUrl": stack.physical("SetAside")?, "WaitTimeSeconds": 0, "VisibilityTimeout": 0 });
    let answer = stack.aws.call(SQS, "ReceiveMessage", &asked).await?;
    let text = |place: &str| answer.pointer(place).and_then(Value::as_str);
    match (text("/Messages/0/MessageId"), text("/Messages/0/Body")) {
        (Some(id), Some(body)) if body.contains("perhaps") && id != before => Ok(id.to_owned()),
        other => Err(format!("expected the report in the queue; got {other:?}")),
    }
}

fn detail(bucket: &Bucket, stored: &Stored, result: &str) -> Value {
    json!({ "bucket": bucket.name, "key": stored.key(), "result": result })
}

//! What scanners say of files.

use super::files;
use super::opening::Mails;
use super::refusals::is_problem;
use crate::bucket::Bucket;
use crate::mailbox::Mailbox;
use crate::site::Site;
use crate::stack::Stack;
use crate::uploads::{self, Stored, awaited, text_at};
use crate::wait::eventually;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::Ask;
use xtask_kit::Function;

/// What a report of another scanner than GuardDuty is called.
const SOURCE: &str = "docket.scanner";
const KIND: &str = "File Scanned";
/// How long what cannot be handled may take to be set aside, after two more attempts.
const ATTEMPTS: usize = 60;
const PAUSE: Duration = Duration::from_millis(500);

/// GuardDuty found nothing in a file: it says so, and comes down as before.
pub(crate) async fn nothing_found(
    stack: &Stack,
    site: &Site,
    bucket: &Bucket<'_>,
    stored: &Stored,
) -> Result<(), String> {
    // Nobody but GuardDuty may put its events on the bus, so the function is handed one.
    let event = json!({
        "version": "0",
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket.name,
                "objectKey": stored.key(),
                "eTag": "ASIAI44QH8DHBEXAMPLE",
                "versionId": "",
                "s3Throttled": false,
            },
            "scanResultDetails": { "scanResultStatus": "NO_THREATS_FOUND", "threats": null },
        },
    });
    stack.invoke(Function::StoreAttachment, &event).await?;
    awaited(site, &stored.ticket, &stored.id, "/scan", "scanned").await?;
    files::comes_down(site, bucket, stored).await
}

/// What GuardDuty has tagged cannot be had any more by an address that was signed before; once the tag is off, it can.
pub(crate) async fn tags_close(
    site: &Site,
    bucket: &Bucket<'_>,
    stored: &Stored,
) -> Result<(), String> {
    let path = stored.ticket.file(&stored.id, "");
    let answer = site.send(Ask::get(path)).await?.expect(302)?;
    let address = answer.header("location");
    for (verdict, status) in [
        (Some("NO_THREATS_FOUND"), 200),
        (Some("THREATS_FOUND"), 403),
        (None, 200),
    ] {
        bucket.tag(&stored.key(), verdict).await?;
        bucket.download(address).await?.expect(status)?;
    }
    Ok(())
}

/// Another scanner found something in a file: nobody gets it any more, and everybody on the ticket is told.
pub(crate) async fn something_found(
    stack: &Stack,
    site: &Site,
    bucket: &Bucket<'_>,
    mailbox: &Mailbox<'_>,
    mails: &mut Mails,
) -> Result<(), String> {
    let email = "infected@customer.example.com";
    let ticket = files::ticket(site, email, mails).await?;
    let image = uploads::image("worse.png");
    let found = uploads::put(site, bucket, &ticket, &image, "stored").await?;
    let stored = Stored {
        id: text_at(&found, "/id")?.to_owned(),
        bytes: image.bytes,
        ticket,
    };
    files::comes_down(site, bucket, &stored).await?;
    report(stack, bucket, &stored, "infected").await?;
    files::told(mailbox, mails, email, "worse.png").await?;
    let found = awaited(site, &stored.ticket, &stored.id, "/scan", "infected").await?;
    if found.get("url").is_some() {
        return Err(format!("expected a file without an address; got {found}"));
    }
    let path = stored.ticket.file(&stored.id, "");
    is_problem(site.send(Ask::get(path)).await?, 403)
}

/// A report that says nothing sensible is tried again, and then waits in the queue for somebody to look at it.
pub(crate) async fn nonsense_is_set_aside(
    stack: &Stack,
    bucket: &Bucket<'_>,
    stored: &Stored,
) -> Result<(), String> {
    // The emulator's EventBridge tries once and no more.
    let event = json!({
        "source": SOURCE,
        "detail-type": KIND,
        "detail": detail(bucket, stored, "perhaps"),
    });
    stack.hand_over(Function::StoreAttachment, &event).await?;
    let queue = json!({ "QueueUrl": stack.physical("SetAside")?, "WaitTimeSeconds": 0 });
    let look = async || {
        let answer = stack.aws.sqs("ReceiveMessage", &queue).await?;
        match answer.pointer("/Messages/0/Body").and_then(Value::as_str) {
            Some(body) if body.contains("perhaps") => Ok(()),
            other => Err(format!("expected the report in the queue; got {other:?}")),
        }
    };
    eventually(ATTEMPTS, PAUSE, look).await
}

/// Reports as `docs/OPERATIONS.md` says.
async fn report(
    stack: &Stack,
    bucket: &Bucket<'_>,
    stored: &Stored,
    result: &str,
) -> Result<(), String> {
    let detail = detail(bucket, stored, result);
    stack.aws.put_event(SOURCE, KIND, &detail).await
}

fn detail(bucket: &Bucket<'_>, stored: &Stored, result: &str) -> Value {
    json!({ "bucket": bucket.name, "key": stored.key(), "result": result })
}

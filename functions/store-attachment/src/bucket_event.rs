//! The events, as EventBridge hands them over.

use docket_cloud::files::parse_key;
use docket_cloud::lambda::UnexpectedEvent;
use docket_domain::TicketId;
use docket_domain::attachment::{FileId, Scan};
use serde::Deserialize;
use serde_json::Value;

const EXPECTED: UnexpectedEvent = UnexpectedEvent("of the bucket or of a scanner");

/// What an event of EventBridge tells of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BucketEvent {
    /// A file has arrived.
    Arrived { ticket: TicketId, file: FileId },
    /// A scanner has looked into a file.
    Scanned {
        ticket: TicketId,
        file: FileId,
        scan: Scan,
    },
    /// Nothing that anything follows from.
    Nothing,
}

#[derive(Debug, Deserialize)]
struct Event {
    source: String,
    #[serde(rename = "detail-type")]
    kind: String,
    detail: Value,
}

#[derive(Debug, Deserialize)]
struct Created {
    bucket: Bucket,
    object: Object,
}

#[derive(Debug, Deserialize)]
struct Bucket {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Object {
    key: String,
}

/// Of Amazon GuardDuty Malware Protection for S3.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardDutyResult {
    s3_object_details: GuardDutyObject,
    scan_result_details: GuardDutyVerdict,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardDutyObject {
    bucket_name: String,
    object_key: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardDutyVerdict {
    scan_result_status: Option<String>,
}

/// Of any other scanner; `docs/OPERATIONS.md` describes it.
#[derive(Debug, Deserialize)]
struct FileScanned {
    bucket: String,
    key: String,
    result: ScanResult,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScanResult {
    Clean,
    Infected,
}

/// Reads an event. One about another bucket is refused: the rules in `template.yaml` let none through.
pub(crate) fn read(event: Value, bucket: &str) -> Result<BucketEvent, UnexpectedEvent> {
    let event: Event = parse(event)?;
    let (of, key, scan) = match (event.source.as_str(), event.kind.as_str()) {
        ("aws.s3", "Object Created") => {
            let created: Created = parse(event.detail)?;
            (created.bucket.name, created.object.key, None)
        }
        ("aws.guardduty", "GuardDuty Malware Protection Object Scan Result") => {
            let result: GuardDutyResult = parse(event.detail)?;
            let object = result.s3_object_details;
            let scan = match result.scan_result_details.scan_result_status.as_deref() {
                Some("NO_THREATS_FOUND") => Scan::Clean,
                Some("THREATS_FOUND") => Scan::Infected,
                // Too large, protected by a password, or not to be read: nobody knows.
                _ => return Ok(BucketEvent::Nothing),
            };
            (object.bucket_name, object.object_key, Some(scan))
        }
        ("docket.scanner", "File Scanned") => {
            let scanned: FileScanned = parse(event.detail)?;
            let scan = match scanned.result {
                ScanResult::Clean => Scan::Clean,
                ScanResult::Infected => Scan::Infected,
            };
            (scanned.bucket, scanned.key, Some(scan))
        }
        _ => return Err(EXPECTED),
    };
    if of != bucket {
        return Err(EXPECTED);
    }
    // Whatever else somebody puts into the bucket is not Docket's.
    let Some((ticket, file)) = parse_key(&key) else {
        return Ok(BucketEvent::Nothing);
    };
    Ok(match scan {
        Some(scan) if key.starts_with("files/") => BucketEvent::Scanned { ticket, file, scan },
        None if key.starts_with("incoming/") => BucketEvent::Arrived { ticket, file },
        _ => BucketEvent::Nothing,
    })
}

fn parse<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, UnexpectedEvent> {
    serde_json::from_value(value).map_err(|_| EXPECTED)
}

//! Reads events of the bucket and of scanners, as EventBridge delivers them.

use docket_cloud::files::parse_key;
use docket_cloud::lambda::UnexpectedEvent;
use docket_domain::TicketId;
use docket_domain::attachment::{FileId, Scan};
use serde::Deserialize;
use serde_json::Value;

const EXPECTED: UnexpectedEvent = UnexpectedEvent("of the bucket or of a scanner");

/// The content of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BucketEvent {
    /// An object was uploaded.
    Uploaded { ticket: TicketId, file: FileId },
    /// A scanner reported about a file.
    Scanned {
        ticket: TicketId,
        file: FileId,
        scan: Scan,
    },
    /// Any other event. Nothing follows from it.
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

/// The details of an event of Amazon GuardDuty Malware Protection for S3.
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

/// The details of an event of any other scanner. `docs/OPERATIONS.md` describes it.
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

/// Reads an event. An event about another bucket is refused: the rules in `template.yaml` pass
/// none.
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
                // The file was too large, protected by a password or unreadable, so there is no
                // result.
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
    // Other objects in the bucket are not Docket's.
    let Some((ticket, file)) = parse_key(&key) else {
        return Ok(BucketEvent::Nothing);
    };
    Ok(match scan {
        Some(scan) if key.starts_with("files/") => BucketEvent::Scanned { ticket, file, scan },
        None if key.starts_with("incoming/") => BucketEvent::Uploaded { ticket, file },
        _ => BucketEvent::Nothing,
    })
}

fn parse<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, UnexpectedEvent> {
    serde_json::from_value(value).map_err(|_| EXPECTED)
}

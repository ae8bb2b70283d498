//! A record that this version cannot handle is set aside whole, and holds up nobody.

use crate::aws::DYNAMODB;
use crate::check::Check;
use crate::wait::eventually;
use serde_json::{Value, json};
use std::time::Duration;

/// Who opened the ticket with such a record, and who opened the next one.
const FIRST: &str = "poisoned@customer.example.com";
const NEXT: &str = "behind-the-poisoned@customer.example.com";
/// A sequence that the ticket never reaches.
const SEQUENCE: u64 = 9_999;
/// What `notify` has set aside.
const ASIDE: &str = "ASIDE#notify";
const ATTEMPTS: usize = 60;
const PAUSE: Duration = Duration::from_secs(1);

/// Puts an event of a later version into the table. It is set aside, the mail behind it leaves, and after `docket set-aside retry` it
/// is set aside once more.
pub(crate) async fn is_set_aside(check: &mut Check) -> Result<(), String> {
    let ticket = check.open("smartplayer", "report-a-bug", FIRST).await?;
    let event = json!({
        "pk": { "S": format!("TICKET#{}", ticket.id) }, "sk": { "S": format!("EVENT#{SEQUENCE:010}") },
        "ticket": { "S": ticket.id }, "desk": { "S": ticket.desk }, "sequence": { "N": SEQUENCE.to_string() },
        "at": { "S": "2026-01-01T00:00:00Z" }, "actor": { "M": { "role": { "S": "system" } } },
        "change": { "M": { "kind": { "S": "of_a_later_version" } } },
    });
    let put = json!({ "TableName": check.stack.physical("Table")?, "Item": event });
    check.stack.aws.call(DYNAMODB, "PutItem", &put).await?;
    check.open("smartplayer", "report-a-bug", NEXT).await?;
    let first = eventually(ATTEMPTS, PAUSE, async || set_aside(check, "").await).await?;
    check.mailbox.newest(NEXT, 1).await?;
    check.stack.docket("set-aside list")?;
    check.stack.docket("set-aside retry")?;
    eventually(ATTEMPTS, PAUSE, async || set_aside(check, &first).await)
        .await
        .map(drop)
}

/// Returns when the record was set aside, if that was not at this time.
async fn set_aside(check: &Check, before: &str) -> Result<String, String> {
    let items = check.stack.items(ASIDE).await?;
    let [item] = items.as_slice() else {
        return Err(format!(
            "expected one record that is set aside; got {items:?}"
        ));
    };
    let text = |place: &str| {
        item.pointer(place)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    if !text("/event/S").contains("of_a_later_version") {
        return Err(format!("expected the whole record; got {item}"));
    }
    match text("/at/S") {
        at if at == before => Err("expected it to be set aside again".to_owned()),
        at => Ok(at.to_owned()),
    }
}

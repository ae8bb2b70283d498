//! The keys of idempotency records, delivery receipts, counters of limits and the signing secret.

use super::key::Key;
use docket_domain::{DeskId, EmailAddress};

/// Returns the key of the record of a request with this idempotency key.
#[must_use]
pub fn idempotency_record(desk: &DeskId, key: &str) -> Key {
    Key::new(format!("IDEMPOTENCY#{desk}#{key}"), "IDEMPOTENCY")
}

/// Returns the key of the receipt of a mail about something that is no event of a ticket.
#[must_use]
pub fn receipt(cause: &str, to: &EmailAddress) -> Key {
    Key::new(format!("RECEIPT#{cause}"), to.as_str())
}

/// Returns the key of the counter of a limit, in one window.
#[must_use]
pub fn rate(counter: &str) -> Key {
    Key::new(format!("RATE#{counter}"), "RATE")
}

/// Returns the key of the secret that links and message IDs are signed with.
#[must_use]
pub fn signing() -> Key {
    Key::new("STACK".to_owned(), "SIGNING")
}

/// Returns the key of a record that a function has set aside, by the record's sequence number.
#[must_use]
pub fn set_aside(function: &str, record: &str) -> Key {
    Key::new(set_aside_by(function), record)
}

/// Returns the partition of the records that a function has set aside.
#[must_use]
pub fn set_aside_by(function: &str) -> String {
    format!("ASIDE#{function}")
}

//! The keys of what Docket keeps for itself.

use super::key::Key;
use docket_domain::{DeskId, EmailAddress};

/// What a request with that idempotency key has done.
#[must_use]
pub fn idempotency_record(desk: &DeskId, key: &str) -> Key {
    Key::new(format!("IDEMPOTENCY#{desk}#{key}"), "IDEMPOTENCY")
}

/// The receipt of a message about an event to a person.
#[must_use]
pub fn receipt(event: &str, to: &EmailAddress) -> Key {
    Key::new(format!("RECEIPT#{event}"), to.as_str())
}

/// The keys that links and message IDs are signed with.
#[must_use]
pub fn signing() -> Key {
    Key::new("STACK".to_owned(), "SIGNING")
}

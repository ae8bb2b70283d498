//! Hands records over again that a function has set aside.

use docket_cloud::store::SetAside;
use docket_cloud::{Store, StoreError};
use serde_json::Value;

/// What came of handing a record over again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The function has it, or has handled it.
    HandedOver,
    /// It stays set aside, for this reason.
    Stays(String),
}

/// Hands a record over by `call`, and removes it from what is set aside. If the function sets it aside once more, it stays.
///
/// # Errors
/// When the table cannot be written. The record may have been handed over, and stays; nobody gets a mail twice.
pub async fn hand_over_again(
    store: &Store,
    aside: &SetAside,
    call: impl AsyncFnOnce(Value) -> Result<(), String>,
) -> Result<Outcome, StoreError> {
    let event = serde_json::from_str(&aside.event)?;
    if let Err(why) = call(event).await {
        return Ok(Outcome::Stays(why));
    }
    Ok(match store.take_back(aside).await? {
        true => Outcome::HandedOver,
        false => Outcome::Stays("it was set aside again".to_owned()),
    })
}

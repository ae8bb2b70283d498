//! Hands records over again that a function has set aside.

use docket_cloud::store::SetAside;
use docket_cloud::{Store, StoreError};
use serde_json::Value;

/// What came of handing a record over again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The function has it, or has handled it.
    HandedOver,
    /// The function did not take it, for this reason. It stays.
    NotTaken(String),
    /// The function has set it aside once more. It stays.
    SetAsideAgain,
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
        return Ok(Outcome::NotTaken(why));
    }
    Ok(match store.take_back(aside).await? {
        true => Outcome::HandedOver,
        false => Outcome::SetAsideAgain,
    })
}

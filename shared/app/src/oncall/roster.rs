//! Reads and changes who is on call.

use crate::error::AppError;
use docket_cloud::{Cloud, Store, StoreError};
use docket_domain::desk::Desk;
use docket_domain::oncall::Override;
use jiff::Timestamp;
use uuid::Uuid;

/// Returns the overrides that count for who is on call at an instant and later. A desk without schedules has none.
///
/// # Errors
/// When the table cannot be read.
pub async fn overrides_from(
    store: &Store,
    desk: &Desk,
    at: Timestamp,
) -> Result<Vec<Override>, StoreError> {
    match desk.schedules.is_empty() {
        true => Ok(Vec::new()),
        false => store.overrides(&desk.id, at).await,
    }
}

/// Stores an override.
///
/// # Errors
/// When the table fails.
pub async fn add_override(cloud: &Cloud, desk: &Desk, one: &Override) -> Result<(), AppError> {
    cloud.store.put_override(&desk.id, one).await?;
    tracing::info!(desk = %*desk.id, id = %one.id, "who is on call was changed");
    Ok(())
}

/// Removes an override. Returns `false` if there is none with this ID, or it has ended.
///
/// # Errors
/// When the table fails.
pub async fn remove_override(
    cloud: &Cloud,
    desk: &Desk,
    id: Uuid,
    now: Timestamp,
) -> Result<bool, AppError> {
    Ok(cloud.store.delete_override(&desk.id, id, now).await?)
}

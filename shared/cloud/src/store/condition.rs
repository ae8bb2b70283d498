//! Single writes with a condition.

use super::error::StoreError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// Turns the answer to a conditional write into a boolean: `false` when its condition did not hold.
/// `failed` tells that error from all others.
///
/// # Errors
/// When the table failed.
pub(super) fn unless_condition<T, E: ProvideErrorMetadata, R>(
    written: Result<T, SdkError<E, R>>,
    failed: impl Fn(&E) -> bool,
) -> Result<bool, StoreError> {
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.as_service_error().is_some_and(&failed) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

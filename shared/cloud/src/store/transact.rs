//! Transactions: all writes are made, or none is.

use super::attributes::number;
use super::error::StoreError;
use super::keys::Item;
use super::table::Store;
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::{BoxError, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsError, TransactWriteItemsInput,
};
use aws_sdk_dynamodb::types::builders::{
    ConditionCheckBuilder, DeleteBuilder, PutBuilder, UpdateBuilder,
};
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem, Update};

/// The error of a failed transaction.
pub(super) type TransactError = SdkError<TransactWriteItemsError>;

impl Store {
    /// Makes all the writes, or none of them.
    pub(super) async fn transact(
        &self,
        writes: Vec<TransactWriteItem>,
    ) -> Result<(), TransactError> {
        self.client
            .transact_write_items()
            .set_transact_items(Some(writes))
            .customize()
            .interceptor(WithoutToken)
            .send()
            .await
            .map(|_| ())
    }

    pub(super) fn put(&self, item: Item) -> PutBuilder {
        Put::builder().table_name(&self.table).set_item(Some(item))
    }

    pub(super) fn delete(&self) -> DeleteBuilder {
        Delete::builder().table_name(&self.table)
    }

    pub(super) fn update(&self) -> UpdateBuilder {
        Update::builder().table_name(&self.table)
    }
}

/// Returns the code of each write of a cancelled transaction, in order. Returns `None` when the
/// transaction failed in another way.
pub(super) fn cancelled(error: &TransactError) -> Option<Vec<&str>> {
    match error.as_service_error()? {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => {
            let reasons = cancelled.cancellation_reasons().iter();
            Some(
                reasons
                    .map(|reason| reason.code().unwrap_or("None"))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// Removes the token from a transaction by which DynamoDB recognises a repeated one.
///
/// [`Store::commit`] recognises its own work by the event that it wrote, with no limit of time; the
/// token works for ten minutes only. And the embedded table searches all tokens of those ten
/// minutes at each transaction.
#[derive(Debug)]
struct WithoutToken;

impl Intercept for WithoutToken {
    fn name(&self) -> &'static str {
        "WithoutToken"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(input) = context
            .input_mut()
            .downcast_mut::<TransactWriteItemsInput>()
        {
            input.client_request_token = None;
        }
        Ok(())
    }
}

/// Makes a put hold only if the item there has this revision, or with 0 if there is none.
pub(super) fn of_revision(put: PutBuilder, before: u64) -> PutBuilder {
    match before {
        0 => put.condition_expression("attribute_not_exists(pk)"),
        before => put
            .condition_expression("revision = :before")
            .expression_attribute_values(":before", number(before)),
    }
}

/// Makes a put hold only if the item there has this version, or with 0 if there is none.
pub(super) fn of_version(put: PutBuilder, before: u64) -> PutBuilder {
    match before {
        0 => put.condition_expression("attribute_not_exists(pk)"),
        before => put
            .condition_expression("#version = :before")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":before", number(before)),
    }
}

pub(super) fn into_put(put: PutBuilder) -> Result<TransactWriteItem, StoreError> {
    let put = put.build().map_err(refused)?;
    Ok(TransactWriteItem::builder().put(put).build())
}

pub(super) fn into_update(update: UpdateBuilder) -> Result<TransactWriteItem, StoreError> {
    let update = update.build().map_err(refused)?;
    Ok(TransactWriteItem::builder().update(update).build())
}

pub(super) fn into_delete(delete: DeleteBuilder) -> Result<TransactWriteItem, StoreError> {
    let delete = delete.build().map_err(refused)?;
    Ok(TransactWriteItem::builder().delete(delete).build())
}

pub(super) fn into_check(check: ConditionCheckBuilder) -> Result<TransactWriteItem, StoreError> {
    let check = check.build().map_err(refused)?;
    Ok(TransactWriteItem::builder().condition_check(check).build())
}

fn refused(error: impl std::fmt::Display) -> StoreError {
    StoreError::Refused(error.to_string())
}

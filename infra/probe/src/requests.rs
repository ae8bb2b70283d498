//! The account of the functions' requests: their number, and the capacity units that the table says they took.

use crate::units::{self, ByPlace};
use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use docket_local::is_mail;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The requests of one operation.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Asked {
    requests: u64,
    /// A request that failed reports none. The cloud charges a write for a condition that does not hold.
    units: ByPlace,
}

/// By the function's binary, then by operation.
type Account = BTreeMap<String, BTreeMap<String, Asked>>;

/// The account. Copies share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<Account>>);

impl Requests {
    /// An observer that books what it sees under that function.
    pub(crate) fn by(&self, function: &str) -> impl Intercept + use<> {
        Bookkeeper {
            function: function.to_owned(),
            requests: self.clone(),
        }
    }

    /// The number of requests so far, by operation.
    pub(crate) fn so_far(&self) -> BTreeMap<String, u64> {
        let mut all = BTreeMap::new();
        for (operation, asked) in self.by_function().into_values().flatten() {
            *all.entry(operation).or_default() += asked.requests;
        }
        all
    }

    /// The same, and the units, by function.
    pub(crate) fn by_function(&self) -> Account {
        self.account().clone()
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Bookkeeper {
    function: String,
    requests: Requests,
}

impl Bookkeeper {
    fn book(&self, operation: &str, entry: impl FnOnce(&mut Asked)) {
        let mut account = self.requests.account();
        let operations = account.entry(self.function.clone()).or_default();
        entry(operations.entry(operation.to_owned()).or_default());
    }
}

impl Intercept for Bookkeeper {
    fn name(&self) -> &'static str {
        "Bookkeeper"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        units::ask(context);
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // `DynamoDB_20120810.PutItem` is the operation `PutItem`.
        let headers = context.request().headers();
        let operation = match headers.get("x-amz-target") {
            Some(target) => target.rsplit('.').next().unwrap_or(target),
            // SES and S3 name their operations otherwise, and one thing is asked of SES.
            None if is_mail(context.request()) => docket_local::SEND,
            None => "S3",
        };
        self.book(operation, |asked| asked.requests += 1);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some((operation, places)) = units::reported(context) {
            self.book(operation, |asked| {
                for (place, units) in places {
                    *asked.units.entry(place).or_default() += units;
                }
            });
        }
        Ok(())
    }
}

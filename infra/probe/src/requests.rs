//! Counts the requests of the functions, and the capacity units that the table reports for them.

use crate::units::{self, UnitsByIndex};
use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use docket_local::Asked;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The requests for one operation.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Count {
    requests: u64,
    /// The reported units. A failed request reports none, although AWS charges a write whose
    /// condition does not hold.
    units: UnitsByIndex,
}

/// Requests by the function's binary, then by operation.
type Account = BTreeMap<String, BTreeMap<String, Count>>;

/// The counts. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<Account>>);

impl Requests {
    /// Returns an interceptor that counts the requests of this function.
    pub(crate) fn by(&self, function: &str) -> impl Intercept + use<> {
        RequestCounter {
            function: function.to_owned(),
            requests: self.clone(),
        }
    }

    /// Returns the number of requests so far, by operation.
    pub(crate) fn so_far(&self) -> BTreeMap<String, u64> {
        let mut all = BTreeMap::new();
        for (operation, count) in self.by_function().into_values().flatten() {
            *all.entry(operation).or_default() += count.requests;
        }
        all
    }

    /// Returns the number of requests and their units, by function and operation.
    pub(crate) fn by_function(&self) -> Account {
        self.account().clone()
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct RequestCounter {
    function: String,
    requests: Requests,
}

impl RequestCounter {
    fn book(&self, operation: &str, entry: impl FnOnce(&mut Count)) {
        let mut account = self.requests.account();
        let operations = account.entry(self.function.clone()).or_default();
        entry(operations.entry(operation.to_owned()).or_default());
    }
}

impl Intercept for RequestCounter {
    fn name(&self) -> &'static str {
        "RequestCounter"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        units::ask(context, bag);
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let asked = Asked::of(context.request());
        self.book(asked.operation(), |count| count.requests += 1);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some((operation, places)) = units::reported(context, bag) {
            self.book(operation, |count| {
                for (place, units) in places {
                    *count.units.entry(place).or_default() += units;
                }
            });
        }
        Ok(())
    }
}

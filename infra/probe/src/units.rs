//! The capacity units of a request to the table. The request asks for them, and the answer reports
//! them.

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
};
use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// The name for the units of the table itself. The units of an index have the index's name.
const TABLE: &str = "table";
/// The name for the units of the table that counters of limits take.
const LIMITS: &str = "limits";
/// The beginning of the partition keys of counters.
const COUNTER: &str = "RATE#";

/// Capacity units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Units {
    read: f64,
    write: f64,
}

impl Units {
    fn read(read: f64) -> Self {
        Self { read, write: 0.0 }
    }

    fn written(write: f64) -> Self {
        Self { read: 0.0, write }
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.write += other.write;
    }
}

/// Units by the name of the table or index.
pub(crate) type UnitsByIndex = BTreeMap<String, Units>;

/// The request is the write of a counter.
#[derive(Debug)]
struct Counts;

impl Storable for Counts {
    type Storer = StoreReplace<Self>;
}

/// Makes a request ask for its capacity units, for each operation that Docket uses. Notes in `bag` what
/// [`reported`] cannot see any more.
pub(crate) fn ask(context: &mut BeforeSerializationInterceptorContextMut<'_>, bag: &mut ConfigBag) {
    let input = context.input_mut();
    let update = input.downcast_ref::<UpdateItemInput>();
    let key = update.and_then(|update| update.key()?.get("pk")?.as_s().ok());
    if key.is_some_and(|key| key.starts_with(COUNTER)) {
        bag.interceptor_state().store_put(Counts);
    }
    macro_rules! ask {
        ($($input:ty),+) => {$(
            if let Some(input) = input.downcast_mut::<$input>() {
                input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
            }
        )+};
    }
    ask!(GetItemInput, BatchGetItemInput, QueryInput);
    ask!(PutItemInput, UpdateItemInput, DeleteItemInput);
    ask!(TransactWriteItemsInput);
}

/// Reads the units from an answer, with the name of the operation. Returns `None` when the request
/// failed.
pub(crate) fn reported(
    context: &AfterDeserializationInterceptorContextRef<'_>,
    bag: &ConfigBag,
) -> Option<(&'static str, UnitsByIndex)> {
    let output = context.output_or_error().ok()?;
    // Only transactions report reads and writes separately.
    macro_rules! take {
        ($units:path: $($operation:literal $output:ty),+) => {$(
            if let Some(output) = output.downcast_ref::<$output>() {
                let mut places = places(output.consumed_capacity(), $units);
                if bag.load::<Counts>().is_some() {
                    places = places.into_values().map(|units| (LIMITS.to_owned(), units)).collect();
                }
                return Some(($operation, places));
            }
        )+};
    }
    take!(Units::read: "GetItem" GetItemOutput, "BatchGetItem" BatchGetItemOutput, "Query" QueryOutput);
    take!(Units::written: "PutItem" PutItemOutput, "UpdateItem" UpdateItemOutput);
    take!(Units::written: "DeleteItem" DeleteItemOutput, "TransactWriteItems" TransactWriteItemsOutput);
    None
}

fn places<'c>(
    consumed: impl IntoIterator<Item = &'c ConsumedCapacity>,
    units: fn(f64) -> Units,
) -> UnitsByIndex {
    let mut places = UnitsByIndex::new();
    for consumed in consumed {
        let table = consumed.table().map(|table| (TABLE, table));
        let indexes = consumed.global_secondary_indexes().into_iter().flatten();
        let indexes = indexes.map(|(name, index)| (name.as_str(), index));
        for (name, capacity) in table.into_iter().chain(indexes) {
            let units = units(capacity.capacity_units().unwrap_or_default());
            // A query of an index also reports zero units for the table.
            if units != Units::default() {
                *places.entry(name.to_owned()).or_default() += units;
            }
        }
    }
    places
}

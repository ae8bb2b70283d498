//! Passes the records of the table's stream to a function as Lambda's event source mapping does.
//! Records are filtered, come in order and in batches, and are repeated from the first that failed.

use super::doorbell::Listener;
use super::handled::{Handled, sequence_number};
use super::retry::{Failures, LONGEST_PAUSE, Retry};
use crate::database::StreamReader;
use crate::functions::{Answer, Event};
use crate::template::StreamSource;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::Arc;

/// The number of handled records at which they are removed. They are also removed when the stream
/// is quiet. Each removal writes to the disk.
const REMOVE_AT: usize = 2_000;

/// A consumer of the stream.
pub(super) struct Consumer {
    /// The number of this consumer, from 0.
    pub(super) number: usize,
    pub(super) source: StreamSource,
    pub(super) retry: Retry,
    pub(super) reader: StreamReader,
    pub(super) handled: Arc<Handled>,
    pub(super) listener: Listener,
}

/// What became of a batch.
enum Outcome {
    Handled,
    /// The function named the record at this position as the first that failed.
    Named(usize),
    /// The call failed, with this error.
    Failed(String),
}

impl Consumer {
    /// Passes records to the function for as long as the stack runs.
    pub(super) async fn run(mut self) {
        let mut kept = 0;
        loop {
            let ring = self.listener.last_ring();
            match self.reader.next().await {
                Ok(records) if records.is_empty() => {}
                Ok(records) => {
                    // A part that is not full ends at the newest record of its time.
                    let newest = records.len() < StreamReader::LIMIT;
                    kept += records.len();
                    let last = records.last().cloned();
                    self.feed(records, ring).await;
                    if let Some(last) = last {
                        self.handled.note(self.number, &last);
                    }
                    if newest {
                        // Even if new ones come without end, those from before the ring are done.
                        self.listener.answer(ring);
                    }
                    if kept >= REMOVE_AT {
                        self.handled.remove().await;
                        kept = 0;
                    }
                    continue;
                }
                Err(error) => tracing::error!(%error, "the stream could not be read"),
            }
            self.listener.answer(ring);
            let quiet = !self.listener.wait().await;
            if quiet && kept > 0 {
                self.handled.remove().await;
                kept = 0;
            }
        }
    }

    /// Passes records to the function until each was handled or set aside.
    async fn feed(&mut self, records: Vec<Value>, mut ring: u64) {
        let mut waiting: VecDeque<Value> = records
            .into_iter()
            .filter(|record| self.source.takes(record))
            .collect();
        let mut most = self.source.batch_size;
        let mut failures = Failures::default();
        while !waiting.is_empty() {
            let size = waiting.len().min(most);
            let batch: Vec<&Value> = waiting.iter().take(size).collect();
            let outcome = self.hand_over(&batch).await;
            self.listener.called();
            let (handled, why) = match outcome {
                Outcome::Handled => {
                    most = self.source.batch_size;
                    (size, None)
                }
                Outcome::Named(position) => {
                    (position, Some("the function named it as failed".to_owned()))
                }
                // What is wrong with the batch is in one of its halves. A half is no retry.
                Outcome::Failed(_) if self.retry.bisects() && size > 1 => {
                    most = size.div_ceil(2);
                    continue;
                }
                Outcome::Failed(why) => (0, Some(why)),
            };
            if handled > 0 {
                waiting.drain(..handled);
                failures = Failures::default();
            }
            let (Some(why), Some(record)) = (why, waiting.front()) else {
                continue;
            };
            // Whoever waits for all work to be done does not wait for what fails.
            self.listener.answer(ring);
            match self.retry.again(&mut failures) {
                Some(pause) => self.listener.pause(pause).await,
                None => {
                    if self.retry.give_up(json!({ "Records": [record] }), &why) {
                        waiting.pop_front();
                        failures = Failures::default();
                        most = self.source.batch_size;
                    } else {
                        self.listener.pause(LONGEST_PAUSE).await;
                    }
                }
            }
            ring = self.listener.last_ring();
        }
    }

    /// Passes one batch to the function.
    async fn hand_over(&self, batch: &[&Value]) -> Outcome {
        let function = self.retry.function();
        match function
            .call(Event::Json(json!({ "Records": batch })))
            .await
        {
            Ok(Answer::Json(answer)) => {
                first_failed(batch, &answer).map_or(Outcome::Handled, Outcome::Named)
            }
            Ok(Answer::Response(_)) => Outcome::Handled,
            Err(error) => {
                tracing::error!(%error, function = &*function.name, "a batch of records could not be handled");
                Outcome::Failed(error.to_string())
            }
        }
    }
}

/// Returns the position of the first record that the answer names as failed. Returns the first
/// position when it names only records outside the batch, and `None` when it names none.
fn first_failed(batch: &[&Value], answer: &Value) -> Option<usize> {
    let failures = answer.get("batchItemFailures")?.as_array()?;
    let names: Vec<&str> = failures
        .iter()
        .map(|failure| failure.get("itemIdentifier").and_then(Value::as_str))
        .map(Option::unwrap_or_default)
        .collect();
    let failed =
        |record: &&Value| sequence_number(record).is_some_and(|name| names.contains(&name));
    let place = batch.iter().position(failed);
    (!names.is_empty()).then(|| place.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_record_that_failed_is_found() {
        let records: Vec<Value> = ["1", "2", "3"]
            .map(|name| json!({ "dynamodb": { "SequenceNumber": name } }))
            .into();
        let batch: Vec<&Value> = records.iter().collect();
        let failed = |names: &[&str]| {
            let failures: Vec<Value> = names
                .iter()
                .map(|name| json!({ "itemIdentifier": name }))
                .collect();
            first_failed(&batch, &json!({ "batchItemFailures": failures }))
        };
        assert_eq!(failed(&[]), None);
        assert_eq!(failed(&["3", "2"]), Some(1));
        assert_eq!(failed(&["7"]), Some(0));
        assert_eq!(first_failed(&batch, &Value::Null), None);
    }
}

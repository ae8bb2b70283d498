//! The table's stream, fed to `notify` as Lambda's event source mapping does: in order, filtered, in batches, again from the
//! record that failed.

use crate::database::{LocalDatabase, TABLE};
use crate::stack::StackError;
use crate::template::StreamSource;
use docket_notify::Notify;
use dynoxide::Database;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify as Bell, watch};

/// How long nobody looks when nothing rings; something always rings when a function has answered.
const LOOK_AFTER: Duration = Duration::from_secs(1);
/// Handled records are removed when there are this many, or when the stream is quiet: each removal is a write to the disk.
const TRIM_AT: usize = 2_000;

/// Rings when there may be new records, and tells when all have been handled.
#[derive(Debug, Default)]
pub(crate) struct Doorbell {
    bell: Bell,
    rung: AtomicU64,
    handled: watch::Sender<u64>,
}

impl Doorbell {
    pub(crate) fn ring(&self) {
        self.rung.fetch_add(1, Ordering::SeqCst);
        self.bell.notify_one();
    }

    /// Waits until everything that was written before this call has been handled.
    pub(crate) async fn settled(&self) {
        let wanted = self.rung.fetch_add(1, Ordering::SeqCst) + 1;
        self.bell.notify_one();
        let mut handled = self.handled.subscribe();
        let _ = handled.wait_for(|handled| *handled >= wanted).await;
    }
}

/// The feeder.
pub(crate) struct Feeder {
    database: Database,
    beside: rusqlite::Connection,
    source: StreamSource,
    notify: Notify,
    bell: Arc<Doorbell>,
    /// Where records go that could not be handled in all attempts.
    failed: PathBuf,
}

impl Feeder {
    pub(crate) fn new(
        database: &LocalDatabase,
        source: StreamSource,
        notify: Notify,
        bell: Arc<Doorbell>,
        failed: PathBuf,
    ) -> Result<Self, StackError> {
        Ok(Self {
            beside: database.beside()?,
            database: database.database.clone(),
            source,
            notify,
            bell,
            failed,
        })
    }

    /// Feeds for as long as the stack runs.
    ///
    /// Handled records are removed from the stream, and that is all that is remembered of where it stood: after a crash, what
    /// was not removed yet is handled again, which receipts make harmless.
    pub(crate) async fn run(mut self) {
        let mut iterator = match self.first_iterator() {
            Ok(iterator) => iterator,
            Err(error) => {
                tracing::error!(%error, "the stream cannot be read: no mail will be sent");
                return;
            }
        };
        let mut last_handled: Option<String> = None;
        let mut untrimmed = 0;
        loop {
            let rung = self.bell.rung.load(Ordering::SeqCst);
            match self.next(&iterator) {
                Ok((records, next)) => {
                    let count = records.len();
                    last_handled = records.last().and_then(event_id).or(last_handled);
                    self.feed(records).await;
                    untrimmed += count;
                    iterator = next;
                    if untrimmed >= TRIM_AT {
                        self.trim(last_handled.as_deref());
                        untrimmed = 0;
                    }
                    if count > 0 {
                        continue;
                    }
                }
                Err(error) => tracing::error!(%error, "the stream could not be read"),
            }
            self.bell.handled.send_replace(rung);
            let quiet = tokio::time::timeout(LOOK_AFTER, self.bell.bell.notified())
                .await
                .is_err();
            if quiet && untrimmed > 0 {
                self.trim(last_handled.as_deref());
                untrimmed = 0;
            }
        }
    }

    fn first_iterator(&self) -> Result<String, StackError> {
        let database = &self.database;
        // Not by describing the table, which counts every entry of its indexes.
        let streams = answer(database.list_streams(ask(json!({ "TableName": TABLE }))?))?;
        let arn = streams.pointer("/Streams/0/StreamArn");
        let stream = answer(database.describe_stream(ask(json!({ "StreamArn": arn }))?))?;
        let shard = stream.pointer("/StreamDescription/Shards/0/ShardId");
        let from_start =
            json!({ "StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON" });
        let iterator = answer(database.get_shard_iterator(ask(from_start)?))?;
        let iterator = iterator.pointer("/ShardIterator").and_then(Value::as_str);
        iterator
            .map(str::to_owned)
            .ok_or_else(|| StackError::Data("the table has no stream".to_owned()))
    }

    fn next(&self, iterator: &str) -> Result<(Vec<Value>, String), StackError> {
        let from = json!({ "ShardIterator": iterator, "Limit": 500 });
        let found = self
            .database
            .get_records(ask(from)?)
            .map_err(StackError::database)?;
        let records = found
            .records
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<_, _>>();
        let next = found
            .next_shard_iterator
            .unwrap_or_else(|| iterator.to_owned());
        Ok((records.map_err(StackError::database)?, next))
    }

    async fn feed(&mut self, records: Vec<Value>) {
        let mut waiting: Vec<Value> = records
            .into_iter()
            .filter(|record| self.source.takes(record))
            .collect();
        let mut attempts: BTreeMap<String, usize> = BTreeMap::new();
        while !waiting.is_empty() {
            let batch: Vec<Value> = waiting
                .iter()
                .take(self.source.batch_size)
                .cloned()
                .collect();
            let size = batch.len();
            let failed_at = match self.notify.handle(json!({ "Records": batch })).await {
                Ok(answer) => answer
                    .pointer("/batchItemFailures/0/itemIdentifier")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                Err(error) => {
                    tracing::error!(%error, "records are not as Lambda's are");
                    waiting.first().and_then(name)
                }
            };
            let Some(failed) = failed_at else {
                waiting.drain(..size);
                continue;
            };
            let handled = waiting
                .iter()
                .take_while(|record| name(record).as_deref() != Some(&failed))
                .count();
            waiting.drain(..handled.min(size));
            let tries = attempts.entry(failed).or_default();
            *tries += 1;
            if *tries > self.source.retries {
                if let Some(record) = waiting.first() {
                    self.set_aside(record);
                }
                waiting.drain(..1.min(waiting.len()));
            } else {
                tokio::time::sleep(Duration::from_millis(50 << (*tries).min(5))).await;
            }
        }
    }

    fn set_aside(&self, record: &Value) {
        let line = format!("{record}\n");
        let written = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.failed)
            .and_then(|mut file| file.write_all(line.as_bytes()));
        tracing::error!(kept = written.is_ok(), file = %self.failed.display(), "a stream record is set aside");
    }

    fn trim(&mut self, last_handled: Option<&str>) {
        let trimmed = self.beside.execute(
            "DELETE FROM _stream_records WHERE id <= (SELECT id FROM _stream_records WHERE event_id = ?1)",
            [last_handled],
        );
        if let Err(error) = trimmed {
            tracing::warn!(%error, "handled stream records could not be removed");
        }
    }
}

/// A request to the database, from the protocol's JSON.
fn ask<T: DeserializeOwned>(request: Value) -> Result<T, StackError> {
    serde_json::from_value(request).map_err(StackError::database)
}

/// The database's answer, as the protocol's JSON.
fn answer<T: Serialize, E: std::fmt::Display>(answer: Result<T, E>) -> Result<Value, StackError> {
    serde_json::to_value(answer.map_err(StackError::database)?).map_err(StackError::database)
}

fn name(record: &Value) -> Option<String> {
    record
        .pointer("/dynamodb/SequenceNumber")?
        .as_str()
        .map(str::to_owned)
}

fn event_id(record: &Value) -> Option<String> {
    record.get("eventID")?.as_str().map(str::to_owned)
}

//! The thread that works on the database. It answers what is on the disk, and nothing else.
//!
//! SQLite writes a commit to its write-ahead log and does not wait for the disk. A second thread flushes that log
//! for all commits that arrived since its last flush. No answer leaves before the flush that covers what it saw: not
//! a read's, and not a refusal's. So nobody ever sees what a power cut could take back, and commits that
//! arrive together share one flush.

use super::flush::Log;
use super::handled::StreamTable;
use crate::data_folder::DataFolder;
use dynoxide::Database;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// The database, with a connection of its own to the tables of its stream.
pub(super) struct Tables {
    pub(super) database: Database,
    pub(super) stream: StreamTable,
}

/// Gives work to the database's thread. Copies give it to the same one.
#[derive(Clone)]
pub(crate) struct Engine(Arc<Mutex<Sender<Job>>>);

/// A piece of work on the database.
type Job = Box<dyn FnOnce(&Tables) -> Done + Send>;

/// What a piece of work has done.
struct Done {
    wrote: bool,
    /// Hands over the answer.
    answer: Answer,
}

type Answer = Box<dyn FnOnce() + Send>;

/// The number of commits so far that an answer has seen.
type Commits = u64;

/// The database's thread has ended, so the stack ends too.
#[derive(Debug, thiserror::Error)]
#[error("the table is closed")]
pub(crate) struct ClosedError;

impl Engine {
    /// Starts the threads. They end, and close the database, when the last copy of the engine is dropped. The data folder stays
    /// locked until then.
    pub(super) fn start(tables: Tables, log: Log, folder: DataFolder) -> Self {
        let (jobs, arriving) = channel::<Job>();
        let (to_flush, flushing) = channel();
        let flushed = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&flushed);
        std::thread::spawn(move || flush(&log, &flushing, &flushed));
        std::thread::spawn(move || {
            work(&tables, &arriving, &to_flush, &seen);
            drop(tables);
            drop(folder);
        });
        Self(Arc::new(Mutex::new(jobs)))
    }

    /// Does a piece of work on the database, and waits until what it saw is on the disk. The work returns its answer, and whether
    /// it wrote.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tables) -> (T, bool) + Send + 'static,
    ) -> Result<T, ClosedError> {
        let (sender, answer) = oneshot::channel();
        self.put(Box::new(move |tables| {
            let (value, wrote) = work(tables);
            let answer = move || drop(sender.send(value));
            Done {
                wrote,
                answer: Box::new(answer),
            }
        }));
        answer.await.map_err(|_| ClosedError)
    }

    fn put(&self, job: Job) {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Sending fails only when the thread has ended. The answer's sender is then dropped, which tells the caller.
        let _ = jobs.send(job);
    }
}

/// Does the work that arrives, in its order.
fn work(
    tables: &Tables,
    arriving: &Receiver<Job>,
    to_flush: &Sender<(Commits, Answer)>,
    flushed: &AtomicU64,
) {
    let mut commits: Commits = 0;
    for job in arriving {
        let Done { wrote, answer } = job(tables);
        commits += u64::from(wrote);
        if commits == flushed.load(Ordering::Acquire) {
            answer();
        } else if to_flush.send((commits, answer)).is_err() {
            return;
        }
    }
}

/// Flushes the log for all answers that wait, and lets them go.
fn flush(log: &Log, waiting: &Receiver<(Commits, Answer)>, flushed: &AtomicU64) {
    while let Ok(first) = waiting.recv() {
        let mut answers = vec![first];
        answers.extend(waiting.try_iter());
        let newest = answers.last().map_or(0, |(commits, _)| *commits);
        if newest > flushed.load(Ordering::Acquire) {
            log.flush();
            flushed.store(newest, Ordering::Release);
        }
        for (_, answer) in answers {
            answer();
        }
    }
}

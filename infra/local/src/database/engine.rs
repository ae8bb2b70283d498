//! The thread that works on the database. It answers what is on the disk, and nothing else.
//!
//! SQLite writes a commit to its write-ahead log and does not wait for the disk. A second thread flushes that log
//! for all commits that arrived since its last flush. No answer leaves before the flush that covers what it saw: not
//! a read's, and not a refusal's. So nobody ever sees what a power cut could take back, and commits that
//! arrive together share one flush.

use super::handled::StreamTable;
use crate::data_folder::DataFolder;
use dynoxide::Database;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The database, with a connection of its own to the tables of its stream.
pub(super) struct Tables {
    pub(super) database: Database,
    pub(super) stream: StreamTable,
}

/// Gives work to the database's thread. Copies give it to the same one.
#[derive(Clone)]
pub(crate) struct Engine(Arc<Threads>);

/// The way to the thread, until it is closed.
struct Threads {
    jobs: Mutex<Option<Sender<Job>>>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

/// A piece of work on the database.
type Job = Box<dyn FnOnce(&mut Tables) -> Done + Send>;

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
    /// Starts the threads. `flush` waits until everything that was written is on the disk. The data folder stays locked until the
    /// database is closed.
    pub(super) fn start(
        mut tables: Tables,
        flush: impl Fn() + Send + 'static,
        folder: DataFolder,
    ) -> Self {
        let (jobs, arriving) = channel::<Job>();
        let (to_flush, flushing) = channel();
        let flushed = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&flushed);
        std::thread::spawn(move || let_go(flush, &flushing, &flushed));
        let worker = std::thread::spawn(move || {
            work(&mut tables, &arriving, &to_flush, &seen);
            drop(tables);
            drop(folder);
        });
        Self(Arc::new(Threads {
            jobs: Mutex::new(Some(jobs)),
            worker: Mutex::new(Some(worker)),
        }))
    }

    /// Closes the database, after all work that was given so far. Waits until it is closed.
    pub(super) fn close(&self) {
        let jobs = self
            .0
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(jobs);
        let worker = &self.0.worker;
        let worker = worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It has panicked, or has ended.
        let _ = worker.map(JoinHandle::join);
    }

    /// Does a piece of work on the database, and waits until what it saw is on the disk. The work returns its answer, and whether
    /// it wrote.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tables) -> (T, bool) + Send + 'static,
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
        let jobs = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        // Without the thread, the answer's sender is dropped, which tells the caller.
        let _ = jobs.as_ref().map(|jobs| jobs.send(job));
    }
}

/// Does the work that arrives, in its order.
fn work(
    tables: &mut Tables,
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
fn let_go(flush: impl Fn(), waiting: &Receiver<(Commits, Answer)>, flushed: &AtomicU64) {
    while let Ok(first) = waiting.recv() {
        let mut answers = vec![first];
        answers.extend(waiting.try_iter());
        let newest = answers.last().map_or(0, |(commits, _)| *commits);
        if newest > flushed.load(Ordering::Acquire) {
            flush();
            flushed.store(newest, Ordering::Release);
        }
        for (_, answer) in answers {
            answer();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[tokio::test(flavor = "multi_thread")]
    async fn nothing_is_seen_before_it_is_on_the_disk_and_commits_share_a_flush() {
        let name = format!("docket-{}", uuid::Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        let folder = DataFolder::open(&path).unwrap();
        let tables = Tables {
            database: Database::memory().unwrap(),
            stream: StreamTable::in_memory(),
        };
        // The disk says that it begins to flush, and ends when the test says so.
        let (begins, begun) = channel();
        let (ends, end) = channel::<()>();
        let flushes = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&flushes);
        let flush = move || {
            count.fetch_add(1, Ordering::SeqCst);
            begins.send(()).unwrap();
            end.recv().unwrap();
        };
        let engine = Engine::start(tables, flush, folder);
        let ask = |wrote: bool| {
            let engine = engine.clone();
            tokio::spawn(async move { engine.run(move |_| ((), wrote)).await.unwrap() })
        };
        let write = ask(true);
        begun.recv().unwrap();
        let others = [ask(false), ask(true), ask(true), ask(true), ask(false)];
        // They have been carried out when this has.
        let last = ask(false);
        let carried_out = engine.clone();
        let (sender, done) = channel();
        carried_out.put(Box::new(move |_| {
            sender.send(()).unwrap();
            Done {
                wrote: false,
                answer: Box::new(|| ()),
            }
        }));
        done.recv().unwrap();
        assert!(!write.is_finished(), "its flush is under way");
        assert!(others.iter().all(|other| !other.is_finished()));
        ends.send(()).unwrap();
        write.await.unwrap();
        begun.recv().unwrap();
        ends.send(()).unwrap();
        for other in others {
            other.await.unwrap();
        }
        last.await.unwrap();
        assert_eq!(
            flushes.load(Ordering::SeqCst),
            2,
            "one for the first, one for all others"
        );
        ask(false).await.unwrap();
        engine.close();
        assert!(engine.run(|_| ((), false)).await.is_err(), "it is closed");
        let _ = std::fs::remove_dir_all(path);
    }
}

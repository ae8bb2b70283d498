//! The order in which requests work on the database. Each is answered what is on the disk, and nothing else.
//!
//! SQLite writes a commit to its write-ahead log and does not wait for the disk. A thread flushes that log for all commits that
//! arrived since its last flush. No answer leaves before the flush that covers what it saw: not a read's, and not a refusal's. So
//! nobody ever sees what a power cut could take back, and commits that arrive together share one flush.
//!
//! The work itself is done on the caller's thread: it takes less time than a thread takes to wake up.

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

/// Works on the database. Copies share it.
#[derive(Clone)]
pub(crate) struct Engine(Arc<Shared>);

struct Shared {
    /// `None` when it is closed.
    open: Mutex<Option<Open>>,
    /// The number of commits that are on the disk.
    flushed: Arc<AtomicU64>,
}

struct Open {
    tables: Tables,
    /// The number of commits so far.
    commits: Commits,
    /// The answers that wait for a flush, each with the commits that it has seen.
    waiting: Sender<(Commits, oneshot::Sender<()>)>,
    flusher: JoinHandle<()>,
    /// Locked for as long as the database is open.
    _folder: DataFolder,
}

type Commits = u64;

/// The database is closed, and so is the stack.
#[derive(Debug, thiserror::Error)]
#[error("the table is closed")]
pub(crate) struct ClosedError;

impl Engine {
    /// Opens it. `flush` waits until everything that was written is on the disk. The data folder stays locked until the
    /// database is closed.
    pub(super) fn start(
        tables: Tables,
        flush: impl Fn() + Send + 'static,
        folder: DataFolder,
    ) -> Self {
        let flushed = Arc::new(AtomicU64::new(0));
        let (waiting, arriving) = channel();
        let done = Arc::clone(&flushed);
        let flusher = std::thread::spawn(move || let_go(flush, &arriving, &done));
        let open = Open {
            tables,
            commits: 0,
            waiting,
            flusher,
            _folder: folder,
        };
        Self(Arc::new(Shared {
            open: Mutex::new(Some(open)),
            flushed,
        }))
    }

    /// Closes the database. Waits until it is closed.
    pub(super) fn close(&self) {
        let open = self
            .0
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(open) = open else { return };
        drop(open.waiting);
        // It ends when everything is flushed.
        let _ = open.flusher.join();
    }

    /// Does a piece of work on the database, and waits until what it saw is on the disk. The work returns its answer, and whether
    /// it wrote.
    pub(super) async fn run<T>(
        &self,
        work: impl FnOnce(&mut Tables) -> (T, bool),
    ) -> Result<T, ClosedError> {
        let (answer, flushed) = self.work(work)?;
        if let Some(flushed) = flushed {
            flushed.await.map_err(|_| ClosedError)?;
        }
        Ok(answer)
    }

    /// Does the work. Also returns what tells of the flush that its answer has to wait for.
    fn work<T>(
        &self,
        work: impl FnOnce(&mut Tables) -> (T, bool),
    ) -> Result<(T, Option<oneshot::Receiver<()>>), ClosedError> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = open.as_mut().ok_or(ClosedError)?;
        let (answer, wrote) = work(&mut open.tables);
        open.commits += u64::from(wrote);
        if open.commits == self.0.flushed.load(Ordering::Acquire) {
            return Ok((answer, None));
        }
        let (sender, flushed) = oneshot::channel();
        // The thread ends only after this is closed.
        let _ = open.waiting.send((open.commits, sender));
        Ok((answer, Some(flushed)))
    }
}

/// Flushes for all answers that wait, and lets them go.
fn let_go(
    flush: impl Fn(),
    waiting: &Receiver<(Commits, oneshot::Sender<()>)>,
    flushed: &AtomicU64,
) {
    while let Ok(first) = waiting.recv() {
        let mut answers = vec![first];
        answers.extend(waiting.try_iter());
        let newest = answers.last().map_or(0, |(commits, _)| *commits);
        if newest > flushed.load(Ordering::Acquire) {
            flush();
            flushed.store(newest, Ordering::Release);
        }
        for (_, answer) in answers {
            // Nobody waits any more when the request was given up.
            let _ = answer.send(());
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
        // They have all been carried out by then, and wait.
        let carried_out = || engine.work(|_| ((), false)).unwrap();
        while engine.0.open.lock().unwrap().as_ref().unwrap().commits < 4 {
            tokio::task::yield_now().await;
        }
        let (_, last) = carried_out();
        assert!(!write.is_finished(), "its flush is under way");
        assert!(others.iter().all(|other| !other.is_finished()));
        ends.send(()).unwrap();
        write.await.unwrap();
        begun.recv().unwrap();
        ends.send(()).unwrap();
        for other in others {
            other.await.unwrap();
        }
        last.unwrap().await.unwrap();
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

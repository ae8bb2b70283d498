//! Tells triggers about possible work, and tells when all work is done.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// The longest wait between two looks for work, in case nothing rings. A bell always rings after a
/// function has answered.
const LOOK_AFTER: Duration = Duration::from_secs(1);

/// Rings when there may be work for a trigger. Each trigger answers a ring after it has done all
/// work from before the ring.
#[derive(Debug, Default)]
pub(crate) struct Doorbell {
    rings: watch::Sender<u64>,
    /// The last ring that each trigger has answered.
    answered: Mutex<Vec<watch::Receiver<u64>>>,
    /// The number of calls of functions by triggers.
    calls: AtomicU64,
    /// Somebody waits for all work to be done, so that nothing waits for its next attempt.
    hurry: Notify,
}

/// A trigger's side of the bell.
#[derive(Debug)]
pub(crate) struct Listener {
    bell: Arc<Doorbell>,
    rings: watch::Receiver<u64>,
    answered: watch::Sender<u64>,
}

impl Doorbell {
    /// Tells all triggers that there may be work.
    pub(crate) fn ring(&self) {
        self.ring_with_number();
    }

    fn ring_with_number(&self) -> u64 {
        let mut number = 0;
        self.rings.send_modify(|rings| {
            *rings += 1;
            number = *rings;
        });
        number
    }

    /// Notes that a function was called, and rings, since the call may have caused work.
    pub(super) fn called(&self) {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.ring();
    }

    /// Waits before something that failed is tried again. The wait ends when somebody waits for all work to be done.
    pub(super) async fn pause(&self, pause: Duration) {
        let _ = tokio::time::timeout(pause, self.hurry.notified()).await;
    }

    /// Adds a listener for a trigger. From then on, [`Doorbell::settled`] waits for that trigger
    /// too.
    pub(super) fn listener(self: &Arc<Self>) -> Listener {
        let answered = watch::Sender::new(0);
        let mut all = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(answered.subscribe());
        Listener {
            bell: Arc::clone(self),
            rings: self.rings.subscribe(),
            answered,
        }
    }

    /// Waits until all work from before this call is done, and all work that it caused. What fails is tried once more meanwhile.
    ///
    /// A call of a function may cause work for any trigger, so all are asked again after a call.
    /// The number of rounds is limited, even while new requests come in: a chain of calls passes
    /// through each trigger at most once.
    pub(crate) async fn settled(&self) {
        let mut answered = {
            let all = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
            all.clone()
        };
        for _ in 0..=answered.len() {
            let calls = self.calls.load(Ordering::SeqCst);
            let ring = self.ring_with_number();
            self.hurry.notify_waiters();
            for trigger in &mut answered {
                // A trigger that has ended has no work.
                let _ = trigger.wait_for(|answered| *answered >= ring).await;
            }
            if self.calls.load(Ordering::SeqCst) == calls {
                return;
            }
        }
    }
}

impl Listener {
    /// Returns the last ring so far. A trigger that looks for work after this finds all work from
    /// before the ring.
    pub(super) fn last_ring(&mut self) -> u64 {
        *self.rings.borrow_and_update()
    }

    /// Returns the bell.
    pub(super) fn bell(&self) -> Arc<Doorbell> {
        Arc::clone(&self.bell)
    }

    /// As [`Doorbell::called`].
    pub(super) fn called(&self) {
        self.bell.called();
    }

    /// Answers a ring: all work from before it is done.
    pub(super) fn answer(&self, ring: u64) {
        self.answered.send_replace(ring);
    }

    /// As [`Doorbell::pause`].
    pub(super) async fn pause(&self, pause: Duration) {
        self.bell.pause(pause).await;
    }

    /// Waits up to a second for a new ring. Returns `false` when there was none.
    pub(super) async fn wait(&mut self) -> bool {
        let rung = tokio::time::timeout(LOOK_AFTER, self.rings.changed());
        matches!(rung.await, Ok(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_triggers_are_waited_for_and_asked_again_after_a_call() {
        let bell = Arc::new(Doorbell::default());
        let looks = Arc::new(AtomicU64::new(0));
        for _ in 0..3 {
            let mut listener = bell.listener();
            let looks = Arc::clone(&looks);
            tokio::spawn(async move {
                let mut called = false;
                loop {
                    let ring = listener.last_ring();
                    if ring > 0 && !called {
                        listener.called();
                        called = true;
                    }
                    looks.fetch_add(1, Ordering::SeqCst);
                    listener.answer(ring);
                    listener.wait().await;
                }
            });
        }
        bell.settled().await;
        assert!(looks.load(Ordering::SeqCst) >= 6);
    }

    #[tokio::test]
    async fn without_triggers_all_is_settled() {
        Doorbell::default().settled().await;
    }
}

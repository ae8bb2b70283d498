//! Calls functions by their schedules and the stack's clock.

use super::inbox::Inbox;
use crate::template::Schedule;
use docket_cloud::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The real time between two looks at the stack's clock, which may have been moved.
const TICK: Duration = Duration::from_secs(1);

/// All schedules. Copies share them.
#[derive(Debug, Clone)]
pub(crate) struct Schedules {
    clock: Clock,
    timers: Arc<[Timer]>,
}

#[derive(Debug)]
struct Timer {
    schedule: Schedule,
    inbox: Inbox,
    due_at: Mutex<Timestamp>,
}

impl Schedules {
    /// Makes the schedules. Each is due at once.
    pub(super) fn new(schedules: Vec<(Schedule, Inbox)>, clock: Clock) -> Self {
        let now = clock.now();
        let timers = schedules.into_iter().map(|(schedule, inbox)| Timer {
            schedule,
            inbox,
            due_at: Mutex::new(now),
        });
        Self {
            timers: timers.collect(),
            clock,
        }
    }

    /// Calls each function now, due or not. Returns before they have run.
    pub(crate) fn call_all(&self) {
        let now = self.clock.now();
        self.timers.iter().for_each(|timer| timer.call(now));
    }

    /// Calls functions when they are due, for as long as the stack runs.
    pub(super) async fn run(self) {
        loop {
            tokio::time::sleep(TICK).await;
            let now = self.clock.now();
            for timer in self.timers.iter().filter(|timer| timer.is_due(now)) {
                timer.call(now);
            }
        }
    }
}

impl Timer {
    fn is_due(&self, now: Timestamp) -> bool {
        *self.due_at.lock().unwrap_or_else(PoisonError::into_inner) <= now
    }

    fn call(&self, now: Timestamp) {
        let every = SignedDuration::try_from(self.schedule.every).unwrap_or(SignedDuration::MAX);
        let mut due_at = self.due_at.lock().unwrap_or_else(PoisonError::into_inner);
        *due_at = now.checked_add(every).unwrap_or(Timestamp::MAX);
        self.inbox.put(self.schedule.input.clone());
    }
}

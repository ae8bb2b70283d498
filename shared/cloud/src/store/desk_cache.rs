//! A cache of desks.

use docket_domain::DeskId;
use docket_domain::desk::Desk;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time that a desk stays in the cache. A changed desk reaches every function within this time.
const TRUSTED_FOR: Duration = Duration::from_secs(60);

/// A cache of desks, by their IDs.
#[derive(Debug, Default)]
pub(super) struct DeskCache(Mutex<HashMap<DeskId, (Instant, Arc<Desk>)>>);

impl DeskCache {
    pub(super) fn get(&self, id: &DeskId) -> Option<Arc<Desk>> {
        let desks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        desks
            .get(id)
            .filter(|(read, _)| read.elapsed() < TRUSTED_FOR)
            .map(|(_, desk)| Arc::clone(desk))
    }

    pub(super) fn put(&self, desk: &Arc<Desk>) {
        let mut desks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        desks.insert(desk.id.clone(), (Instant::now(), Arc::clone(desk)));
    }

    pub(super) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

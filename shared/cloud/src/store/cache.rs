//! A cache of what changes seldom, such as desks and signing keys.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The time that a value stays in the cache. A change reaches every function within this time. A new
/// signing key waits for twice as long before it signs.
pub const TRUSTED_FOR: Duration = Duration::from_secs(60);

/// A cache of values, by their keys.
#[derive(Debug)]
pub(super) struct Cache<K, V>(Mutex<HashMap<K, (Instant, Arc<V>)>>);

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V> Cache<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<Arc<V>> {
        self.get_at(key, Instant::now())
    }

    fn get_at(&self, key: &K, now: Instant) -> Option<Arc<V>> {
        self.values()
            .get(key)
            .filter(|(read, _)| now.saturating_duration_since(*read) < TRUSTED_FOR)
            .map(|(_, value)| Arc::clone(value))
    }

    pub(super) fn put(&self, key: K, value: &Arc<V>) {
        self.values()
            .insert(key, (Instant::now(), Arc::clone(value)));
    }

    pub(super) fn remove(&self, key: &K) {
        self.values().remove(key);
    }

    pub(super) fn clear(&self) {
        self.values().clear();
    }

    fn values(&self) -> MutexGuard<'_, HashMap<K, (Instant, Arc<V>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_again_after_a_minute() {
        let cache = Cache::default();
        let before = Instant::now();
        cache.put("desk", &Arc::new("people"));
        let after = Instant::now();
        let minute = Duration::from_secs(60);
        let is_known = |at| cache.get_at(&"desk", at).is_some();
        assert!(is_known(before + minute - Duration::from_millis(1)));
        assert!(!is_known(after + minute));
    }
}

//! The stack's clock. Its offset is stored in a file, so that the next run continues in the same
//! time.

use crate::durable;
use docket_cloud::Clock;
use jiff::SignedDuration;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The stack's clock. Copies share the same time.
#[derive(Debug, Clone)]
pub(crate) struct KeptClock {
    /// The clock that the functions use.
    pub(crate) clock: Clock,
    /// The file of the offset. Only one writes it at a time.
    file: Arc<Mutex<PathBuf>>,
}

impl KeptClock {
    /// Opens the clock with the offset in the file. Without a file, it shows the time of the
    /// machine.
    pub(crate) fn open(file: PathBuf) -> Self {
        let clock = Clock::system();
        let kept = std::fs::read_to_string(&file).ok();
        if let Some(millis) = kept.and_then(|text| text.trim().parse().ok()) {
            clock.advance(SignedDuration::from_millis(millis));
        }
        let file = Arc::new(Mutex::new(file));
        Self { clock, file }
    }

    /// Moves the clock ahead. It is no error when the offset cannot be stored.
    pub(crate) fn advance(&self, by: SignedDuration) {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        self.clock.advance(by);
        let millis = self.clock.ahead().as_millis();
        if let Err(error) = durable::write(&file, millis.to_string().as_bytes()) {
            tracing::warn!(%error, "the clock's offset could not be kept");
        }
    }
}

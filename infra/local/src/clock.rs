//! The stack's clock, whose offset is kept in a file so that the next run goes on in the same time.

use docket_cloud::Clock;
use jiff::SignedDuration;
use std::path::PathBuf;

/// The stack's clock. Copies are the same one.
#[derive(Debug, Clone)]
pub(crate) struct KeptClock {
    /// The clock, as the functions have it.
    pub(crate) clock: Clock,
    file: PathBuf,
}

impl KeptClock {
    /// The clock as the file has it; the machine's own where there is no such file.
    pub(crate) fn open(file: PathBuf) -> Self {
        let clock = Clock::system();
        let kept = std::fs::read_to_string(&file).ok();
        if let Some(millis) = kept.and_then(|text| text.trim().parse().ok()) {
            clock.advance(SignedDuration::from_millis(millis));
        }
        Self { clock, file }
    }

    /// Moves it ahead. That this cannot be kept stops nothing.
    pub(crate) fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
        let millis = self.clock.ahead().as_millis();
        if let Err(error) = std::fs::write(&self.file, millis.to_string()) {
            tracing::warn!(%error, "the clock's offset could not be kept");
        }
    }
}

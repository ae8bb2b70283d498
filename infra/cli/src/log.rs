//! The log of the commands.

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts to write warnings and errors to standard error.
pub(crate) fn start() {
    // The embedded table warns when a condition does not hold. That is normal: it is how conflicts
    // are detected.
    let levels = Targets::new()
        .with_default(Level::WARN)
        .with_target("dynoxide", Level::ERROR);
    let log = tracing_subscriber::fmt::layer()
        .with_target(false)
        .with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(log.with_filter(levels))
        .init();
}

//! The log of the commands.

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to write warnings and errors to the standard error.
pub(crate) fn start() {
    // The embedded table warns of each condition that does not hold, which is how changes that meet are found out.
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

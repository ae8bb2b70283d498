//! Counts changes in the metrics.

use docket_cloud::{Metric, Metrics};
use docket_domain::ticket::{Cause, Change, Event};

/// Counts a committed change: the change itself, and those of its events that have a metric.
pub(crate) fn count(metrics: &Metrics, events: &[Event]) {
    let opened = |event: &Event| matches!(event.change, Change::Opened(_));
    if !events.iter().any(opened) {
        metrics.note(Metric::TicketsChanged, 1);
    }
    for metric in events.iter().filter_map(metric_of) {
        metrics.note(metric, 1);
    }
}

fn metric_of(event: &Event) -> Option<Metric> {
    match &event.change {
        Change::Opened(_) => Some(Metric::TicketsOpened),
        Change::StatusChanged {
            cause: Cause::Silence,
            ..
        } => Some(Metric::TimersElapsed),
        Change::Attached { .. } => Some(Metric::FilesStored),
        Change::AttachmentRefused { .. } => Some(Metric::FilesQuarantined),
        _ => None,
    }
}

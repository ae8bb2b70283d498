//! The schedules, by the stack's clock.

use crate::stream::Doorbell;
use crate::template::Schedule;
use docket_cloud::{Cloud, Files};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// How often the real time is looked at. The clock that counts may have been moved.
const TICK: Duration = Duration::from_secs(1);

/// Asks for everything that is due now, and to be told when it is done.
pub(crate) type RunNow = oneshot::Sender<()>;

/// Runs the sweep whenever the stack's clock says so, or somebody asks, for as long as the stack runs.
pub(crate) async fn run(
    cloud: Cloud,
    files: Files,
    schedule: Schedule,
    bell: Arc<Doorbell>,
    mut asked: mpsc::Receiver<RunNow>,
) {
    let every = SignedDuration::try_from(schedule.every).unwrap_or(SignedDuration::from_secs(60));
    let mut due_at = cloud.clock.now();
    loop {
        let waiting = tokio::time::timeout(TICK, asked.recv())
            .await
            .ok()
            .flatten();
        if waiting.is_some() || cloud.clock.now() >= due_at {
            if let Err(error) = docket_sweep::handle(&cloud, &files).await {
                tracing::error!(%error, "the sweep failed");
            }
            bell.ring();
            due_at = cloud.clock.now().checked_add(every).unwrap_or(due_at);
        }
        if let Some(done) = waiting {
            // Whoever asked and has gone needs no answer.
            let _ = done.send(());
        }
    }
}

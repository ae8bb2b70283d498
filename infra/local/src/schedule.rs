//! The schedules, by the stack's clock.

use crate::stream::Doorbell;
use crate::template::Schedule;
use docket_cloud::Cloud;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// How often the real time is looked at. The clock that counts may have been moved.
const TICK: Duration = Duration::from_secs(1);

/// Asks for everything that is due now, and to be told when it is done.
pub(crate) type RunNow = oneshot::Sender<()>;

/// Runs the sweep whenever the stack's clock says so, for as long as the stack runs.
pub(crate) async fn run(
    cloud: Cloud,
    schedule: Schedule,
    bell: Arc<Doorbell>,
    mut asked: mpsc::Receiver<RunNow>,
) {
    let every = jiff::SignedDuration::try_from(schedule.every)
        .unwrap_or(jiff::SignedDuration::from_secs(60));
    let mut due_at = cloud.clock.now();
    loop {
        if cloud.clock.now() >= due_at {
            match docket_sweep::handle(&cloud).await {
                Ok(swept) if swept.failed > 0 => {
                    tracing::warn!(swept.failed, "tickets could not be swept")
                }
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "the sweep failed"),
            }
            bell.ring();
            due_at = cloud.clock.now().checked_add(every).unwrap_or(due_at);
        }
        if let Ok(Some(done)) = tokio::time::timeout(TICK, asked.recv()).await {
            due_at = cloud.clock.now();
            if docket_sweep::handle(&cloud).await.is_err() {
                tracing::error!("the sweep failed");
            }
            bell.ring();
            let _ = done.send(());
        }
    }
}

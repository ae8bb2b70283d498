//! Limits on what people do who do not work at the desk.

use crate::caller::Caller;
use crate::error::AppError;
use docket_cloud::{Cloud, Metric};
use docket_domain::desk::Desk;
use docket_domain::limit::CountedAct;
use jiff::{SignedDuration, Timestamp};

/// A limit that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The limit, as the desk file calls it.
    pub limit: &'static str,
    /// The time after which the act is possible again.
    pub ends_in: SignedDuration,
}

/// Counts an act of a caller.
///
/// # Errors
/// [`AppError::Limited`] when a limit is reached. When the table fails.
pub async fn count(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    act: CountedAct<'_>,
    now: Timestamp,
) -> Result<(), AppError> {
    for limit in desk.limits_of(act, caller.network(), now) {
        if cloud.store.count_act(&limit).await? {
            continue;
        }
        // The network, so that it can be shut out; no address of a person.
        let network = caller.network().map(tracing::field::display);
        tracing::warn!(limit = limit.name, network, desk = %desk.id.as_str(), "a limit was reached");
        cloud.metrics.note(Metric::LimitsReached, 1);
        return Err(AppError::Limited(Reached {
            limit: limit.name,
            ends_in: limit.ends_in(now),
        }));
    }
    Ok(())
}

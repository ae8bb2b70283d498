//! Limits on what people do who do not work at the desk.

use crate::caller::Caller;
use crate::error::AppError;
use docket_cloud::{Cloud, Metric, StoreError};
use docket_domain::desk::Desk;
use docket_domain::limit::{CountedAct, Limit};
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
    let limits = desk.limits_of(act, caller.network(), now);
    let Some(limit) = first_reached(cloud, &limits).await? else {
        return Ok(());
    };
    // The network, so that it can be shut out; no address of a person.
    let network = caller.network().map(tracing::field::display);
    tracing::warn!(limit = limit.name, network, desk = %desk.id.as_str(), "a limit was reached");
    cloud.metrics.note(Metric::LimitsReached, 1);
    Err(AppError::Limited(Reached {
        limit: limit.name,
        ends_in: limit.ends_in(now),
    }))
}

/// Counts an act for these limits in their order, up to the first that is reached, and returns that one. `None` if there is room in all.
///
/// # Errors
/// When the table fails.
pub async fn first_reached<'l>(
    cloud: &Cloud,
    limits: &'l [Limit],
) -> Result<Option<&'l Limit>, StoreError> {
    for limit in limits {
        if !cloud.store.count_act(limit).await? {
            return Ok(Some(limit));
        }
    }
    Ok(None)
}

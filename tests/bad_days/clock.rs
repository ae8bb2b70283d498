//! A clock that jumps.

use crate::support::Site;
use crate::support::load::{Load, nothing_is_lost_or_doubled};
use crate::support::until::until;
use docket_app::doctor::Report;
use jiff::SignedDuration;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_and_forth_by_days_loses_nothing_and_doubles_nothing() {
    let site = Site::start_without_limits().await;
    let load = Arc::new(Load::small());
    for days in [-3, 6, -20, 1, 18, -2, 0] {
        let clock = &site.stack.cloud().clock;
        clock.advance(SignedDuration::from_hours(24 * days));
        let agent = site.agent("spaceos").await.bearer;
        let writers = load.start(2, site.client(), &agent);
        let wanted = load.count() + 4;
        until("tickets", || load.count() >= wanted).await;
        load.stop();
        for writer in writers {
            writer.await.unwrap();
        }
    }
    site.post("/_local/settle", &serde_json::json!({})).await;
    nothing_is_lost_or_doubled(site.client(), site.folder(), &load.account()).await;
    let report = site.doctor().await;
    let Report { faults, .. } = report;
    assert!(faults.is_empty(), "{faults:?}");
}

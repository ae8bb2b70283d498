//! Functions that can be killed in the middle of their work, as Lambda's time limit does.

use docket_cloud::{Clock, Cloud, Files, Invoker, Mail, Topics};
use docket_local::{Functions, HandlerError, OnEvent};
use docket_notify::Notify;
use docket_probe::Probe;
use docket_relay::Relay;
use jiff::SignedDuration;
use serde_json::Value;

/// The functions that make the calls of pages.
pub(crate) const NOTIFY: &str = "docket-notify";
pub(crate) const SWEEP: &str = "docket-sweep";
/// The function that counts.
pub(crate) const RELAY: &str = "docket-relay";

/// How far the clocks of those two are from that of the stack, in seconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Apart {
    pub(crate) notify: i64,
    pub(crate) sweep: i64,
}

/// All functions. Those that can be killed know nothing of what they did before, and a call of them ends when the probe kills it.
pub(crate) fn functions(apart: Apart) -> Functions {
    docket::functions()
        .with(NOTIFY, move |cloud, aws| {
            let (cloud, aws) = (cloud.clone(), aws.clone());
            OnEvent(move |event| {
                let cloud = by_own_clock(&cloud, apart.notify);
                let mail = Mail::new(aws.ses(), &cloud.settings);
                let function = Notify::new(cloud.clone(), mail, Topics::new(aws.sns()));
                mortal(Box::pin(async move { function.handle(event).await }))
            })
        })
        .with(RELAY, |cloud, aws| {
            let (cloud, aws) = (cloud.clone(), aws.clone());
            OnEvent(move |event| {
                let notify = Invoker::new(aws.lambda(), NOTIFY.to_owned());
                let function = Relay::new(cloud.store.clone(), notify);
                mortal(Box::pin(async move { function.handle(event).await }))
            })
        })
        .with(SWEEP, move |cloud, aws| {
            let (cloud, files) = (cloud.clone(), Files::new(aws, &cloud.settings));
            OnEvent(move |_| {
                let (cloud, files) = (by_own_clock(&cloud, apart.sweep), files.clone());
                let sweep = async move { docket_sweep::handle(&cloud, &files).await };
                mortal(Box::pin(sweep))
            })
        })
}

/// The same with a clock that is so many seconds ahead of the stack's.
fn by_own_clock(cloud: &Cloud, ahead: i64) -> Cloud {
    let clock = Clock::system();
    clock.advance(cloud.clock.ahead() + SignedDuration::from_secs(ahead));
    Cloud {
        clock,
        ..cloud.clone()
    }
}

async fn mortal<E: Into<HandlerError>>(
    work: impl Future<Output = Result<Value, E>>,
) -> Result<Value, HandlerError> {
    match Probe::mortal(work).await {
        Some(done) => done.map_err(Into::into),
        None => Err("it was killed".into()),
    }
}

//! Functions that can be killed in the middle of their work, as Lambda's time limit does.

use docket_cloud::{Files, Mail, Topics};
use docket_local::{Functions, HandlerError, OnEvent};
use docket_notify::Notify;
use docket_probe::Probe;
use serde_json::Value;

/// The functions that make the calls of pages.
pub(crate) const NOTIFY: &str = "docket-notify";
pub(crate) const SWEEP: &str = "docket-sweep";

/// All functions. Those two know nothing of what they did before, and a call of them ends when the probe kills it.
pub(crate) fn functions() -> Functions {
    docket::functions()
        .with(NOTIFY, |cloud, aws| {
            let (cloud, aws) = (cloud.clone(), aws.clone());
            OnEvent(move |event| {
                let mail = Mail::new(aws.ses(), &cloud.settings);
                let function = Notify::new(cloud.clone(), mail, Topics::new(aws.sns()));
                mortal(Box::pin(async move { function.handle(event).await }))
            })
        })
        .with(SWEEP, |cloud, aws| {
            let (cloud, files) = (cloud.clone(), Files::new(aws, &cloud.settings));
            OnEvent(move |_| {
                let (cloud, files) = (cloud.clone(), files.clone());
                let sweep = async move { docket_sweep::handle(&cloud, &files).await };
                mortal(Box::pin(sweep))
            })
        })
}

async fn mortal<E: Into<HandlerError>>(
    work: impl Future<Output = Result<Value, E>>,
) -> Result<Value, HandlerError> {
    match Probe::mortal(work).await {
        Some(done) => done.map_err(Into::into),
        None => Err("it was killed".into()),
    }
}

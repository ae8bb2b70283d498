//! Servers on free ports of this machine, which stand in for services of AWS.

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A running server. It ends when this is dropped.
pub(crate) struct Service {
    /// The address, such as `127.0.0.1:4566`.
    pub(crate) host: String,
    _serving: JoinSet<()>,
}

impl Service {
    /// Starts to answer by that router.
    pub(crate) async fn start(router: Router) -> Result<Self, String> {
        let failed = |error| format!("no free port was found: {error}");
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let host = listener.local_addr().map_err(failed)?.to_string();
        // A small answer waits for nothing that might follow it.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            host,
            _serving: serving,
        })
    }
}

/// Starts a mail service that takes every mail and sends none. It takes events for functions as well, and calls none.
pub(crate) async fn mail_service() -> Result<Service, String> {
    const SENT: &str = "<SendRawEmailResponse><SendRawEmailResult><MessageId>bench</MessageId></SendRawEmailResult></SendRawEmailResponse>";
    const QUOTA: &str = "<GetSendQuotaResponse><GetSendQuotaResult><MaxSendRate>14</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>";
    let answer = async |body: String| match body.contains("Action=GetSendQuota") {
        true => QUOTA,
        false => SENT,
    };
    Service::start(Router::new().fallback(answer)).await
}

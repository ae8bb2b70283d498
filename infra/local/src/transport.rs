//! The SDK's way to the embedded services: its requests are answered in this process, without a socket.
//!
//! Only the bucket has a port, since browsers send files to it.

use crate::asked::Asked;
use crate::database::{Answered, LocalDatabase};
use crate::invocations::Invocations;
use crate::mailbox::Ses;
use crate::sns::Sns;
use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_sdk_dynamodb::config::{RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use std::sync::Arc;

/// The address of the services without a port. Nothing resolves it.
pub(crate) const IN_PROCESS: &str = "http://in-process.invalid";

/// The services without a port.
#[derive(Debug)]
pub(crate) struct Embedded {
    pub(crate) table: LocalDatabase,
    pub(crate) ses: Ses,
    pub(crate) sns: Sns,
    pub(crate) invocations: Invocations,
}

impl Embedded {
    /// Returns a client that answers by these services, and uses `network` for the bucket.
    pub(crate) fn client(self, network: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(InProcess {
            services: Arc::new(self),
            network,
        })
    }
}

#[derive(Debug)]
struct InProcess<N> {
    services: Arc<Embedded>,
    network: N,
}

impl HttpClient for InProcess<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(InProcess {
            services: Arc::clone(&self.services),
            network: self.network.http_connector(settings, components),
        })
    }
}

impl HttpConnector for InProcess<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let services = Arc::clone(&self.services);
        let bytes = || request.body().bytes().unwrap_or_default().to_vec();
        match Asked::of(&request) {
            Asked::Table(operation) => {
                let body = bytes();
                HttpConnectorFuture::new(async move {
                    let answered = services.table.ask(operation, body).await;
                    response(answered, "application/x-amz-json-1.0")
                })
            }
            Asked::Mail(_) => {
                let body = bytes();
                let answer = move || services.ses.answer(&body);
                HttpConnectorFuture::new(async move {
                    let answered = blocking(answer).await?;
                    let broken = || "the connection to the mail server broke";
                    let answered = answered.ok_or_else(|| ConnectorError::io(broken().into()))?;
                    response(answered, "text/xml")
                })
            }
            Asked::Topic(_) => {
                let body = bytes();
                let answer = move || services.sns.answer(&body);
                HttpConnectorFuture::new(
                    async move { response(blocking(answer).await?, "text/xml") },
                )
            }
            Asked::Function(name) => {
                let body = bytes();
                let kind = request.headers().get("x-amz-invocation-type");
                let kind = kind.unwrap_or_default().to_owned();
                let invoke = move || services.invocations.invoke(&name, &kind, &body);
                HttpConnectorFuture::new(async move {
                    response(blocking(invoke).await?, "application/json")
                })
            }
            Asked::Bucket => self.network.call(request),
        }
    }
}

/// Does work that waits for the disk, on a thread for such work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ConnectorError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| ConnectorError::other(error.into(), None))
}

fn response(
    answered: Answered,
    content_type: &'static str,
) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(answered.status)
        .map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(answered.body));
    response.headers_mut().insert("content-type", content_type);
    Ok(response)
}

//! Between Lambda's runtime and the handlers.

use crate::call::{Request, Response};
use bytes::Bytes;
use docket_cloud::Cloud;
use http_body_util::BodyExt;
use lambda_http::{Body, Error};

/// Answers the HTTP API's events with that handler, until Lambda ends the process.
///
/// # Errors
/// When the environment is not as `template.yaml` makes it, or the runtime cannot be reached.
pub async fn run<H, F>(handler: H) -> Result<(), Error>
where
    H: Fn(Cloud, Request) -> F + Send + Sync + 'static,
    F: Future<Output = Response> + Send,
{
    start_log();
    let (cloud, _) = Cloud::from_env()?;
    let handler = &handler;
    let cloud = &cloud;
    lambda_http::run(lambda_http::service_fn(
        move |request: lambda_http::Request| async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let response = handler(cloud.clone(), Request::from_parts(parts, body)).await;
            Ok::<_, Error>(response.map(to_body))
        },
    ))
    .await
}

/// Text travels as text, so that the event stays readable; all our answers are text.
fn to_body(bytes: Bytes) -> Body {
    match String::from_utf8(bytes.to_vec()) {
        Ok(text) => Body::Text(text),
        Err(error) => Body::Binary(error.into_bytes()),
    }
}

/// Begins to write the log as JSON lines, without times: the log group adds its own.
pub fn start_log() {
    tracing_subscriber::fmt()
        .json()
        .without_time()
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .init();
}

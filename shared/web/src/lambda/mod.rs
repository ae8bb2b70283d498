//! Runs the HTTP handlers in Lambda's runtime.

mod guard;

use crate::problem::Problem;
use crate::request::Request;
use crate::respond::{Patience, refuse};
use crate::response::Response;
use docket_cloud::lambda::{self, UnexpectedEvent};
use docket_cloud::{Aws, Cloud, Files};
use guard::{Guarded, Refused, guard};
use lambda_http::tower::Service;
use lambda_http::{Adapter, service_fn};
use lambda_runtime::{Context, Error, LambdaEvent};
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

type Answer<'a> = Pin<Box<dyn Future<Output = Response> + Send + 'a>>;

/// The time that a handler has. Lambda ends a function of the API after 15 seconds, and one that works on
/// files after 29; what it ends, it answers with an empty 500. So a handler gives up a little before.
const PATIENCE: Duration = Duration::from_secs(13);
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(27);

const EXPECTED: UnexpectedEvent = UnexpectedEvent("an HTTP API's, in format 2.0");

/// Answers the events of the HTTP API with a handler, until Lambda ends the process.
///
/// # Errors
/// When the environment is not as `template.yaml` sets it, or the runtime cannot be reached.
pub async fn run<H, F>(handler: H) -> Result<(), Error>
where
    H: Fn(Cloud, Request) -> F,
    F: Future<Output = Response> + Send,
{
    let (cloud, _) = start().await?;
    let (cloud, handler) = (&cloud, &handler);
    lambda::run(move |event| Box::pin(answer_event(cloud, PATIENCE, handler, event))).await
}

/// Does the same as [`run`] for a handler that needs the bucket of files.
///
/// # Errors
/// When the environment is not as `template.yaml` sets it, or the runtime cannot be reached.
pub async fn run_with_files<H, F>(handler: H) -> Result<(), Error>
where
    H: Fn(Cloud, Files, Request) -> F,
    F: Future<Output = Response> + Send,
{
    let (cloud, aws) = start().await?;
    let files = Files::new(&aws, &cloud.settings);
    let handler = |cloud, request| handler(cloud, files.clone(), request);
    let (cloud, handler) = (&cloud, &handler);
    let patience = PATIENCE_WITH_FILES;
    lambda::run(move |event| Box::pin(answer_event(cloud, patience, handler, event))).await
}

async fn start() -> Result<(Cloud, Aws), Error> {
    lambda::start_log();
    let (cloud, aws) = Cloud::from_env()?;
    cloud.store.warm().await;
    Ok((cloud, aws))
}

/// Answers one event of the HTTP API with a handler, which has that much time. After it, the client is
/// told to come back: a repeated request takes effect once.
///
/// # Errors
/// When it is not an event of an HTTP API. Then no client waits for an answer.
pub async fn answer_event<H, F>(
    cloud: &Cloud,
    patience: Duration,
    handler: H,
    event: Value,
) -> Result<Value, UnexpectedEvent>
where
    H: Fn(Cloud, Request) -> F,
    F: Future<Output = Response> + Send,
{
    let (mut guarded, refusal) = match guard(event) {
        Ok(guarded) => (guarded, None),
        Err(Refused::Unexpected) => return Err(EXPECTED),
        Err(Refused::Unreadable) => (
            Guarded::empty(),
            Some(Problem::malformed("problem-not-http")),
        ),
    };
    let payload = serde_json::from_value(guarded.event.take()).map_err(|_| EXPECTED)?;
    let mut adapter = Adapter::from(service_fn(|request: Request| {
        let mut request = guarded.restore(request);
        request.extensions_mut().insert(Patience(patience));
        let answer: Answer<'_> = match &refusal {
            None => Box::pin(handler(cloud.clone(), request)),
            Some(problem) => Box::pin(refuse(cloud.clone(), request, problem.clone())),
        };
        async { Ok::<_, Infallible>(answer.await) }
    }));
    let event = LambdaEvent::new(payload, Context::default());
    let Ok(answer) = adapter.call(event).await;
    serde_json::to_value(answer).map_err(|_| EXPECTED)
}

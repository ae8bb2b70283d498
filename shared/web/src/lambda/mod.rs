//! Between Lambda's runtime and the handlers.

mod event;

use crate::call::{Call, Request, Response};
use crate::problem::Problem;
use crate::respond;
use docket_cloud::lambda::{self, UnexpectedEvent};
use docket_cloud::{Aws, Cloud, Files};
use event::{ApiEvent, Unreadable, answer, request};
use lambda_runtime::Error;
use serde_json::Value;

/// Answers the HTTP API's events with that handler, until Lambda ends the process.
///
/// # Errors
/// When the environment is not as `template.yaml` makes it, or the runtime cannot be reached.
pub async fn run<H, F>(handler: H) -> Result<(), Error>
where
    H: Fn(Cloud, Request) -> F,
    F: Future<Output = Response>,
{
    let (cloud, _) = start().await?;
    let (cloud, handler) = (&cloud, &handler);
    lambda::run(move |event| Box::pin(answer_event(cloud, handler, event))).await
}

/// The same for a handler that needs the bucket of files.
///
/// # Errors
/// When the environment is not as `template.yaml` makes it, or the runtime cannot be reached.
pub async fn run_with_files<H, F>(handler: H) -> Result<(), Error>
where
    H: Fn(Cloud, Files, Request) -> F,
    F: Future<Output = Response>,
{
    let (cloud, aws) = start().await?;
    let files = Files::new(&aws, &cloud.settings);
    let handler = |cloud, request| handler(cloud, files.clone(), request);
    let (cloud, handler) = (&cloud, &handler);
    lambda::run(move |event| Box::pin(answer_event(cloud, handler, event))).await
}

async fn start() -> Result<(Cloud, Aws), Error> {
    lambda::start_log();
    let (cloud, aws) = Cloud::from_env()?;
    cloud.store.warm().await;
    Ok((cloud, aws))
}

/// Answers one event of the HTTP API with that handler.
///
/// # Errors
/// When the event is none: then nobody waits for an answer.
pub async fn answer_event<H, F>(
    cloud: &Cloud,
    handler: H,
    event: Value,
) -> Result<Value, UnexpectedEvent>
where
    H: Fn(Cloud, Request) -> F,
    F: Future<Output = Response>,
{
    let event: ApiEvent = serde_json::from_value(event)
        .map_err(|_| UnexpectedEvent("an HTTP API's, in format 2.0"))?;
    let response = match request(event) {
        Ok(request) => handler(cloud.clone(), request).await,
        Err(Unreadable) => {
            let problem = Problem::malformed("problem-not-http");
            respond(cloud.clone(), Request::default(), async |_: &Call| {
                Err(problem)
            })
            .await
        }
    };
    Ok(answer(response))
}

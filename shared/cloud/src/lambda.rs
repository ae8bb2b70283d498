//! Between Lambda's runtime and a function.

use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use serde_json::Value;
use tracing::Instrument;
use tracing_subscriber::fmt::MakeWriter;

/// The function was handed something that it is not for. The text says nothing of what it was: that may be personal.
#[derive(Debug, thiserror::Error)]
#[error("the event is not {0}")]
pub struct UnexpectedEvent(
    /// What the function expects.
    pub &'static str,
);

/// Answers Lambda's events with that handler, until Lambda ends the process. An error makes the invocation fail.
///
/// # Errors
/// When the runtime cannot be reached.
pub async fn run<H, F, E>(handler: H) -> Result<(), Error>
where
    H: Fn(Value) -> F,
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error,
{
    let handler = &handler;
    let runtime = Runtime::new(service_fn(move |event: LambdaEvent<Value>| {
        let span = tracing::info_span!("invocation", request = event.context.request_id);
        let function = event.context.env_config.function_name.clone();
        let answer = async move {
            handler(event.payload).await.map_err(|error| {
                tracing::error!(%error, function, "the invocation failed");
                Error::from(error.to_string())
            })
        };
        answer.instrument(span)
    }));
    runtime.run().await
}

/// Begins to write the log to the standard output.
///
/// Without this the runtime's own messages would go there as plain text.
pub fn start_log() {
    tracing_subscriber::util::SubscriberInitExt::init(log_to(std::io::stdout));
}

/// The log as the functions write it: JSON lines with the ID of the invocation, without times, since the log group adds
/// its own.
pub fn log_to<W>(out: W) -> impl tracing::Subscriber + Send + Sync + 'static
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .without_time()
        .with_target(false)
        .with_max_level(tracing::Level::INFO)
        .with_writer(out)
        .finish()
}

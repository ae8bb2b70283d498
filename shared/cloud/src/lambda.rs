//! Runs a handler in Lambda's runtime, and writes the log.

use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use serde_json::Value;
use tracing::Instrument;
use tracing_subscriber::fmt::MakeWriter;

/// The event does not have the form that the function expects. The text does not quote the event,
/// because the event may hold personal data.
#[derive(Debug, thiserror::Error)]
#[error("the event is not {0}")]
pub struct UnexpectedEvent(
    /// The kind of event that the function expects.
    pub &'static str,
);

/// Answers Lambda's events with `handler` until Lambda ends the process. An error of the handler
/// makes the invocation fail.
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

/// Starts to write the log to standard output.
///
/// Without it, the runtime's own messages would go there as plain text.
pub fn start_log() {
    tracing_subscriber::util::SubscriberInitExt::init(log_to(std::io::stdout));
}

/// Returns a subscriber that writes the log as the functions do: JSON lines of level `INFO` and
/// above, each with the ID of its invocation. The lines have no time, because the log group adds
/// one.
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

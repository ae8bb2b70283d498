//! A stand-in for Lambda's runtime API: a function fetches its events there and delivers its answers.

use super::service::Service;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// The time that a function may take.
const PATIENCE: Duration = Duration::from_secs(15);
const ARN: &str = "arn:aws:lambda:eu-central-1:000000000000:function:bench";

/// The runtime of one process.
pub(crate) struct Runtime {
    service: Service,
    answers: mpsc::UnboundedReceiver<Answer>,
}

/// An answer of a function. The function is kept waiting, and so does nothing more, until this is dropped.
pub(crate) struct Answer {
    /// The time when it came.
    pub(crate) at: Instant,
    /// The answer itself.
    pub(crate) body: Value,
    _waiting: oneshot::Sender<()>,
}

struct Desk {
    events: Mutex<VecDeque<Value>>,
    answers: mpsc::UnboundedSender<Answer>,
}

impl Runtime {
    /// Starts a runtime that hands those events out.
    pub(crate) async fn start(events: impl IntoIterator<Item = Value>) -> Result<Self, String> {
        let (sender, answers) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk {
            events: Mutex::new(events.into_iter().collect()),
            answers: sender,
        });
        let paths = Router::new()
            .route("/invocation/next", get(hand_out))
            .route("/invocation/{id}/{outcome}", post(take))
            .route("/init/error", post(take));
        let router = Router::new().nest("/2018-06-01/runtime", paths);
        let service = Service::start(router.with_state(desk)).await?;
        Ok(Self { service, answers })
    }

    /// Returns where it is, for `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn host(&self) -> &str {
        &self.service.host
    }

    /// Waits for the next answer of the function.
    pub(crate) async fn answer(&mut self) -> Result<Answer, String> {
        let answer = timeout(PATIENCE, self.answers.recv()).await.ok().flatten();
        answer.ok_or_else(|| format!("there was no answer within {PATIENCE:?}"))
    }
}

/// Hands out an event. A function that has had all waits, as in the cloud.
async fn hand_out(State(desk): State<Arc<Desk>>) -> impl IntoResponse {
    let event = desk
        .events
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop_front();
    let Some(event) = event else {
        return std::future::pending().await;
    };
    let deadline = SystemTime::now() + PATIENCE;
    let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default();
    let headers = [
        (
            "lambda-runtime-aws-request-id",
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned(),
        ),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millis().to_string(),
        ),
        ("lambda-runtime-invoked-function-arn", ARN.to_owned()),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned(),
        ),
    ];
    (headers, event.to_string())
}

/// Takes an answer, or the report of a failure, which is one that no function should give.
async fn take(State(desk): State<Arc<Desk>>, body: Bytes) -> impl IntoResponse {
    let (sender, seen) = oneshot::channel();
    let answer = Answer {
        at: Instant::now(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        _waiting: sender,
    };
    // Where nobody takes the answer, the run has ended.
    let _ = desk.answers.send(answer);
    let _ = seen.await;
    (StatusCode::ACCEPTED, r#"{"status":"OK"}"#)
}

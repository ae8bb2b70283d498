//! A stand-in for Lambda's runtime API: a function fetches its events there and delivers its answers.

use super::stand_in::{Answered, Asked, StandIn, json};
use http_body_util::BodyExt;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

const VERSION: &str = "/2018-06-01/runtime/";
/// How long a function may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The runtime of one process.
pub(crate) struct Runtime {
    server: StandIn,
    answers: mpsc::UnboundedReceiver<Answer>,
}

/// What a function has answered. It is kept waiting, and so does nothing more, until this is dropped.
pub(crate) struct Answer {
    /// When the answer came.
    pub(crate) at: Instant,
    /// What it is.
    pub(crate) body: Value,
    _waiting: oneshot::Sender<()>,
}

#[derive(Clone)]
struct Desk {
    events: Rc<RefCell<VecDeque<Value>>>,
    answers: mpsc::UnboundedSender<Answer>,
}

impl Runtime {
    /// A runtime that hands those events out.
    ///
    /// # Errors
    /// When the machine has no free port.
    pub(crate) async fn start(events: impl IntoIterator<Item = Value>) -> Result<Self, String> {
        let (sender, answers) = mpsc::unbounded_channel();
        let desk = Desk {
            events: Rc::new(RefCell::new(events.into_iter().collect())),
            answers: sender,
        };
        let server = StandIn::start(move |asked| desk.clone().answer(asked)).await?;
        Ok(Self { server, answers })
    }

    /// Where it is, for `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn host(&self) -> &str {
        &self.server.host
    }

    /// The next answer of the function.
    ///
    /// # Errors
    /// When none comes in time.
    pub(crate) async fn answer(&mut self) -> Result<Answer, String> {
        let answer = timeout(PATIENCE, self.answers.recv()).await.ok().flatten();
        answer.ok_or_else(|| format!("there was no answer within {PATIENCE:?}"))
    }
}

impl Desk {
    async fn answer(self, asked: Asked) -> Answered {
        let path = asked.uri().path().strip_prefix(VERSION).unwrap_or_default();
        match (asked.method(), path) {
            (&Method::GET, "invocation/next") => self.hand_out().await,
            (&Method::POST, _) => self.take(asked).await,
            _ => json(StatusCode::NOT_FOUND, &Value::Null),
        }
    }

    /// A function that has had all events waits, as in the cloud.
    async fn hand_out(&self) -> Answered {
        let event = self.events.borrow_mut().pop_front();
        let Some(event) = event else {
            return std::future::pending().await;
        };
        let deadline = SystemTime::now() + PATIENCE;
        let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default();
        let arn = "arn:aws:lambda:eu-central-1:000000000000:function:bench";
        let headers = [
            (
                "lambda-runtime-aws-request-id",
                "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned(),
            ),
            (
                "lambda-runtime-deadline-ms",
                deadline.as_millis().to_string(),
            ),
            ("lambda-runtime-invoked-function-arn", arn.to_owned()),
            (
                "lambda-runtime-trace-id",
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700".to_owned(),
            ),
        ];
        let mut answer = json(StatusCode::OK, &event);
        for (name, value) in headers {
            if let Ok(value) = value.parse() {
                answer.headers_mut().insert(name, value);
            }
        }
        answer
    }

    /// Takes an answer, or the report of a failure, which is one that no function should give.
    async fn take(&self, asked: Asked) -> Answered {
        let at = Instant::now();
        let body = asked.into_body().collect().await;
        let body = body.map(|body| body.to_bytes()).unwrap_or_default();
        let (sender, seen) = oneshot::channel();
        let answer = Answer {
            at,
            body: serde_json::from_slice(&body).unwrap_or_default(),
            _waiting: sender,
        };
        // Where nobody takes the answer, the run has ended.
        let _ = self.answers.send(answer);
        let _ = seen.await;
        json(StatusCode::ACCEPTED, &json!({ "status": "OK" }))
    }
}

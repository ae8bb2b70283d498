//! The common interface of all functions, and the registry of functions that a stack gets.

use docket_cloud::{Aws, Cloud};
use docket_web::{Request, Response};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

/// A future on the heap.
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// The error of a failed invocation. Its text is logged, so it must hold no personal data.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// The input of a function.
#[allow(
    clippy::large_enum_variant,
    reason = "an event is moved into one call, and kept nowhere"
)]
#[derive(Debug)]
pub enum Event {
    /// A request to one of the function's routes. It is passed on as it is, without a detour
    /// through JSON.
    Request(Request),
    /// Any other event, as Lambda delivers it.
    Json(Value),
}

/// The answer of a function.
#[derive(Debug)]
pub enum Answer {
    /// The answer to a request.
    Response(Response),
    /// The answer to any other event.
    Json(Value),
}

/// A function as the stack calls it: it takes an event and returns an answer.
pub trait Handler: Send + Sync {
    /// Handles one event.
    fn call(&self, event: Event) -> BoxFuture<'_, Result<Answer, HandlerError>>;
}

/// The functions that a stack may call, by the names of their binaries.
///
/// ```
/// # use docket_local::{Functions, OnEvent, HandlerError};
/// let functions = Functions::default().with("docket-example", |_cloud, _aws| {
///     OnEvent(async |event| Ok::<_, HandlerError>(event))
/// });
/// ```
#[derive(Default)]
pub struct Functions(BTreeMap<String, Constructor>);

/// Makes a function from the cloud and the connection to AWS, both with the function's role.
type Constructor = Box<dyn Fn(&Cloud, &Aws) -> Arc<dyn Handler> + Send + Sync>;

impl Functions {
    /// Adds a function. A stack calls `make` once, with the cloud and the connection to AWS, both
    /// with the function's role.
    #[must_use]
    pub fn with<H: Handler + 'static>(
        mut self,
        binary: &str,
        make: impl Fn(&Cloud, &Aws) -> H + Send + Sync + 'static,
    ) -> Self {
        let make = move |cloud: &Cloud, aws: &Aws| Arc::new(make(cloud, aws)) as Arc<dyn Handler>;
        self.0.insert(binary.to_owned(), Box::new(make));
        self
    }

    /// Makes the function with this binary. Returns `None` when it is not in the registry.
    pub(crate) fn make(&self, binary: &str, cloud: &Cloud, aws: &Aws) -> Option<Arc<dyn Handler>> {
        Some(self.0.get(binary)?(cloud, aws))
    }
}

/// A function with routes, as a closure from a request to a response.
#[derive(Debug, Clone)]
pub struct OnRequest<C>(pub C);

impl<C, F> Handler for OnRequest<C>
where
    C: Fn(Request) -> F + Send + Sync,
    F: Future<Output = Response> + Send + 'static,
{
    fn call(&self, event: Event) -> BoxFuture<'_, Result<Answer, HandlerError>> {
        match event {
            Event::Request(request) => {
                let response = self.0(request);
                Box::pin(async { Ok(Answer::Response(response.await)) })
            }
            Event::Json(_) => Box::pin(async { Err("the function takes requests only".into()) }),
        }
    }
}

/// A function with triggers, as a closure from an event to an answer or an error.
#[derive(Debug, Clone)]
pub struct OnEvent<C>(pub C);

impl<C, F, E> Handler for OnEvent<C>
where
    C: Fn(Value) -> F + Send + Sync,
    F: Future<Output = Result<Value, E>> + Send + 'static,
    E: Into<HandlerError>,
{
    fn call(&self, event: Event) -> BoxFuture<'_, Result<Answer, HandlerError>> {
        match event {
            Event::Json(event) => {
                let answer = self.0(event);
                Box::pin(async { answer.await.map(Answer::Json).map_err(Into::into) })
            }
            Event::Request(_) => Box::pin(async { Err("the function takes no requests".into()) }),
        }
    }
}

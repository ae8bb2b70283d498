//! A running function.

use crate::functions::{Answer, BoxFuture, Event, Handler, HandlerError};
use http::Method;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A running function. Copies share it.
#[derive(Clone)]
pub struct Function {
    /// The name of its binary.
    pub(crate) name: Arc<str>,
    handler: Arc<dyn Handler>,
}

impl Function {
    pub(crate) fn new(name: &str, handler: Arc<dyn Handler>) -> Self {
        Self {
            name: name.into(),
            handler,
        }
    }

    /// Calls the function. A panic ends only this call.
    ///
    /// A call that may change something has a task of its own: it runs to its end even if its caller stops waiting.
    ///
    /// # Errors
    /// When the function fails or panics.
    pub async fn call(&self, event: Event) -> Result<Answer, HandlerError> {
        if matches!(&event, Event::Request(request) if request.method() == Method::GET) {
            return Guarded(self.handler.call(event)).await;
        }
        let handler = Arc::clone(&self.handler);
        let called = tokio::spawn(async move { handler.call(event).await });
        called.await.unwrap_or_else(|ended| Err(ended.into()))
    }
}

/// A call whose panic is an error.
struct Guarded<'c>(BoxFuture<'c, Result<Answer, HandlerError>>);

impl Future for Guarded<'_> {
    type Output = Result<Answer, HandlerError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A call that has panicked is never polled again.
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err("the function panicked".into())))
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Function").field(&self.name).finish()
    }
}

//! A function that runs, to be called.

use crate::functions::{Answer, Event, Handler, HandlerError};
use std::sync::Arc;

/// A function that runs. Copies are the same one.
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

    /// Calls it, in a task of its own: a call runs to its end even if whoever waits for it goes away, and a panic ends no more than
    /// the call.
    ///
    /// # Errors
    /// When it fails, or panics.
    pub async fn call(&self, event: Event) -> Result<Answer, HandlerError> {
        let handler = Arc::clone(&self.handler);
        let called = tokio::spawn(async move { handler.call(event).await });
        called.await.unwrap_or_else(|ended| Err(ended.into()))
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Function").field(&self.name).finish()
    }
}

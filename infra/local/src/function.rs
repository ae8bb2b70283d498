//! A running function.

use crate::functions::{Answer, Event, Handler, HandlerError};
use std::sync::Arc;

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

    /// Calls the function in a task of its own. The call runs to its end even if its caller stops
    /// waiting. A panic ends only this call.
    ///
    /// # Errors
    /// When the function fails or panics.
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

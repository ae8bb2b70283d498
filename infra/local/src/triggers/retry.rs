//! Repeats failed items, and sets them aside after too many attempts.

use crate::function::Function;
use crate::template::Retries;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The rules for repeating the items of one trigger.
#[derive(Debug, Clone)]
pub(super) struct Retry {
    function: Function,
    retries: Retries,
    /// The file for items that failed in all attempts.
    aside: Arc<Path>,
}

impl Retry {
    pub(super) fn new(function: Function, retries: Retries, aside: PathBuf) -> Self {
        let aside = aside.into();
        Self {
            function,
            retries,
            aside,
        }
    }

    /// Returns the function to call.
    pub(super) fn function(&self) -> &Function {
        &self.function
    }

    /// Waits before an item is repeated after this number of failures. Returns `false` when the
    /// number is too high. The item is then set aside or given up.
    pub(super) async fn again(&self, failures: usize, item: &Value) -> bool {
        if failures > self.retries.count {
            self.give_up(item);
            return false;
        }
        let pause = 50_u64 << failures.min(5);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        true
    }

    fn give_up(&self, item: &Value) {
        let function = &*self.function.name;
        if !self.retries.sets_aside {
            tracing::error!(function, "what the function could not handle is given up");
            return;
        }
        let line = format!("{}\n", json!({ "function": function, "item": item }));
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.aside);
        let kept = file.and_then(|mut file| file.write_all(line.as_bytes()));
        let file = self.aside.display();
        tracing::error!(function, kept = kept.is_ok(), %file, "what the function could not handle is set aside");
    }
}

//! What could not be handled in all attempts: a folder that takes the place of the queue `SetAside`.

use crate::durable;
use crate::function::Function;
use crate::functions::{Answer, Event};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// The folder. Copies share it.
#[derive(Debug, Clone)]
pub(crate) struct Aside(Arc<PathBuf>);

/// An event that was set aside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AsideEvent {
    /// The function that could not handle it.
    pub(crate) function: String,
    /// The error of the last attempt.
    pub(crate) why: String,
    /// When it was set aside.
    pub(crate) at: Timestamp,
    /// The event as the function got it.
    pub(crate) event: Value,
}

impl Aside {
    /// Opens the folder, which is made when the first event is set aside.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(Arc::new(folder))
    }

    /// Keeps the events of an older version, which wrote lines into that file.
    pub(crate) fn take_over(&self, lines: &Path) -> io::Result<()> {
        #[derive(Deserialize)]
        struct Line {
            function: String,
            item: Value,
        }
        let text = match std::fs::read_to_string(lines) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for line in text.lines() {
            let Ok(Line { function, item }) = serde_json::from_str(line) else {
                continue;
            };
            self.put(&AsideEvent {
                function,
                why: "an older version set it aside, and kept no reason".to_owned(),
                at: Timestamp::now(),
                event: match item.get("dynamodb") {
                    Some(_) => json!({ "Records": [item] }),
                    None => item,
                },
            })?;
        }
        std::fs::remove_file(lines)
    }

    /// Keeps an event.
    pub(super) fn put(&self, aside: &AsideEvent) -> io::Result<()> {
        durable::create_folder(&self.0)?;
        // The names are in the order of time.
        let path = self.path(&Uuid::now_v7().to_string());
        durable::write(&path, &serde_json::to_vec(aside)?)
    }

    /// Returns the events with their names, the oldest first.
    pub(crate) fn all(&self) -> io::Result<Vec<(String, AsideEvent)>> {
        let files = match std::fs::read_dir(&*self.0) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut all = Vec::new();
        for file in files {
            let path = file?.path();
            let name = path.file_stem().and_then(|name| name.to_str());
            if let (Some(name), Some("json")) =
                (name, path.extension().and_then(|end| end.to_str()))
            {
                all.push((
                    name.to_owned(),
                    serde_json::from_slice(&std::fs::read(&path)?)?,
                ));
            }
        }
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(all)
    }

    /// Removes an event that was handled.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        let path = self.path(name);
        std::fs::remove_file(&path)?;
        durable::flush_folder_of(&path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.json"))
    }
}

/// Calls a function with an event that was set aside. Returns why it could not be handled, if so.
pub(crate) async fn again(function: &Function, event: Value) -> Result<(), String> {
    match function.call(Event::Json(event)).await {
        Ok(Answer::Json(answer)) => match answer.pointer("/batchItemFailures/0") {
            Some(_) => Err("the function could not handle it; the log says why".to_owned()),
            None => Ok(()),
        },
        Ok(Answer::Response(_)) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

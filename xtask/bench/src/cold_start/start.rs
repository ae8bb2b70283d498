//! One start of a function: from nothing to its first answer, and on to the next one.

use super::place::Place;
use super::runtime::{Answer, Runtime};
use super::subject::Subject;
use crate::median::median;
use crate::process;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use xtask_kit::Function;

/// A start of a function.
pub(crate) struct Start {
    /// The time from the start of the process to its first answer.
    pub(crate) time: Duration,
    /// The processor time until then.
    pub(crate) processor: Duration,
    /// The most memory that it had until then, in bytes.
    pub(crate) memory: u64,
    /// The processor time of the second event alone.
    pub(crate) next: Duration,
}

impl Start {
    /// Returns the median of each figure.
    pub(crate) fn middle(starts: &[Self]) -> Self {
        Self {
            time: median(starts.iter().map(|start| start.time)),
            processor: median(starts.iter().map(|start| start.processor)),
            memory: median(starts.iter().map(|start| start.memory)),
            next: median(starts.iter().map(|start| start.next)),
        }
    }
}

/// The process. It is killed when this is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // An error here means that it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the function there, and has it answer those two events.
pub(crate) async fn measure(
    subject: Subject,
    binary: &Path,
    place: &Place,
    events: [Value; 2],
) -> Result<Start, String> {
    let named = |error: String| format!("{}: {error}", subject.name());
    let mut runtime = Runtime::start(events).await?;
    let mut command = Command::new(binary);
    command
        .env_clear()
        .envs(place.environment(subject, runtime.host()))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let start = Instant::now();
    let process = command.spawn().map(Process);
    let process = process.map_err(|error| format!("`{}`: {error}", binary.display()))?;
    let id = process.0.id();
    let first = runtime.answer().await.map_err(named)?;
    let (processor, memory) = (process::processor_time(id)?, process::most_memory(id)?);
    check(subject, &first)?;
    let time = first.at - start;
    drop(first);
    let second = runtime.answer().await.map_err(named)?;
    let next = process::processor_time(id)?.saturating_sub(processor);
    check(subject, &second)?;
    Ok(Start {
        time,
        processor,
        memory,
        next,
    })
}

fn check(subject: Subject, answer: &Answer) -> Result<(), String> {
    let body = &answer.body;
    let good = match subject {
        Subject::Docket(Function::Notify) => {
            body.get("batchItemFailures") == Some(&Value::Array(Vec::new()))
        }
        Subject::Docket(Function::Relay) => body.is_null(),
        Subject::Docket(Function::Sweep) => body.get("changed").is_some_and(Value::is_u64),
        Subject::Docket(Function::StoreAttachment) => {
            body.get("outcome").is_some_and(Value::is_string)
        }
        _ => {
            let status = body.get("statusCode").and_then(Value::as_u64);
            status.is_some_and(|status| (200..300).contains(&status))
        }
    };
    if good {
        Ok(())
    } else {
        Err(format!("{} answered {body}", subject.name()))
    }
}

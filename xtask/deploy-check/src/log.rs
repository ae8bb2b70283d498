//! The log of the functions.

use crate::aws::LOGS;
use crate::stack::Stack;
use serde_json::{Value, json};

/// The number of lines that are shown.
const LINES: usize = 25;

/// Reads the end of the functions' log, for a message.
pub(crate) async fn last_words(stack: &Stack) -> String {
    match lines(stack).await {
        Ok(lines) if lines.is_empty() => "The functions have logged nothing.".to_owned(),
        Ok(lines) => {
            let (_, last) = lines.split_at(lines.len().saturating_sub(LINES));
            format!("The functions' last words:\n{}", last.join("\n"))
        }
        Err(error) => format!("The functions' log cannot be read: {error}"),
    }
}

/// Reads all that the functions themselves have logged.
pub(crate) async fn lines(stack: &Stack) -> Result<Vec<String>, String> {
    let group = json!({ "logGroupName": stack.physical("Logs")? });
    let found = stack.aws.call(LOGS, "FilterLogEvents", &group).await?;
    let events = found.get("events").and_then(Value::as_array);
    let lines = events.into_iter().flatten();
    let lines = lines.filter_map(|event| event.get("message")?.as_str());
    // What the functions say is JSON; the rest says when they began and ended.
    let lines = lines.filter(|line| line.starts_with('{'));
    Ok(lines.map(|line| line.trim_end().to_owned()).collect())
}

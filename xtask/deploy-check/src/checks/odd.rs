//! Events that a function is not for make its invocation fail, and leave the function as it was.

use crate::check::Check;
use crate::stack::Stack;
use crate::{checks::pages, log};
use serde_json::{Value, json};
use xtask_client::object_created;
use xtask_kit::Function;

/// Hands functions events of another kind.
pub(crate) async fn are_refused(check: &Check) -> Result<(), String> {
    let api = json!({
        "version": "2.0", "rawPath": "/", "rawQueryString": "", "headers": {},
        "requestContext": { "http": { "method": "GET" } },
    });
    let batch =
        json!({ "Records": [{ "eventSource": "aws:kinesis", "kinesis": { "data": "e30=" } }] });
    let elsewhere = object_created("of-others", "incoming/SM-1/x");
    for (function, event) in [
        (Function::Notify, &api),
        (Function::Notify, &batch),
        (Function::Notify, &json!({})),
        (Function::Portal, &batch),
        (Function::Portal, &json!(null)),
        (Function::PresignAttachment, &batch),
        (Function::StoreAttachment, &batch),
        (Function::StoreAttachment, &json!({})),
        (Function::StoreAttachment, &elsewhere),
    ] {
        if let Ok(answer) = check.stack.invoke(function, event).await {
            return Err(format!(
                "expected {function:?} to fail for {event}; got {answer}"
            ));
        }
    }
    let none = json!({ "Records": [] });
    let empty = check.stack.invoke(Function::Notify, &none).await?;
    if empty != json!({ "batchItemFailures": [] }) {
        return Err(format!("expected no failures of no records; got {empty}"));
    }
    let mut broken = api;
    if let Some(event) = broken.as_object_mut() {
        event.insert("body".to_owned(), json!("not base64!"));
        event.insert("isBase64Encoded".to_owned(), Value::Bool(true));
    }
    let refused = check.stack.invoke(Function::Portal, &broken).await?;
    if refused.get("statusCode") != Some(&json!(400)) {
        return Err(format!("expected a 400 for a broken body; got {refused}"));
    }
    pages::front(&check.site).await
}

/// The functions' log has a line for each answer and the figures, and nothing that anybody wrote, no address among it.
pub(crate) async fn are_logged(stack: &Stack) -> Result<(), String> {
    let lines = log::lines(stack).await?;
    for wanted in [
        "\"answered\"",
        "\"a mail was sent\"",
        "\"TicketsOpened\"",
        "\"MailDelay\"",
        "\"FilesStored\"",
        "\"FilesQuarantined\"",
    ] {
        if !lines.iter().any(|line| line.contains(wanted)) {
            return Err(format!(
                "expected a line with {wanted} in the log; got none"
            ));
        }
    }
    // Each address of this check is in one of these domains, and each text and each file's name begins with one of these words.
    for personal in [
        "customer.example.com",
        "It does not work",
        "First I did this",
        "Is it better",
    ] {
        if let Some(line) = lines.iter().find(|line| line.contains(personal)) {
            return Err(format!("expected nothing personal in the log; got {line}"));
        }
    }
    Ok(())
}

//! A ticket that is silent for too long is closed by the scheduler's sweep.

use super::talking::EMAIL;
use crate::aws::DYNAMODB;
use crate::check::Check;
use crate::stack::Stack;
use crate::wait::by_the_sweep;
use jiff::Timestamp;
use serde_json::{Value, json};
use xtask_client::Ticket;

/// The start of the silence: the clock of AWS cannot be moved, so the ticket's past is.
const PAST: Timestamp = Timestamp::constant(1_577_836_800, 0);
/// The time at which its timer should have run, as the index `due` spells it.
const DUE: &str = "2020-01-15T00:00:00.000Z";

/// Moves all that has happened to the ticket to a time long ago.
pub(crate) async fn since_long_ago(stack: &Stack, ticket: &Ticket) -> Result<(), String> {
    since(stack, ticket, PAST).await
}

/// Moves all that has happened to the ticket to that time, in the table. If it has a timer, that is due.
pub(crate) async fn since(stack: &Stack, ticket: &Ticket, past: Timestamp) -> Result<(), String> {
    let past = past.to_string();
    let table = stack.physical("Table")?;
    for item in stack.items(&format!("TICKET#{}", ticket.id)).await? {
        let is_ticket = item.pointer("/sk/S").and_then(Value::as_str) == Some("TICKET");
        let (update, names, values) = if is_ticket {
            // What its clocks have recorded is of times that are now others.
            let times = "SET opened_at = :past, updated_at = :past, status_since = :past, last_public_activity_at = :past";
            match item.get("due_sk") {
                Some(_) => (
                    format!("{times}, due_sk = :due REMOVE clocks"),
                    None,
                    json!({ ":past": { "S": past }, ":due": { "S": format!("{DUE}#{}", ticket.id) } }),
                ),
                None => (
                    format!("{times} REMOVE clocks"),
                    None,
                    json!({ ":past": { "S": past } }),
                ),
            }
        } else {
            let values = json!({ ":past": { "S": past } });
            (
                "SET #at = :past".to_owned(),
                Some(json!({ "#at": "at" })),
                values,
            )
        };
        let mut change = json!({
            "TableName": table,
            "Key": { "pk": item.get("pk"), "sk": item.get("sk") },
            "UpdateExpression": update,
            "ExpressionAttributeValues": values,
        });
        if let (Some(change), Some(names)) = (change.as_object_mut(), names) {
            change.insert("ExpressionAttributeNames".to_owned(), names);
        }
        stack.aws.call(DYNAMODB, "UpdateItem", &change).await?;
    }
    Ok(())
}

/// Waits until the ticket is closed, and notes its requester's mail about it.
pub(crate) async fn ends(check: &mut Check, ticket: &Ticket) -> Result<(), String> {
    let look = async || match check.site.status(ticket).await?.as_str() {
        "done" => Ok(()),
        other => Err(format!(
            "expected the ticket {} to be `done`; it is still `{other}`",
            ticket.id
        )),
    };
    by_the_sweep(look).await?;
    *check.mails.entry(EMAIL.to_owned()).or_default() += 1;
    Ok(())
}

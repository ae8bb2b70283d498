//! A ticket that is silent for too long is closed by the scheduler's sweep.

use super::talking::EMAIL;
use crate::aws::DYNAMODB;
use crate::check::Check;
use crate::stack::Stack;
use crate::wait::by_the_sweep;
use serde_json::{Value, json};
use xtask_client::Ticket;

/// The start of the silence: the clock of AWS cannot be moved, so the ticket's past is.
const PAST: &str = "2020-01-01T00:00:00Z";
/// The time at which it should have been closed, as the index `due` spells it.
const DUE: &str = "2020-01-15T00:00:00.000Z";

/// Moves all that has happened to the ticket into the past, in the table.
pub(crate) async fn since_long_ago(stack: &Stack, ticket: &Ticket) -> Result<(), String> {
    let table = stack.physical("Table")?;
    for item in stack.items(&format!("TICKET#{}", ticket.id)).await? {
        let is_ticket = item.pointer("/sk/S").and_then(Value::as_str) == Some("TICKET");
        if is_ticket && item.get("due_sk").is_none() {
            return Err(format!("expected a ticket with a timer; got {item}"));
        }
        let (update, names, values) = if is_ticket {
            (
                // What its clocks have recorded is of times that are now others.
                "SET opened_at = :past, updated_at = :past, status_since = :past, last_public_activity_at = :past, due_sk = :due REMOVE clocks",
                None,
                json!({ ":past": { "S": PAST }, ":due": { "S": format!("{DUE}#{}", ticket.id) } }),
            )
        } else {
            let values = json!({ ":past": { "S": PAST } });
            ("SET #at = :past", Some(json!({ "#at": "at" })), values)
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

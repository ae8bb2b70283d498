//! The data outlives the stack.

use super::files;
use super::opening;
use crate::aws::{DYNAMODB, LOGS};
use crate::bucket::Bucket;
use crate::check::Check;
use crate::stack::Stack;
use crate::uploads::Stored;
use serde_json::{Value, json};
use xtask_client::Ticket;
use xtask_kit::Function;

/// The table that recovery makes.
const RECOVERED: &str = "docket-recovered";

/// Updates the stack in place; the update takes hold, all tickets and files can be read afterwards, and a new ticket is opened and told.
pub(crate) async fn through_an_update(
    check: &mut Check,
    tickets: &[Ticket],
    stored: &[Stored],
) -> Result<(), String> {
    check.stack.update("LogDays=7")?;
    let logs = json!({ "logGroupNamePrefix": check.stack.physical("Logs")? });
    let groups = check
        .stack
        .aws
        .call(LOGS, "DescribeLogGroups", &logs)
        .await?;
    if groups.pointer("/logGroups/0/retentionInDays") != Some(&json!(7)) {
        return Err(format!(
            "expected logs that are kept for 7 days; got {groups}"
        ));
    }
    for ticket in tickets {
        opening::read(&check.site, ticket).await?;
    }
    check.bucket = Bucket::of(&check.stack).await?;
    for stored in stored {
        files::comes_down(check, stored).await?;
    }
    let email = "updated@customer.example.com";
    check.open("twin24", "chat-problem", email).await.map(drop)
}

/// The table is recovered to a point in time, as a table of its own; a ticket that is lost then comes back from it.
pub(crate) async fn through_recovery(check: &Check, ticket: &Ticket) -> Result<(), String> {
    let (stack, table) = (&check.stack, check.stack.physical("Table")?);
    let recover = json!({ "SourceTableName": table, "TargetTableName": RECOVERED, "UseLatestRestorableTime": true });
    stack
        .aws
        .call(DYNAMODB, "RestoreTableToPointInTime", &recover)
        .await?;
    let before = item(stack, ticket).await?;
    let items = stack.items(&format!("TICKET#{}", ticket.id)).await?;
    for item in &items {
        let (pk, sk) = (item.get("pk"), item.get("sk"));
        let lost = json!({ "TableName": table, "Key": { "pk": pk, "sk": sk } });
        stack.aws.call(DYNAMODB, "DeleteItem", &lost).await?;
    }
    let (is_done, said) = stack.docket_says(&format!("restore {RECOVERED}"))?;
    if !is_done || !said.contains("Put back: 1 tickets") {
        return Err(format!("expected one ticket to be put back; got {said}"));
    }
    if item(stack, ticket).await? != before
        || stack.items(&format!("TICKET#{}", ticket.id)).await?.len() != items.len()
    {
        return Err(format!("expected {} as it was", ticket.id));
    }
    opening::read(&check.site, ticket).await
}

/// Deletes the stack; its functions are gone, its table is there with the tickets in it, and is protected; so are the files in its bucket.
pub(crate) async fn through_the_end(
    stack: &Stack,
    tickets: &[Ticket],
    stored: &[Stored],
) -> Result<(), String> {
    let bucket = Bucket::of(stack).await?;
    let mut before = Vec::new();
    for ticket in tickets {
        before.push(item(stack, ticket).await?);
    }
    stack.delete()?;
    for (ticket, before) in tickets.iter().zip(before) {
        let after = item(stack, ticket).await?;
        if after != before {
            return Err(format!("expected {before}; got {after}"));
        }
    }
    for stored in stored {
        let kept = bucket.object(&stored.key()).await?.expect(200)?;
        if kept.body != stored.bytes {
            return Err(format!(
                "expected the file {} as it was; it is another",
                stored.id
            ));
        }
    }
    let name = stack.physical(Function::CreateTicket.name())?;
    let path = format!("/2015-03-31/functions/{name}");
    let function = stack.aws.rest("lambda", hyper::Method::GET, &path, None);
    function.await?.expect(404)?;
    let table = json!({ "TableName": stack.physical("Table")? });
    match stack.aws.call(DYNAMODB, "DeleteTable", &table).await {
        Ok(answer) => Err(format!(
            "expected a protected table; it was deleted: {answer}"
        )),
        Err(_) => Ok(()),
    }
}

/// The ticket as the table has it.
async fn item(stack: &Stack, ticket: &Ticket) -> Result<Value, String> {
    let of = json!({
        "TableName": stack.physical("Table")?,
        "Key": { "pk": { "S": format!("TICKET#{}", ticket.id) }, "sk": { "S": "TICKET" } },
    });
    let found = stack.aws.call(DYNAMODB, "GetItem", &of).await?;
    let item = found.get("Item").cloned();
    item.ok_or_else(|| format!("expected the ticket {} in the table; it is gone", ticket.id))
}

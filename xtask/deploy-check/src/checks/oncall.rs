//! The people on call are called, at once and by the sweep, and one of them acknowledges.

use super::topics;
use crate::aws::DYNAMODB;
use crate::check::Check;
use crate::wait::by_the_sweep;
use serde_json::{Value, json};
use xtask_client::Ask;

const DESK: &str = "spotme";
const ENGINEERS: [&str; 2] = [
    "on-call-1@spotme.example.com",
    "on-call-2@spotme.example.com",
];
const CALLS: &str = "calls@customer.example.com";
/// A time that is long over, as the index `due` spells it.
const PAST: &str = "2020-01-15T00:00:00.000Z";

/// A ticket calls the first of the people on call at once, and the desk's topic. The next step is made to be due.
pub(crate) async fn are_called(check: &mut Check) -> Result<String, String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let ask = Ask::get(format!("/api/desks/{DESK}/oncall")).bearer(&agent);
    let on_call = check.site.send(ask).await?.expect(200)?.json()?;
    let first = on_call.pointer("/schedules/0/people/0/email");
    let first = first
        .and_then(Value::as_str)
        .ok_or("expected somebody on call")?
        .to_owned();
    let queue = topics::listen(check).await?;
    let ticket = check.open(DESK, "large-scale", CALLS).await?;
    check.mailbox.newest(&first, 1).await?;
    topics::was_told(check, &queue, &ticket).await?;
    let ask = Ask::get(format!("/api/desks/{DESK}/pages")).bearer(&agent);
    let pages = check.site.send(ask).await?.expect(200)?.json()?;
    let page = pages.pointer("/pages/0/id").and_then(Value::as_str);
    let page = page.ok_or("expected a page")?.to_owned();
    // The clock of AWS cannot be moved.
    let change = json!({
        "TableName": check.stack.physical("Table")?,
        "Key": { "pk": { "S": format!("PAGE#{page}") }, "sk": { "S": "PAGE" } },
        "UpdateExpression": "SET due_sk = :due, #next[1] = :past",
        "ExpressionAttributeNames": { "#next": "next" },
        "ExpressionAttributeValues": { ":due": { "S": format!("{PAST}#{page}") }, ":past": { "S": PAST } },
    });
    check
        .stack
        .aws
        .call(DYNAMODB, "UpdateItem", &change)
        .await?;
    for engineer in ENGINEERS {
        let count = if engineer == first { 2 } else { 1 };
        check.mails.insert(engineer.to_owned(), count);
    }
    Ok(page)
}

/// The sweep calls the next step, and whoever is called acknowledges by the link in the mail.
pub(crate) async fn acknowledge(check: &Check, page: &str) -> Result<(), String> {
    for engineer in ENGINEERS {
        let count = check.mails.get(engineer).copied().unwrap_or(1);
        by_the_sweep(async || check.mailbox.newest(engineer, count).await).await?;
    }
    let [_, second] = ENGINEERS;
    let mail = check.mailbox.newest(second, 1).await?;
    let start = format!("/{DESK}/pages/{page}?key=");
    let key = mail.text.split_once(&start).map(|(_, rest)| rest);
    let key = key.and_then(|rest| rest.split_whitespace().next());
    let key = key.ok_or_else(|| format!("expected a mail with {start}; got\n{}", mail.text))?;
    let shown = Ask::get(format!("{start}{key}")).header("accept", "text/html");
    let shown = check.site.send(shown).await?.expect(200)?;
    super::pages::contains(&shown, "Nobody has acknowledged it yet")?;
    let act = format!("/api/desks/{DESK}/pages/{page}/acknowledge?key={key}");
    let act = Ask::post(act).json(&json!({}));
    let done = check.site.send(act).await?.expect(200)?.json()?;
    match done.get("state") == Some(&json!("acknowledged")) {
        true => Ok(()),
        false => Err(format!("expected that it is acknowledged; got {done}")),
    }
}

//! What becomes of notices: returned, held back, sent again, and many in one.

use crate::aws::DYNAMODB;
use crate::check::Check;
use crate::stack::Stack;
use crate::wait::by_the_sweep;
use docket_app::links::notice_name;
use docket_cloud::store::Keyring;
use serde_json::{Value, json};
use xtask_client::{Ask, Ticket, event};
use xtask_kit::Function;

const GONE: &str = "gone@customer.example.com";
const WAITS: &str = "waits@customer.example.com";
/// A time that is long over, as the index `due` spells it.
const PAST: &str = "2020-01-15T00:00:00.000Z";

/// A mail comes back for good: the address is written to no more, the ticket says so, and an agent has it sent again.
pub(crate) async fn come_back(check: &mut Check) -> Result<(), String> {
    const DESK: &str = "spotme";
    let ticket = check.open(DESK, "access", GONE).await?;
    check.mailed(&ticket, GONE).await?;
    // Nobody but SES may put its events on the bus, so the function is handed one.
    let name = name_of(&check.stack, &ticket, GONE).await?;
    let detail = json!({
        "eventType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{ "emailAddress": GONE, "diagnosticCode": "smtp; 550 5.1.1 user unknown" }],
        },
        "mail": { "destination": [GONE], "tags": { "notice": [name] } },
    });
    let event = event("aws.ses", "Email Bounced", &detail);
    check.stack.invoke(Function::Notify, &event).await?;
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let comment = ticket.by_agent("/comments", &json!({ "body": "An answer" }), &agent);
    check.site.send(comment).await?.expect(201)?;
    become_of(check, &ticket, &agent, &["undeliverable", "bounced"]).await?;
    let console = format!("/{DESK}/console/tickets/{}", ticket.id);
    let page = Ask::get(console)
        .header("accept", "text/html")
        .bearer(&agent);
    let shown = check.site.send(page).await?.expect(200)?;
    super::pages::contains(&shown, "550 5.1.1 user unknown")?;
    let (listed, said) = check
        .stack
        .docket_says(&format!("notices list {}", ticket.id))?;
    if !listed || !said.contains("bounced: smtp; 550 5.1.1 user unknown") {
        return Err(format!("expected the mail that came back; got {said}"));
    }
    let again = ticket.by_agent("/notices/retry", &json!({ "to": GONE }), &agent);
    check.site.send(again).await?.expect(200)?;
    // The link once more, and the answer.
    check.mails.insert(GONE.to_owned(), 3);
    let mail = check.mailbox.newest(GONE, 3).await?;
    match mail.text.contains("An answer") {
        true => Ok(()),
        false => Err(format!("expected the answer; got\n{}", mail.text)),
    }
}

/// Waits until these are what became of the ticket's notices to [`GONE`], those of the newest events first.
async fn become_of(
    check: &Check,
    ticket: &Ticket,
    agent: &str,
    wanted: &[&str],
) -> Result<(), String> {
    let path = format!("/api/desks/{}/tickets/{}/notices", ticket.desk, ticket.id);
    let look = async || {
        let ask = Ask::get(path.clone()).bearer(agent);
        let answer = check.site.send(ask).await?.expect(200)?.json()?;
        let all = answer.get("notices").and_then(Value::as_array);
        let all = all.into_iter().flatten();
        let theirs = all.filter(|it| it.get("to") == Some(&json!(GONE)));
        let states: Vec<&str> = theirs.filter_map(|it| it.get("state")?.as_str()).collect();
        match states == wanted {
            true => Ok(()),
            false => Err(format!("expected {wanted:?}; got {states:?}")),
        }
    };
    by_the_sweep(look).await
}

/// Returns the name of the mail about the ticket's opening, as its tag tells SES.
async fn name_of(stack: &Stack, ticket: &Ticket, to: &str) -> Result<String, String> {
    let items = stack.items("STACK").await?;
    let secret = items
        .iter()
        .find_map(|item| item.pointer("/secret/S")?.as_str());
    let secret = secret.ok_or("expected the secret that links are signed with")?;
    let to = to.parse().map_err(|error| format!("{to}: {error}"))?;
    let keys = Keyring::new(secret.to_owned(), Vec::new());
    Ok(notice_name(&keys, &format!("{}-1", ticket.id), &to))
}

/// An agent does two things at once on a desk whose mails wait. Returns the ticket, whose time to wait is made to be over.
pub(crate) async fn wait(check: &mut Check) -> Result<(), String> {
    let ticket = check.open("spaceos", "bug", WAITS).await?;
    let agent = check.site.sign_in("spaceos", &check.mailbox).await?;
    for words in ["The first words", "The second words"] {
        let comment = ticket.by_agent("/comments", &json!({ "body": words }), &agent);
        check.site.send(comment).await?.expect(201)?;
    }
    let waiting = async || {
        let all = check
            .stack
            .items(&format!("DELIVERY#{}", ticket.id))
            .await?;
        let waits = |it: &Value| it.get("due_sk").is_some();
        let waiting: Vec<Value> = all.into_iter().filter(waits).collect();
        match waiting.len() {
            2 => Ok(waiting),
            other => Err(format!("expected two notices that wait; got {other}")),
        }
    };
    let waiting = by_the_sweep(waiting).await?;
    // The clock of AWS cannot be moved.
    let first = waiting.first().ok_or("expected a notice")?;
    let change = json!({
        "TableName": check.stack.physical("Table")?,
        "Key": { "pk": first.get("pk"), "sk": first.get("sk") },
        "UpdateExpression": "SET due_sk = :past",
        "ExpressionAttributeValues": { ":past": { "S": format!("{PAST}#{}", ticket.id) } },
    });
    check
        .stack
        .aws
        .call(DYNAMODB, "UpdateItem", &change)
        .await?;
    Ok(())
}

/// The sweep has both sent in one mail.
pub(crate) async fn are_one_mail(check: &mut Check) -> Result<(), String> {
    let look = async || check.mailbox.newest(WAITS, 2).await;
    let mail = by_the_sweep(look).await?;
    check.mails.insert(WAITS.to_owned(), 2);
    let has = |words: &str| mail.text.contains(words);
    match has("The first words") && has("The second words") {
        true => Ok(()),
        false => Err(format!("expected both in one mail; got\n{}", mail.text)),
    }
}

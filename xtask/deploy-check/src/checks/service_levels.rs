//! The clocks of a ticket of a customer with a contract, and the breach that the scheduler's sweep records.

use super::silence;
use crate::check::Check;
use crate::wait::by_the_sweep;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use xtask_client::{Ask, Ticket};

const DESK: &str = "spotme";
const CUSTOMER: &str = "levels@customer-b.example.com";
/// What the service level of that customer gives until the first answer, around the clock.
const FIRST_RESPONSE: SignedDuration = SignedDuration::from_mins(30);

/// The clock of a new ticket runs, and its target is where the service level puts it. Then the ticket is made to be old.
pub(crate) async fn run(check: &mut Check) -> Result<Ticket, String> {
    let ticket = check.open(DESK, "streaming", CUSTOMER).await?;
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let shown = read(check, &agent, &ticket).await?;
    let text = |at: &str| -> Result<Timestamp, String> {
        let text = shown.pointer(at).and_then(Value::as_str);
        let text = text.ok_or_else(|| format!("expected {at}; got {shown}"))?;
        text.parse().map_err(|error| format!("{at}: {error}"))
    };
    let target = text("/opened_at")?.checked_add(FIRST_RESPONSE);
    let is_running = shown.pointer("/service_levels/0/state") == Some(&json!("running"));
    if !is_running || Ok(text("/service_levels/0/target_at")?) != target.map_err(drop) {
        return Err(format!("expected a clock of 30 minutes; got {shown}"));
    }
    check.mailbox.newest(CUSTOMER, 1).await?;
    silence::since_long_ago(&check.stack, &ticket).await?;
    Ok(ticket)
}

/// The sweep records that both targets have passed.
pub(crate) async fn are_missed(check: &Check, ticket: &Ticket) -> Result<(), String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    by_the_sweep(async || {
        let shown = read(check, &agent, ticket).await?;
        let timeline = shown.pointer("/timeline").and_then(Value::as_array);
        let breaches = timeline.into_iter().flatten();
        let breaches =
            breaches.filter(|event| event.get("kind") == Some(&json!("service_level_breached")));
        match breaches.count() {
            2 => Ok(()),
            _ => Err(format!("expected two breaches; got {shown}")),
        }
    })
    .await
}

async fn read(check: &Check, agent: &str, ticket: &Ticket) -> Result<Value, String> {
    let ask = Ask::get(format!("/api/desks/{DESK}/tickets/{}", ticket.id));
    check
        .site
        .send(ask.bearer(agent))
        .await?
        .expect(200)?
        .json()
}

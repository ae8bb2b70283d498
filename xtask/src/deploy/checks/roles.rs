//! The functions can do what they do by their own roles, and by nothing else.

use crate::deploy::http::{Answer, Ask};
use crate::deploy::site::{Site, Ticket};
use crate::deploy::stack::Stack;
use crate::deploy::{requests, roles};
use serde_json::json;

/// With the permissions of the function that reads, the function that comments reads the ticket and cannot write; with its own,
/// it can again.
///
/// # Errors
/// When it writes nevertheless, or does not write again.
pub(crate) async fn hold(stack: &Stack, site: &Site) -> Result<(), String> {
    let request = requests::request("spotme", "access", "roles@customer.example.com");
    let ticket = site.open("spotme", &request).await?;
    let own = roles::table_policy(stack, "AddCommentRole").await?;
    let readers = roles::table_policy(stack, "ReadTicketsRole").await?;
    roles::put_table_policy(stack, "AddCommentRole", &readers).await?;
    let refused = comment(site, &ticket).await;
    roles::put_table_policy(stack, "AddCommentRole", &own).await?;
    refused?.expect(500)?;
    comment(site, &ticket).await?.expect(201).map(drop)
}

async fn comment(site: &Site, ticket: &Ticket) -> Result<Answer, String> {
    let ask = Ask::post(ticket.api("/comments"));
    site.send(ask.json(&json!({ "body": "Is anybody there?" })))
        .await
}

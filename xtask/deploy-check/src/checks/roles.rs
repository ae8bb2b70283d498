//! The functions can do what they do by their own roles, and by nothing else.

use crate::check::Check;
use crate::site::Site;
use crate::{requests, roles};
use xtask_client::{Answer, Ticket};
use xtask_kit::Function;

/// Checks that the function that comments cannot write with the permissions of the function that reads, and can with its own.
pub(crate) async fn hold(check: &Check) -> Result<(), String> {
    let request = requests::request("spotme", "access", "roles@customer.example.com");
    let ticket = check.site.open("spotme", &request).await?;
    let own = roles::table_policy(&check.stack, Function::UpdateTicket).await?;
    let readers = roles::table_policy(&check.stack, Function::ReadTickets).await?;
    roles::put_table_policy(&check.stack, Function::UpdateTicket, &readers).await?;
    let refused = comment(&check.site, &ticket).await;
    roles::put_table_policy(&check.stack, Function::UpdateTicket, &own).await?;
    refused?.expect(500)?;
    comment(&check.site, &ticket).await?.expect(201).map(drop)
}

async fn comment(site: &Site, ticket: &Ticket) -> Result<Answer, String> {
    site.send(ticket.comment("Is anybody there?")).await
}

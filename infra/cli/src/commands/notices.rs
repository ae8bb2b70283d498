//! `docket notices`: shows what became of notices, and has them sent again.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_cloud::{Aws, Store};
use docket_local::{NoticesOrder, ShownNotice};
use std::error::Error;
use std::process::ExitCode;

/// Shows the notices of a ticket, or those of the whole stack that did not reach their receivers.
pub(super) async fn list(of: Target, order: NoticesOrder) -> Result<ExitCode, Box<dyn Error>> {
    let none = match order.ticket {
        Some(_) => "Nobody was told of anything on this ticket.\n",
        None => "Everything that was sent has reached its receiver, as far as is known.\n",
    };
    let all = carried_out(of, &order).await?;
    Ok(say(&shown(&all, none)))
}

/// Has the notices of a ticket sent again that did not reach their receivers.
pub(super) async fn retry(of: Target, order: NoticesOrder) -> Result<ExitCode, Box<dyn Error>> {
    let Some(ticket) = &order.ticket else {
        return Ok(fail(
            "name the ticket: docket notices retry TICKET [ADDRESS]",
        ));
    };
    let heading = format!("The notices of {ticket} are now:\n");
    let all = carried_out(of, &order).await?;
    Ok(say(&(heading + &shown(&all, "  none\n"))))
}

/// Writes to an address again.
pub(super) async fn allow(of: Target, order: &NoticesOrder) -> Result<ExitCode, Box<dyn Error>> {
    let lost = carried_out(of, order).await?;
    let heading = "Mails go there again. These did not arrive; `docket notices retry` sends those of a ticket:\n";
    Ok(say(&(heading.to_owned() + &shown(&lost, "  none\n"))))
}

async fn carried_out(of: Target, order: &NoticesOrder) -> Result<Vec<ShownNotice>, Box<dyn Error>> {
    Ok(match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            order.carry_out(&store, jiff::Timestamp::now()).await?
        }
        Target::Data(data) => RunningStack::on(&data).notices(order).await?,
    })
}

fn shown(all: &[ShownNotice], none: &str) -> String {
    let lines = all.iter().map(|notice| {
        let at = notice.at.strftime("%Y-%m-%d %H:%M UTC");
        let why = notice.why.as_deref().filter(|why| !why.is_empty());
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        let ShownNotice {
            ticket,
            sequence,
            to,
            state,
            ..
        } = notice;
        format!("{ticket}-{sequence}  {at}  {to}  {state}{why}\n")
    });
    match all {
        [] => none.to_owned(),
        _ => lines.collect(),
    }
}

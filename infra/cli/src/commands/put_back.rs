//! `docket restore COPY --table NAME`: puts back what a deployed table lacks, from what point-in-time recovery made of it.

use crate::terminal::say;
use docket_app::desks::count_anew;
use docket_cloud::store::PutBack;
use docket_cloud::{Aws, Store};
use jiff::Timestamp;
use std::error::Error;
use std::process::ExitCode;

/// Puts back what the table lacks and the copy has.
pub(super) async fn put_back(table: &str, copy: &str) -> Result<ExitCode, Box<dyn Error>> {
    if table == copy {
        return Err(
            "the copy is the table itself: name the one that point-in-time recovery made".into(),
        );
    }
    let aws = Aws::from_env()?;
    let [table, copy] = [table, copy].map(|name| Store::new(aws.dynamodb(), name));
    let PutBack {
        tickets,
        events,
        others,
    } = table.put_back(&copy, Timestamp::now()).await?;
    // As what the tickets were counted is not put back.
    for desk in table.desks().await? {
        count_anew(&table, &desk).await?;
    }
    Ok(say(&format!(
        "Put back: {tickets} tickets with {events} events, and {others} other items. `docket doctor` checks them.\n"
    )))
}

//! `docket keys`: shows the signing keys, and adds one.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::say;
use docket_cloud::{Aws, Store};
use docket_local::ShownKey;
use jiff::Timestamp;
use std::error::Error;
use std::process::ExitCode;

/// Shows the keys of a running stack or a deployed table, after adding one if `rotate` is set.
pub(super) async fn keys(of: Target, rotate: bool) -> Result<ExitCode, Box<dyn Error>> {
    let keys = match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            let now = Timestamp::now();
            let keys = match rotate {
                true => store.rotate_signing_keys(now).await?,
                false => store.stored_keyring().await?,
            };
            ShownKey::all(&keys, now)
        }
        Target::Data(data) => RunningStack::on(&data).keys(rotate).await?,
    };
    let mut text: String = keys.iter().map(line).collect();
    if rotate {
        text.push_str("The new key signs in two minutes. Links that were made before work as long as they would have.\n");
    }
    Ok(say(&text))
}

fn line(key: &ShownKey) -> String {
    let state = format!("{:?}", key.state).to_lowercase();
    let written = key.written_at.map_or_else(
        || "with the stack".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    );
    format!("{}  {state:<7}  written {written}\n", key.id)
}

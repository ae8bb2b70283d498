//! `docket secrets`: keeps the secrets of services beside Docket.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_cloud::{Aws, Store};
use docket_domain::SecretName;
use docket_local::SecretOrder;
use std::error::Error;
use std::process::ExitCode;

/// The longest secret, in bytes.
const LONGEST: usize = 4_096;

/// Stores a secret, which is read from the standard input: arguments can be read by whoever lists the processes of the machine.
pub(super) async fn set(of: Target, name: SecretName) -> Result<ExitCode, Box<dyn Error>> {
    let mut secret = String::new();
    std::io::stdin().read_line(&mut secret)?;
    let secret = secret.trim();
    if secret.is_empty() || secret.len() > LONGEST || secret.contains(char::is_control) {
        return Ok(fail(&format!(
            "write the secret on one line of the standard input: echo … | docket secrets set {name}"
        )));
    }
    let done = format!("The secret `{name}` is stored.\n");
    let secret = Some(secret.to_owned());
    carried_out(of, &SecretOrder { name, secret }).await?;
    Ok(say(&done))
}

/// Removes a secret.
pub(super) async fn remove(of: Target, name: SecretName) -> Result<ExitCode, Box<dyn Error>> {
    let done = format!("There is no secret `{name}` any more.\n");
    carried_out(of, &SecretOrder { name, secret: None }).await?;
    Ok(say(&done))
}

async fn carried_out(of: Target, order: &SecretOrder) -> Result<(), Box<dyn Error>> {
    match of {
        Target::Table(table) => {
            let store = Store::new(Aws::from_env()?.dynamodb(), &table);
            order.carry_out(&store).await?;
        }
        Target::Data(data) => RunningStack::on(&data).secret(order).await?,
    }
    Ok(())
}

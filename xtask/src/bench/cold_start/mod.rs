//! Cold starts: what each function takes from nothing to its first answer, beside the least that a function can be.

mod events;
mod function;
mod place;
mod report;
mod runtime;
mod stand_in;
mod start;

pub(crate) use function::Function;
pub(crate) use report::markdown;

use super::client::{Ask, Client};
use super::folder::Folder;
use super::kept::rounded;
use super::median::median;
use super::server::Server;
use crate::say::say;
use events::Events;
use function::{Binaries, build};
use place::{Place, Tls};
use serde_json::{Value, json};
use start::Start;
use std::path::Path;
use std::time::Duration;

/// How often each function is started in each way.
const ROUNDS: usize = 20;

/// What was found.
pub(crate) struct Found {
    /// Each function, the least one first.
    pub(crate) functions: Vec<Measured>,
}

/// What was found of one function.
pub(crate) struct Measured {
    /// The function.
    pub(crate) function: Function,
    /// The size of its binary, in bytes.
    pub(crate) binary: u64,
    /// Its starts without TLS.
    pub(crate) plain: Starts,
    /// Its starts with TLS.
    pub(crate) tls: Starts,
}

/// The starts of a function in one place.
#[derive(Default)]
pub(crate) struct Starts(Vec<Start>);

impl Starts {
    /// From the start of the process to its first answer.
    pub(crate) fn time(&self) -> Duration {
        median(self.0.iter().map(|start| start.time))
    }

    /// What processors spent on it until then.
    pub(crate) fn processor(&self) -> Duration {
        median(self.0.iter().map(|start| start.processor))
    }

    /// The most memory until then, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        median(self.0.iter().map(|start| start.memory))
    }

    /// What processors spent on the next event.
    pub(crate) fn next(&self) -> Duration {
        median(self.0.iter().map(|start| start.next))
    }
}

/// Starts all functions in turns, on the table of that build of the stack.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn run(stack: &Path) -> Result<Found, String> {
    let binaries = Binaries::get()?;
    build(&["xtask-tls"])?;
    let folder = Folder::fresh()?;
    let server = Server::start(stack, &folder.within("data")).await?;
    let mut client = Client::connect(&server.host).await?;
    let table = table_host(&mut client).await?;
    let mut events = Events::begin(client, &table).await?;
    let bucket = events.bucket_host().await?;
    let mail = place::mail_service().await?;
    let plain = Place::plain(&table, &mail.host, &bucket);
    let tls = Tls::start(&table, &mail.host, &bucket, &folder.within(""))?;
    let mut functions = Function::ALL.map(|function| Measured {
        function,
        binary: 0,
        plain: Starts::default(),
        tls: Starts::default(),
    });
    for round in 1..=ROUNDS {
        say(format!("cold starts, round {round} of {ROUNDS}"));
        for measured in &mut functions {
            let function = measured.function;
            let binary = binaries.of(function);
            let size = std::fs::metadata(&binary).map(|metadata| metadata.len());
            measured.binary = size.map_err(|error| format!("`{}`: {error}", binary.display()))?;
            for (place, starts) in [
                (&plain, &mut measured.plain),
                (&tls.place, &mut measured.tls),
            ] {
                let events = [
                    events.fitting(function).await?,
                    events.fitting(function).await?,
                ];
                let start = start::measure(function, &binary, place, events).await?;
                starts.0.push(start);
            }
        }
    }
    Ok(Found {
        functions: functions.into(),
    })
}

/// What the cost is reckoned from: the processor's time of each function with TLS, as in the cloud.
pub(crate) fn kept(found: &Found) -> Value {
    let milliseconds = |time: Duration| rounded(time.as_secs_f64() * 1_000.0);
    let functions = found.functions.iter().map(|measured| {
        let figures = json!({
            "first_ms": milliseconds(measured.tls.processor()),
            "next_ms": milliseconds(measured.tls.next()),
        });
        (measured.function.name().to_owned(), figures)
    });
    functions.collect()
}

/// Where the table of the stack answers.
async fn table_host(stack: &mut Client) -> Result<String, String> {
    let answer = stack.json(Ask::get("/_local/table"), 200).await?;
    let endpoint = answer.get("endpoint").and_then(Value::as_str);
    let host = endpoint.and_then(|endpoint| endpoint.strip_prefix("http://"));
    let host =
        host.ok_or_else(|| format!("the stack does not tell where its table is: {answer}"))?;
    Ok(host.to_owned())
}

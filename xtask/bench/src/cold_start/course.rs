//! The course of the cold starts: all functions in turn, again and again.

use super::events::Events;
use super::place::{Place, Tls};
use super::service::mail_service;
use super::start::{self, Start};
use super::subject::{self, Subject};
use crate::folder::Folder;
use crate::median::median;
use crate::server::Server;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use xtask_client::{Ask, Connection};
use xtask_kit::{build_functions, root, say};

/// How often each function is started in each way.
pub(crate) const ROUNDS: usize = 20;

/// The findings about one subject.
pub(crate) struct Measured {
    pub(crate) subject: Subject,
    /// The size of its binary, in bytes.
    pub(crate) binary: u64,
    /// Its starts without TLS.
    pub(crate) plain: Starts,
    /// Its starts with TLS.
    pub(crate) tls: Starts,
}

/// The starts of a function in one place, as medians.
#[derive(Default)]
pub(crate) struct Starts(Vec<Start>);

impl Starts {
    /// The time from the start of the process to its first answer.
    pub(crate) fn time(&self) -> Duration {
        median(self.0.iter().map(|start| start.time))
    }

    /// The processor time until then.
    pub(crate) fn processor(&self) -> Duration {
        median(self.0.iter().map(|start| start.processor))
    }

    /// The most memory until then, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        median(self.0.iter().map(|start| start.memory))
    }

    /// The processor time of the next event.
    pub(crate) fn next(&self) -> Duration {
        median(self.0.iter().map(|start| start.next))
    }
}

/// Starts all functions in turns, on the table of that build of the stack. Returns each, the least first.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn run(stack: &Path) -> Result<Vec<Measured>, String> {
    let tls = subject::build()?;
    let built = root().join("target/deploy-check/build");
    build_functions(&built)?;
    let folder = Folder::fresh()?;
    let server = Server::start(stack, &folder.within("data")).await?;
    let mut client = Connection::open(&server.host).await?;
    let table = table_host(&mut client).await?;
    let mut events = Events::begin(client, &table).await?;
    let bucket = events.bucket_host().await?;
    let mail = mail_service().await?;
    let services = [&table, &mail.host, &bucket];
    let plain = Place::plain(services);
    let tls = Tls::start(&tls, services, &folder.within("certificate.pem"))?;
    let mut all: Vec<Measured> = Vec::new();
    for subject in Subject::all() {
        let binary = subject.binary(&built);
        let size = std::fs::metadata(&binary).map(|metadata| metadata.len());
        all.push(Measured {
            subject,
            binary: size.map_err(|error| format!("`{}`: {error}", binary.display()))?,
            plain: Starts::default(),
            tls: Starts::default(),
        });
    }
    for round in 1..=ROUNDS {
        say(format!("cold starts, round {round} of {ROUNDS}"));
        for measured in &mut all {
            let subject = measured.subject;
            for (place, starts) in [
                (&plain, &mut measured.plain),
                (&tls.place, &mut measured.tls),
            ] {
                let events = [
                    events.fitting(subject).await?,
                    events.fitting(subject).await?,
                ];
                let binary = subject.binary(&built);
                let start = start::measure(subject, &binary, place, events).await?;
                starts.0.push(start);
            }
        }
    }
    Ok(all)
}

/// Asks the stack where its table answers.
async fn table_host(stack: &mut Connection) -> Result<String, String> {
    let answer = stack.send(Ask::get("/_local/table"), 200).await?;
    let told = answer.json()?;
    let endpoint = told.get("endpoint").and_then(Value::as_str);
    let host = endpoint.and_then(|endpoint| endpoint.strip_prefix("http://"));
    let host = host.ok_or_else(|| answer.unlike("the address of the table"))?;
    Ok(host.to_owned())
}

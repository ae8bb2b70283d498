//! The course of the cold starts: all functions in turn, again and again.

use super::events::Events;
use super::place::{Place, Tls};
use super::service::mail_service;
use super::start::{self, Start};
use super::subject::{self, Subject};
use crate::folder::Folder;
use crate::server::Server;
use std::path::Path;
use xtask_client::Connection;
use xtask_kit::{build_functions, root, say};

/// The number of starts of each function in each way.
pub(crate) const ROUNDS: usize = 20;

/// The findings about one subject.
pub(crate) struct Measured {
    pub(crate) subject: Subject,
    /// The size of its binary, in bytes.
    pub(crate) binary: u64,
    /// The starts without TLS and with it.
    starts: [Vec<Start>; 2],
}

impl Measured {
    /// The medians of its starts without TLS.
    pub(crate) fn plain(&self) -> Start {
        let [plain, _] = &self.starts;
        Start::middle(plain)
    }

    /// The medians of its starts with TLS.
    pub(crate) fn tls(&self) -> Start {
        let [_, tls] = &self.starts;
        Start::middle(tls)
    }
}

/// Starts all functions in turns, on the table of that build of the stack. Returns each, the least first.
pub(crate) async fn run(stack: &Path) -> Result<Vec<Measured>, String> {
    let tls = subject::build()?;
    let built = root().join("target/deploy-check/build");
    build_functions(&built)?;
    let folder = Folder::fresh()?;
    let server = Server::start(stack, &folder.within("data")).await?;
    let client = Connection::open(&server.host).await?;
    let table = server.host.clone();
    let mut events = Events::begin(client).await?;
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
            starts: Default::default(),
        });
    }
    for round in 1..=ROUNDS {
        say(format!("cold starts, round {round} of {ROUNDS}"));
        for measured in &mut all {
            let subject = measured.subject;
            let binary = subject.binary(&built);
            for (place, starts) in [&plain, &tls.place].into_iter().zip(&mut measured.starts) {
                let first = events.fitting(subject).await?;
                let second = events.fitting(subject).await?;
                starts.push(start::measure(subject, &binary, place, [first, second]).await?);
            }
        }
    }
    Ok(all)
}

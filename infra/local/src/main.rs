//! `docket`: the stack on one machine, and the checks of its desk files.

use docket::{Config, Plan, Stack, check_folder};
use docket_cloud::{Aws, Store};
use jiff::SignedDuration;
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};
use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "Docket, a support desk with no servers, on one machine.

  docket [--listen 127.0.0.1:8080] [--data .docket] [--desks desks] [--template template.yaml]
      runs the whole stack
  docket desks check [FOLDER]
      checks the desk files in FOLDER (`desks` unless told) and tells what each offers
  docket desks apply [FOLDER] --table NAME [--yes]
      shows how the desk files differ from those in a deployed table, asks, and puts them there; --yes asks nothing.
      Region and credentials come from AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, which
      `eval \"$(aws configure export-credentials --format env)\"` sets from whatever the AWS command line uses.
";

enum Wanted {
    Run(Config),
    Check(PathBuf),
    Apply {
        folder: PathBuf,
        table: String,
        yes: bool,
    },
    Help,
}

// More threads than cores: the embedded table holds its thread while the disk writes.
#[tokio::main(worker_threads = 8)]
async fn main() -> ExitCode {
    // The embedded table warns of each condition that does not hold, which is how changes that meet are found out.
    let levels = Targets::new()
        .with_default(Level::WARN)
        .with_target("dynoxide", Level::ERROR);
    let log = tracing_subscriber::fmt::layer()
        .with_target(false)
        .with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(log.with_filter(levels))
        .init();
    match wanted() {
        Ok(Wanted::Help) => say(USAGE),
        Ok(Wanted::Check(folder)) => check(&folder),
        Ok(Wanted::Apply { folder, table, yes }) => match apply(&folder, &table, yes).await {
            Ok(done) => done,
            Err(error) => fail(&error.to_string()),
        },
        Ok(Wanted::Run(config)) => run(config).await,
        Err(error) => fail(&format!("{error}\n\n{USAGE}")),
    }
}

fn wanted() -> Result<Wanted, lexopt::Error> {
    let mut arguments = lexopt::Parser::from_env();
    let mut config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
        data: ".docket".into(),
        desks: "desks".into(),
        template: "template.yaml".into(),
        send_lease: SignedDuration::ZERO,
    };
    let mut words: Vec<PathBuf> = Vec::new();
    let (mut table, mut yes) = (None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("listen") => config.listen = lexopt::ValueExt::parse(&arguments.value()?)?,
            Long("data") => config.data = arguments.value()?.into(),
            Long("desks") => config.desks = arguments.value()?.into(),
            Long("template") => config.template = arguments.value()?.into(),
            Long("table") => table = Some(arguments.value()?.string()?),
            Long("yes") => yes = true,
            Long("help") | Short('h') => return Ok(Wanted::Help),
            Value(word) => words.push(word.into()),
            other => return Err(other.unexpected()),
        }
    }
    let names: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let named = || table.ok_or("name the table: --table NAME, the stack's output TableName");
    match names.as_slice() {
        ["desks", "apply"] => Ok(Wanted::Apply {
            folder: config.desks,
            table: named()?,
            yes,
        }),
        ["desks", "apply", folder] => Ok(Wanted::Apply {
            folder: folder.into(),
            table: named()?,
            yes,
        }),
        [] => Ok(Wanted::Run(config)),
        ["desks", "check"] => Ok(Wanted::Check(config.desks)),
        ["desks", "check", folder] => Ok(Wanted::Check(folder.into())),
        other => Err(format!("there is no command `{}`", other.join(" ")).into()),
    }
}

async fn run(config: Config) -> ExitCode {
    let mut stack = match Stack::start(config).await {
        Ok(stack) => stack,
        Err(error) => return fail(&error.to_string()),
    };
    let url = stack.url();
    let mut lines = vec![format!("Docket runs at {url}")];
    lines.extend(
        stack
            .desks()
            .iter()
            .map(|desk| format!("  {desk:<12} {url}/{desk}")),
    );
    lines.push(format!("  {:<12} {url}/_local", "mailbox"));
    say(&(lines.join("\n") + "\n"));
    tokio::select! {
        () = stack.run() => fail("a part of the stack has ended"),
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
    }
}

fn check(folder: &Path) -> ExitCode {
    match check_folder(folder) {
        Ok(reports) => say(&(reports.join("\n") + "\n")),
        Err(error) => fail(&error.to_string()),
    }
}

async fn apply(folder: &Path, table: &str, yes: bool) -> Result<ExitCode, Box<dyn Error>> {
    let aws = Aws::from_env()?;
    let plan = Plan::make(Store::new(aws.dynamodb(), table), folder).await?;
    say(&plan.report());
    if plan.is_empty() {
        // The secret may be missing all the same, where the desks were put there by other means.
        plan.carry_out().await?;
        return Ok(ExitCode::SUCCESS);
    }
    if !yes {
        say(&format!("Put this into the table `{table}`? [y/N] "));
        std::io::stdout().flush()?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        if !["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
            return Ok(fail("Nothing was changed."));
        }
    }
    plan.carry_out().await?;
    Ok(say("Done. The functions see it within a minute.\n"))
}

/// Says it, unless nobody listens.
fn say(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::FAILURE
}

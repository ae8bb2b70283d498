//! `docket set-aside`: shows what could not be handled, and hands it over again.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_app::set_aside::{Outcome, hand_over_again};
use docket_cloud::{Aws, Invoker, Store};
use docket_local::ShownAside;
use std::error::Error;
use std::process::ExitCode;

/// Shows what was set aside.
pub(super) async fn list(of: Target) -> Result<ExitCode, Box<dyn Error>> {
    let all = match of {
        Target::Table(table) => records(&Store::new(Aws::from_env()?.dynamodb(), &table)).await?,
        Target::Data(data) => RunningStack::on(&data).set_aside().await?,
    };
    Ok(say(&shown(&all, "Nothing is set aside.\n")))
}

/// Hands over again what these IDs name, or everything. Fails when something stays.
pub(super) async fn retry(of: Target, ids: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let (before, stays) = match of {
        Target::Table(table) => {
            let aws = Aws::from_env()?;
            let store = Store::new(aws.dynamodb(), &table);
            (records(&store).await?, hand_over(&aws, &store, ids).await?)
        }
        Target::Data(data) => {
            let stack = RunningStack::on(&data);
            (stack.set_aside().await?, stack.retry(ids).await?)
        }
    };
    if let Some(unknown) = ids
        .iter()
        .find(|id| !before.iter().any(|aside| aside.id == **id))
    {
        let text = format!("`{unknown}` is not set aside; `docket set-aside list` shows what is");
        return Ok(fail(&text));
    }
    let tried = |aside: &ShownAside| ids.is_empty() || ids.contains(&aside.id);
    let stays: Vec<ShownAside> = stays.into_iter().filter(|aside| tried(aside)).collect();
    let tried = before.iter().filter(|aside| tried(aside)).count();
    let handed_over = tried.saturating_sub(stays.len());
    say(&format!("{handed_over} of {tried} handed over again.\n"));
    Ok(match stays.is_empty() {
        true => ExitCode::SUCCESS,
        false => fail(&format!("These stay set aside:\n{}", shown(&stays, ""))),
    })
}

/// Gives Lambda the records with these IDs, or all of them. Returns those that it did not take. Lambda calls the function later: what
/// it cannot handle is set aside once more.
async fn hand_over(
    aws: &Aws,
    store: &Store,
    ids: &[String],
) -> Result<Vec<ShownAside>, Box<dyn Error>> {
    let mut stays = Vec::new();
    for aside in store.set_aside().await? {
        if !ids.is_empty() && !ids.contains(&aside.record) {
            continue;
        }
        let function = Invoker::new(aws.lambda(), aside.function.clone());
        let call = async |event| {
            let handed = function.hand_over(&event).await;
            handed.map_err(|error| error.to_string())
        };
        if let Outcome::NotTaken(why) = hand_over_again(store, &aside, call).await? {
            stays.push(ShownAside {
                why,
                ..aside.into()
            });
        }
    }
    Ok(stays)
}

async fn records(store: &Store) -> Result<Vec<ShownAside>, Box<dyn Error>> {
    let all = store.set_aside().await?.into_iter();
    Ok(all.map(ShownAside::from).collect())
}

fn shown(all: &[ShownAside], none: &str) -> String {
    let lines = all.iter().map(|aside| {
        let ShownAside {
            id,
            function,
            why,
            at,
        } = aside;
        let at = at.strftime("%Y-%m-%d %H:%M UTC");
        format!("{id}  {at}  {function}: {why}\n")
    });
    match all {
        [] => none.to_owned(),
        _ => lines.collect(),
    }
}

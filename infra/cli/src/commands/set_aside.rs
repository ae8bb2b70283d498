//! `docket set-aside`: shows what could not be handled, and hands it over again.

use crate::command_line::Target;
use crate::desks::RunningStack;
use crate::terminal::{fail, say};
use docket_app::set_aside::{Outcome, hand_over_again};
use docket_cloud::store::SetAside;
use docket_cloud::{Aws, Invoker};
use docket_deployed::{Deployed, InQueue};
use docket_local::ShownAside;
use std::error::Error;
use std::process::ExitCode;

/// Shows what was set aside.
pub(super) async fn list(of: Target) -> Result<ExitCode, Box<dyn Error>> {
    let all = match of {
        Target::Table(table) => {
            let aside = Aside::read(&table).await?;
            aside.deployed.release(&aside.events).await?;
            aside.shown()
        }
        Target::Data(data) => RunningStack::on(&data).set_aside().await?,
    };
    Ok(say(&shown(&all, "Nothing is set aside.\n")))
}

/// Hands over again what these IDs name, or everything. Fails when something stays.
pub(super) async fn retry(of: Target, ids: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let (before, stays) = match of {
        Target::Table(table) => {
            let aside = Aside::read(&table).await?;
            (aside.shown(), aside.hand_over(ids).await?)
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

/// What a deployed stack has set aside: records in the table, by its functions, and events in its queue, by Lambda and EventBridge.
struct Aside {
    aws: Aws,
    deployed: Deployed,
    records: Vec<SetAside>,
    events: Vec<InQueue>,
}

impl Aside {
    async fn read(table: &str) -> Result<Self, Box<dyn Error>> {
        let aws = Aws::from_env()?;
        let deployed = Deployed::new(aws.clone(), table);
        Ok(Self {
            records: deployed.store().set_aside().await?,
            events: deployed.set_aside().await?,
            aws,
            deployed,
        })
    }

    fn shown(&self) -> Vec<ShownAside> {
        let records = self.records.iter().cloned().map(ShownAside::from);
        let events = self.events.iter().map(in_queue);
        records.chain(events).collect()
    }

    /// Gives Lambda what these IDs name, or all of it. Returns what it did not take. Lambda calls the functions later: what they cannot
    /// handle is set aside once more.
    async fn hand_over(&self, ids: &[String]) -> Result<Vec<ShownAside>, Box<dyn Error>> {
        let named = |id: &String| ids.is_empty() || ids.contains(id);
        let store = self.deployed.store();
        let mut stays = Vec::new();
        for aside in self.records.iter().filter(|aside| named(&aside.record)) {
            let function = Invoker::new(self.aws.lambda(), aside.function.clone());
            let call = async |event| {
                let handed = function.hand_over(&event).await;
                handed.map_err(|error| error.to_string())
            };
            if let Outcome::NotTaken(why) = hand_over_again(&store, aside, call).await? {
                let shown = ShownAside::from(aside.clone());
                stays.push(ShownAside { why, ..shown });
            }
        }
        for aside in self.events.iter().filter(|aside| named(&aside.id)) {
            if let Some(why) = self.deployed.hand_over(aside).await? {
                let shown = in_queue(aside);
                stays.push(ShownAside { why, ..shown });
            }
        }
        Ok(stays)
    }
}

fn in_queue(aside: &InQueue) -> ShownAside {
    ShownAside {
        id: aside.id.clone(),
        function: aside.function.clone(),
        why: aside.why.clone(),
        at: aside.at,
    }
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

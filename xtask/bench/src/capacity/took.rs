//! Actions and the units that they take, with all that follows from them.

use super::taken::Taken;
use crate::desk;
use serde_json::Value;
use xtask_client::{Ask, Connection};
use xtask_kit::Function;

/// The functions that nobody waits for.
const FOLLOWERS: [Function; 4] = [
    Function::Notify,
    Function::StoreAttachment,
    Function::Sweep,
    Function::Relay,
];

/// The units that an action has taken, by whom.
pub(crate) struct Took {
    pub(crate) notify: Taken,
    pub(crate) store: Taken,
    pub(crate) sweep: Taken,
    /// The units of the functions that answer requests.
    pub(crate) answer: Taken,
}

impl Took {
    /// Returns the units of all functions together.
    pub(crate) fn all(&self) -> Taken {
        let parts = [&self.notify, &self.store, &self.sweep, &self.answer];
        parts
            .into_iter()
            .fold(Taken::default(), |all, part| all.and(part))
    }
}

/// Does that, lets all that follows from it happen, and returns what it has taken.
pub(crate) async fn took<T>(
    client: &mut Connection,
    action: impl AsyncFnOnce(&mut Connection) -> Result<T, String>,
) -> Result<(Took, T), String> {
    desk::settle(client).await?;
    let before = so_far(client).await?;
    let outcome = action(client).await?;
    desk::settle(client).await?;
    let after = so_far(client).await?;
    let since = |of: &dyn Fn(&str) -> bool| Taken::by(of, &after).since(&Taken::by(of, &before));
    let followers = FOLLOWERS.map(Function::package);
    let [notify, store, sweep, _] = followers
        .each_ref()
        .map(|name| since(&|function| function == name));
    let took = Took {
        notify,
        store,
        sweep,
        answer: since(&|function| followers.iter().all(|name| name != function)),
    };
    Ok((took, outcome))
}

/// Sends a request, lets all that follows from it happen, and returns what it has taken.
pub(crate) async fn asked(client: &mut Connection, ask: Ask, status: u16) -> Result<Took, String> {
    let send = async |client: &mut Connection| client.send(ask, status).await.map(drop);
    took(client, send).await.map(|(took, ())| took)
}

/// Asks what each function has taken so far.
pub(crate) async fn so_far(client: &mut Connection) -> Result<Value, String> {
    client.send(Ask::get("/_local/table"), 200).await?.json()
}

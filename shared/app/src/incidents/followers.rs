//! Those who said whether they want to be told of an incident.

use crate::caller::Caller;
use crate::error::AppError;
use crate::limits;
use crate::links::{Signer, follower_in, follower_name};
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::incident::{Follower, Incident};
use docket_domain::limit::CountedAct;
use docket_domain::{EmailAddress, Language};
use jiff::Timestamp;

/// What became of the wish to be told of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// They are told from now on.
    Told,
    /// A mail asks the holder of the address, unless they were asked often enough or are told already: whoever typed it does not learn which.
    Asked,
}

/// Has somebody told of an incident. Whoever is signed in with that address is told at once. Anybody else gets a mail with a link to confirm it.
///
/// # Errors
/// [`AppError::Limited`] when a limit is reached. When the table fails.
pub async fn follow(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    incident: &Incident,
    (email, language): (EmailAddress, Language),
    now: Timestamp,
) -> Result<Followed, AppError> {
    let signed_in = caller.signed_in(cloud, desk, now).await?;
    let is_own = signed_in.is_some_and(|person| person.email == email);
    if !is_own {
        let act = CountedAct::FollowIncident(&email);
        limits::count(cloud, desk, caller, act, now).await?;
    }
    let keys = cloud.store.keyring().await?;
    let name = follower_name(&keys, incident.id, &email);
    let ask = |mut follower: Follower| {
        follower.email.get_or_insert_with(|| email.clone());
        match is_own {
            true => Some(follower.confirm(now)),
            false => follower.ask(language.clone(), now),
        }
    };
    change(cloud, incident, &name, &language, now, ask).await?;
    Ok(match is_own {
        true => Followed::Told,
        false => Followed::Asked,
    })
}

/// Somebody who came by the link of a mail.
#[derive(Debug)]
pub struct ByToken {
    /// The name under which stands what they said.
    pub name: String,
    /// What they said. `None` for the requester of a ticket who has said nothing.
    pub follower: Option<Follower>,
}

/// Returns the one to whom a token was mailed. Returns `None` if it is no token.
///
/// # Errors
/// When the table cannot be read.
pub async fn by_token(
    cloud: &Cloud,
    incident: &Incident,
    token: &str,
    now: Timestamp,
) -> Result<Option<ByToken>, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(name) = follower_in(&signer, incident.id, token) else {
        return Ok(None);
    };
    let follower = cloud.store.follower(incident.id, name).await?;
    let name = name.to_owned();
    Ok(Some(ByToken { name, follower }))
}

/// What the holder of an address says about the mails of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// They want them.
    Yes,
    /// They want none.
    No,
}

/// Notes what somebody says who came by the link of a mail. Returns `false` for a token that is none.
///
/// # Errors
/// When the table fails.
pub async fn say(
    cloud: &Cloud,
    incident: &Incident,
    (token, said): (&str, Said),
    language: &Language,
    now: Timestamp,
) -> Result<bool, AppError> {
    let Some(ByToken { name, .. }) = by_token(cloud, incident, token, now).await? else {
        return Ok(false);
    };
    let say = |follower: Follower| match said {
        Said::Yes => Some(follower.confirm(now)),
        Said::No => Some(follower.stop(now)),
    };
    change(cloud, incident, &name, language, now, say).await?;
    Ok(true)
}

/// Stores what somebody says. A change that conflicts is made again.
async fn change(
    cloud: &Cloud,
    incident: &Incident,
    name: &str,
    language: &Language,
    now: Timestamp,
    change: impl Fn(Follower) -> Option<Follower>,
) -> Result<(), AppError> {
    let mut retry = Retry::of_change();
    while retry.next().await {
        let before = cloud.store.follower(incident.id, name).await?;
        let before = before.unwrap_or_else(|| Follower::new(incident, None, language.clone(), now));
        let Some(follower) = change(before) else {
            return Ok(());
        };
        if cloud.store.put_follower(name, &follower).await? {
            return Ok(());
        }
    }
    Err(AppError::Busy)
}

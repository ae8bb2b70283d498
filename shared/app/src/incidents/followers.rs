//! Those who want to be told of an incident, and have no ticket about it.

use crate::caller::Caller;
use crate::error::AppError;
use crate::limits;
use crate::links::{Signer, affected_in, affected_name};
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::incident::{Affected, Incident, IncidentId};
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
    email: EmailAddress,
    language: Language,
    now: Timestamp,
) -> Result<Followed, AppError> {
    let signed_in = caller.signed_in(cloud, desk, now).await?;
    let is_own = signed_in.is_some_and(|person| person.email == email);
    if !is_own {
        let act = CountedAct::FollowIncident(&email);
        limits::count(cloud, desk, caller, act, now).await?;
    }
    let keys = cloud.store.keyring().await?;
    let name = affected_name(&keys, incident.id, &email);
    let before = cloud.store.affected(incident.id, &name).await?;
    let mut affected =
        before.unwrap_or_else(|| Affected::new(incident, email, language.clone(), now));
    match (is_own, affected.confirmed_at) {
        (true, Some(_)) => return Ok(Followed::Told),
        (true, None) => affected.confirmed_at = Some(now),
        (false, _) if affected.is_told() || affected.asked >= Affected::MAX_ASKED => {
            return Ok(Followed::Asked);
        }
        (false, _) => {
            affected.asked += 1;
            affected.asked_at = now;
            affected.language = language;
        }
    }
    cloud.store.put_affected(&name, &affected).await?;
    Ok(match is_own {
        true => Followed::Told,
        false => Followed::Asked,
    })
}

/// Returns the one to whom a token was mailed. Returns `None` if nothing was, or they are not told any more.
///
/// # Errors
/// When the table cannot be read.
pub async fn follower(
    cloud: &Cloud,
    incident: IncidentId,
    token: &str,
    now: Timestamp,
) -> Result<Option<(String, Affected)>, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(name) = affected_in(&signer, incident, token) else {
        return Ok(None);
    };
    let affected = cloud.store.affected(incident, name).await?;
    Ok(affected.map(|affected| (name.to_owned(), affected)))
}

/// Says that the holder of an address wants to be told. Returns `false` for a token that is none, or of somebody who was taken off.
///
/// # Errors
/// When the table fails.
pub async fn confirm(
    cloud: &Cloud,
    incident: IncidentId,
    token: &str,
    now: Timestamp,
) -> Result<bool, AppError> {
    let Some((name, affected)) = follower(cloud, incident, token, now).await? else {
        return Ok(false);
    };
    if affected.confirmed_at.is_none() {
        let affected = Affected {
            confirmed_at: Some(now),
            ..affected
        };
        cloud.store.put_affected(&name, &affected).await?;
    }
    Ok(true)
}

/// Ends that somebody is told. Returns `false` for a token that is none.
///
/// # Errors
/// When the table fails.
pub async fn stop(
    cloud: &Cloud,
    incident: IncidentId,
    token: &str,
    now: Timestamp,
) -> Result<bool, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(name) = affected_in(&signer, incident, token) else {
        return Ok(false);
    };
    cloud.store.delete_affected(incident, name).await?;
    Ok(true)
}

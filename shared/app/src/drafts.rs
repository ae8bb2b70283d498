//! Forms that are kept: past a limit, and sent by whoever reads the mails of their address; or until their sender has signed in.

use crate::caller::Caller;
use crate::error::AppError;
use crate::limits;
use crate::links::{Signer, draft_of, held_of};
use docket_cloud::Cloud;
use docket_cloud::store::{HeldForm, IdempotentRequest, KeptDraft};
use docket_domain::desk::Desk;
use docket_domain::form::{Draft, NewTicket};
use docket_domain::limit::CountedAct;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The time for which a form is kept.
pub const DRAFT_LIFE: SignedDuration = SignedDuration::from_hours(24);

/// Keeps a form without mistakes. A link to send it is mailed to the requester. The same request again keeps
/// nothing more.
///
/// # Errors
/// [`AppError::Limited`] when a limit is reached. When the table fails.
pub async fn keep(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    form: &NewTicket,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<(), AppError> {
    let email = &form.requester.email;
    limits::count(cloud, desk, caller, CountedAct::KeepDraft(email), now).await?;
    let kept = KeptDraft {
        id: request.map_or_else(|| Uuid::now_v7().to_string(), id_of),
        desk: desk.id.clone(),
        email: email.clone(),
        language: form.language.clone(),
        draft: form.to_draft(),
        expires_at: now.as_second() + DRAFT_LIFE.as_secs(),
    };
    Ok(cloud.store.put_draft(&kept).await?)
}

/// Holds a form of somebody who has to sign in first, as they typed it. Nobody is mailed. Returns its ID.
///
/// # Errors
/// [`AppError::Limited`] when a limit is reached. When the table fails, or the form is too large for it.
pub async fn hold(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    draft: &Draft,
    now: Timestamp,
) -> Result<String, AppError> {
    limits::count(cloud, desk, caller, CountedAct::HoldForm, now).await?;
    let held = HeldForm {
        id: Uuid::new_v4().to_string(),
        desk: desk.id.clone(),
        draft: draft.clone(),
        expires_at: now.as_second() + DRAFT_LIFE.as_secs(),
    };
    cloud.store.put_held_form(&held).await?;
    Ok(held.id)
}

/// Returns the form that a token of [`held_token`](crate::links::held_token) stands for. Returns `None` when the token is none of this desk's, or the form has ended.
///
/// # Errors
/// When the table fails.
pub async fn held(
    cloud: &Cloud,
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<HeldForm>, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(id) = held_of(&signer, token) else {
        return Ok(None);
    };
    let held = cloud.store.held_form(id, now).await?;
    Ok(held.filter(|held| held.desk == *desk.id))
}

/// Returns the ID of what a request keeps: a digest of it, as a UUID.
fn id_of(request: &IdempotentRequest) -> String {
    let mut digest = Sha256::new();
    for part in [request.desk.as_str(), &request.key, &request.fingerprint] {
        digest.update(part.as_bytes());
        digest.update(b"\n");
    }
    let mut id = [0; 16];
    id.iter_mut()
        .zip(digest.finalize())
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(id).into_uuid().to_string()
}

/// Returns the form that a token stands for. Returns `None` when the token is none of this desk's, or the
/// form has ended.
///
/// # Errors
/// When the table fails.
pub async fn find(
    cloud: &Cloud,
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<KeptDraft>, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(id) = draft_of(&signer, token) else {
        return Ok(None);
    };
    let kept = cloud.store.draft(id, now).await?;
    Ok(kept.filter(|kept| kept.desk == *desk.id))
}

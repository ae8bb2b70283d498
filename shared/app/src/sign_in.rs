//! Sign-in links, which work once, and the sessions that they start.

use crate::caller::Caller;
use crate::error::AppError;
use crate::links::Signer;
use crate::{limits, links};
use docket_cloud::store::{Session, SignInLink};
use docket_cloud::{Cloud, StoreError};
use docket_domain::desk::Desk;
use docket_domain::limit::CountedAct;
use docket_domain::{EmailAddress, Language};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The time for which a sign-in link works.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The most links of an address that work at the same time. More would let anybody fill a mailbox.
const MAX_LINKS: u8 = 3;

/// The time for which a session lasts.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// A session that has just started.
#[derive(Debug)]
pub struct NewSession {
    /// The token that the person sends from now on. The table holds only its digest.
    pub token: String,
    /// The time at which the session ends.
    pub ends_at: Timestamp,
}

/// Returns the time at which a session began.
pub(crate) fn begun(session: &Session) -> Timestamp {
    let ends_at = Timestamp::from_second(session.expires_at).unwrap_or(Timestamp::MIN);
    ends_at.checked_sub(SESSION_LIFE).unwrap_or(Timestamp::MIN)
}

/// Returns the digest of a session's token: SHA-256 in hexadecimal. The table holds only the
/// digest, so reading the table gives nobody a session.
#[must_use]
pub fn session_digest(token: &str) -> String {
    links::hex(&Sha256::digest(token.as_bytes()))
}

/// What somebody says who asks for a sign-in link.
#[derive(Debug)]
pub struct LinkRequest {
    /// The address that the link is mailed to.
    pub email: EmailAddress,
    /// The language of the mail.
    pub language: Language,
    /// The path of the page that the person wanted.
    pub return_to: Option<String>,
}

/// Requests a sign-in link for an address. Nothing is stored while the address has as many links as may
/// work.
///
/// Whether the address belongs to a person of the desk is found out by whoever mails the link, and each
/// slot is written to or tried. So the answer, its time and the requests to the table are the same for all
/// addresses, and do not show whether somebody used a link.
///
/// # Errors
/// When a limit is reached, or the table fails.
pub async fn ask(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    wanted: LinkRequest,
    now: Timestamp,
) -> Result<(), AppError> {
    limits::count(cloud, desk, caller, CountedAct::SignIn, now).await?;
    let LinkRequest {
        email,
        language,
        return_to,
    } = wanted;
    let keys = cloud.store.keyring().await?;
    let mut link = SignInLink {
        id: String::new(),
        desk: desk.id.clone(),
        email,
        language,
        expires_at: now.as_second() + LINK_LIFE.as_secs(),
        return_to,
    };
    let mut is_kept = false;
    for slot in 0..MAX_LINKS {
        let slot = links::sign_in_slot(&keys, &desk.id, &link.email, slot);
        link.id = format!("{slot}-{}", Uuid::new_v4().simple());
        is_kept |= cloud.store.put_sign_in_link(&link, now, is_kept).await?;
    }
    Ok(())
}

/// The outcome of the use of a sign-in link.
#[derive(Debug)]
pub enum LinkUse {
    /// A session began. Holds the path of the page that the person wanted.
    Begun(NewSession, Option<String>),
    /// The link was used, has expired or belongs to another desk.
    Ended,
    /// Docket never gave out such a token.
    NotGenuine,
}

/// Uses up the sign-in link with this token and starts a session.
///
/// # Errors
/// When a limit is reached, or the table fails.
pub async fn begin(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    token: &str,
    now: Timestamp,
) -> Result<LinkUse, AppError> {
    limits::count(cloud, desk, caller, CountedAct::SignIn, now).await?;
    let store = &cloud.store;
    let keys = store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(id) = links::sign_in_link_of(&signer, token) else {
        return Ok(LinkUse::NotGenuine);
    };
    let link = store.sign_in_link(id, now).await?;
    let Some(link) = link.filter(|link| link.desk == *desk.id) else {
        return Ok(LinkUse::Ended);
    };
    let ends_at = now.checked_add(SESSION_LIFE).unwrap_or(now);
    let session = Session {
        desk: desk.id.clone(),
        email: link.email.clone(),
        expires_at: ends_at.as_second(),
    };
    // Two random UUIDs hold 244 random bits.
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let begun = store
        .begin_session(&link, &session_digest(&token), &session)
        .await?;
    Ok(match begun {
        true => LinkUse::Begun(NewSession { token, ends_at }, link.return_to),
        false => LinkUse::Ended,
    })
}

/// Ends the session with this token. It is no error when there is none.
///
/// # Errors
/// When the table fails.
pub async fn end(cloud: &Cloud, token: &str) -> Result<(), StoreError> {
    cloud.store.end_session(&session_digest(token)).await
}

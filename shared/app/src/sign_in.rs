//! Sign-in links, which work once, and the sessions that they start.

use crate::caller::Caller;
use crate::error::AppError;
use crate::links::Signer;
use crate::{accounts, limits, links};
use docket_cloud::store::{Session, SignInLink};
use docket_cloud::{Cloud, StoreError};
use docket_domain::desk::{Desk, MayOpen};
use docket_domain::limit::CountedAct;
use docket_domain::{DeskId, EmailAddress, Language};
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

/// The time for which a session lasts on a device that is to be remembered, where the desk allows it.
pub const LONG_SESSION_LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Returns the time at which a session began.
pub(crate) fn begun(session: &Session) -> Timestamp {
    if let Some(began_at) = session.began_at {
        return began_at;
    }
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

/// Returns the address that a link signs in, without using it up. Returns `None` for one that does not work.
///
/// # Errors
/// When the table fails.
pub async fn address_of(
    cloud: &Cloud,
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<EmailAddress>, AppError> {
    let keys = cloud.store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(id) = links::sign_in_link_of(&signer, token) else {
        return Ok(None);
    };
    let link = cloud.store.sign_in_link(id, now).await?;
    Ok(link
        .filter(|link| link.desk == *desk.id)
        .map(|link| link.email))
}

/// What somebody says who uses a sign-in link.
#[derive(Debug, Default)]
pub struct LinkInUse {
    /// The token of the link.
    pub token: String,
    /// `true` if they want to stay signed in on this device, where the desk allows it.
    pub remember: bool,
    /// The program that they use, as people know it.
    pub device: Option<String>,
}

/// Uses up the sign-in link with this token and starts a session. Where the desk has accounts, it confirms that of the address, or makes
/// one if the address is at a domain of a company.
///
/// # Errors
/// When a limit is reached, or the table fails.
pub async fn begin(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    wanted: &LinkInUse,
    now: Timestamp,
) -> Result<LinkUse, AppError> {
    limits::count(cloud, desk, caller, CountedAct::SignIn, now).await?;
    let store = &cloud.store;
    let keys = store.keyring().await?;
    let signer = Signer { keys: &keys, now };
    let Some(id) = links::sign_in_link_of(&signer, &wanted.token) else {
        return Ok(LinkUse::NotGenuine);
    };
    let link = store.sign_in_link(id, now).await?;
    let Some(link) = link.filter(|link| link.desk == *desk.id) else {
        return Ok(LinkUse::Ended);
    };
    let (started, session) = new_session(desk, link.email.clone(), wanted, now);
    let begun = store
        .begin_session(&link, &session_digest(&started.token), &session)
        .await?;
    if !begun {
        return Ok(LinkUse::Ended);
    }
    // The link is used up. A failure must not keep them from their session; the next link tries again.
    if let Err(error) = accounts::on_sign_in(cloud, desk, &link.email, now).await {
        tracing::warn!(%error, "an account was not confirmed");
    }
    Ok(LinkUse::Begun(started, link.return_to))
}

/// Finds the session of a person who is signed in at another desk, if this one would let them in as well: they work there, have an account, or
/// anybody may open tickets. `tokens` are those of other desks' sessions.
///
/// Nobody gets an account by it: only a mailed link tells that they still read the mails of the address.
///
/// # Errors
/// When the table fails.
pub async fn elsewhere(
    cloud: &Cloud,
    desk: &Desk,
    tokens: &[(DeskId, String)],
    now: Timestamp,
) -> Result<Option<Session>, AppError> {
    let store = &cloud.store;
    for (other, token) in tokens {
        let session = store.session(&session_digest(token), now).await?;
        let Some(session) = session.filter(|session| session.desk == *other) else {
            continue;
        };
        let Some(there) = store.desk(other).await? else {
            continue;
        };
        if there.is_removed() || !there.keeps_session(begun(&session)) {
            continue;
        }
        let email = &session.email;
        let is_open = matches!(desk.may_open(), MayOpen::Anyone | MayOpen::Confirmed);
        let is_known = is_open
            || desk.person(email).is_some()
            || store.account(&desk.id, email).await?.is_some();
        if is_known {
            return Ok(Some(session));
        }
    }
    Ok(None)
}

/// Begins a session for somebody who is signed in at another desk, whose address was proven there. It ends when that one does: whoever goes to and
/// fro stays signed in no longer.
///
/// # Errors
/// When a limit is reached, or the table fails.
pub async fn begin_beside(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    (there, wanted): (&Session, &LinkInUse),
    now: Timestamp,
) -> Result<NewSession, AppError> {
    limits::count(cloud, desk, caller, CountedAct::SignIn, now).await?;
    let (mut started, mut session) = new_session(desk, there.email.clone(), wanted, now);
    session.expires_at = session.expires_at.min(there.expires_at);
    session.began_at = Some(begun(there));
    started.ends_at = Timestamp::from_second(session.expires_at).unwrap_or(started.ends_at);
    let digest = session_digest(&started.token);
    cloud.store.begin_session_beside(&digest, &session).await?;
    Ok(started)
}

fn new_session(
    desk: &Desk,
    email: EmailAddress,
    wanted: &LinkInUse,
    now: Timestamp,
) -> (NewSession, Session) {
    let life = match wanted.remember && desk.remembers_devices() {
        true => LONG_SESSION_LIFE,
        false => SESSION_LIFE,
    };
    let ends_at = now.checked_add(life).unwrap_or(now);
    let session = Session {
        desk: desk.id.clone(),
        email,
        expires_at: ends_at.as_second(),
        began_at: Some(now),
        device: wanted.device.clone(),
    };
    // Two random UUIDs hold 244 random bits.
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    (NewSession { token, ends_at }, session)
}

/// Ends the session with this token. It is no error when there is none.
///
/// # Errors
/// When the table fails.
pub async fn end(cloud: &Cloud, token: &str) -> Result<(), StoreError> {
    cloud.store.end_session(&session_digest(token)).await
}

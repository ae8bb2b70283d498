//! Sign-in links, which work once, and the sessions that they begin.

use crate::links;
use docket_cloud::store::{Session, SignInLink};
use docket_cloud::{Cloud, StoreError};
use docket_domain::desk::Desk;
use docket_domain::{EmailAddress, Language};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long a sign-in link works.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// How long a session lasts.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// A session that has just begun.
#[derive(Debug)]
pub struct NewSession {
    /// What its holder shows from now on; the table knows its digest only.
    pub token: String,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Makes the digest under which the table keeps a session, so that whoever reads the table has no session.
#[must_use]
pub fn session_digest(token: &str) -> String {
    links::hex(&Sha256::digest(token.as_bytes()))
}

/// Asks for a sign-in link. It is mailed, from the table's stream, if somebody who works at the desk has the address; nothing
/// tells the caller whether.
///
/// # Errors
/// When the table fails.
pub async fn ask(
    cloud: &Cloud,
    desk: &Desk,
    email: EmailAddress,
    language: Language,
    now: Timestamp,
) -> Result<(), StoreError> {
    if desk.person(&email).is_none() {
        return Ok(());
    }
    let link = SignInLink {
        id: Uuid::new_v4().simple().to_string(),
        desk: desk.id.clone(),
        email,
        language,
        expires_at: now.as_second() + LINK_LIFE.as_secs(),
    };
    cloud.store.put_sign_in_link(&link).await
}

/// Uses up the sign-in link with that token and begins a session. Returns `None` when the link is not genuine, was used, is too
/// old, or is another desk's.
///
/// # Errors
/// When the table fails.
pub async fn begin(
    cloud: &Cloud,
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<NewSession>, StoreError> {
    let store = &cloud.store;
    let secret = store.signing_secret().await?;
    let Some(id) = links::sign_in_link_of(&secret, token) else {
        return Ok(None);
    };
    let link = store.sign_in_link(id, now).await?;
    let Some(link) = link.filter(|link| link.desk == *desk.id) else {
        return Ok(None);
    };
    let ends_at = now.checked_add(SESSION_LIFE).unwrap_or(now);
    let session = Session {
        desk: desk.id.clone(),
        email: link.email.clone(),
        expires_at: ends_at.as_second(),
    };
    // Two random UUIDs: 244 bits that nobody guesses.
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let begun = store
        .begin_session(&link, &session_digest(&token), &session)
        .await?;
    Ok(begun.then_some(NewSession { token, ends_at }))
}

/// Ends the session with that token. That there is none is no error.
///
/// # Errors
/// When the table fails.
pub async fn end(cloud: &Cloud, token: &str) -> Result<(), StoreError> {
    cloud.store.end_session(&session_digest(token)).await
}

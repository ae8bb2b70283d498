//! Who is asking: by a session, or by the key of one ticket.

use crate::call::Call;
use crate::keys;
use crate::once::hex;
use crate::problem::Problem;
use docket_cloud::store::Session;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Actor, Ticket};
use docket_domain::{DeskId, EmailAddress};
use http::header::{AUTHORIZATION, COOKIE};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

/// How long a session lasts.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// The digest under which the table keeps a session, so that whoever reads the table has no session.
#[must_use]
pub fn session_digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// The ID of the grant that a sign-in link is for, if the link is genuine.
#[must_use]
pub fn grant_token_id(secret: &str, token: &str) -> Option<String> {
    keys::grant_of_token(secret, token).map(str::to_owned)
}

/// The `Set-Cookie` of a session, or, without a token, of its end. Each desk has a cookie of its own.
#[must_use]
pub fn session_cookie(desk: &DeskId, token: Option<&str>, secure: bool) -> String {
    let life = token.map_or(0, |_| SESSION_LIFE.as_secs());
    let secure = if secure { "; Secure" } else { "" };
    // `Lax` keeps the cookie from forms on other sites, which is what stands against forged requests.
    format!(
        "{}={}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}",
        cookie_name(desk),
        token.unwrap_or("")
    )
}

fn cookie_name(desk: &DeskId) -> String {
    format!("docket_{desk}")
}

impl Call {
    /// The token of the session at that desk, from `Authorization: Bearer` or the cookie.
    #[must_use]
    pub fn session_token(&self, desk: &DeskId) -> Option<&str> {
        let bearer = self.header(AUTHORIZATION).and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let name = cookie_name(desk);
        let cookie = self
            .headers()
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, token)| token);
        bearer.or(cookie)
    }

    /// The one who works at the desk and is signed in, if anybody is.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn staff(&self, desk: &Desk) -> Result<Option<Actor>, Problem> {
        let Some(token) = self.session_token(&desk.id) else {
            return Ok(None);
        };
        let session: Option<Session> = self
            .cloud
            .store
            .session(&session_digest(token), self.now)
            .await?;
        Ok(session
            .filter(|session| session.desk == *desk.id)
            // Whoever has left the desk file has left the desk.
            .and_then(|session| desk.person(&session.email))
            .map(|person| Actor::Agent {
                email: person.email.clone(),
                name: person.name.clone(),
                rank: person.role,
            }))
    }

    /// The one who works at the desk and is signed in.
    ///
    /// # Errors
    /// 401 when nobody is.
    pub async fn require_staff(&self, desk: &Desk) -> Result<Actor, Problem> {
        self.staff(desk).await?.ok_or_else(Problem::sign_in)
    }

    /// Who is asking about this ticket. `None` when it is not open to them.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn actor_on(&self, desk: &Desk, ticket: &Ticket) -> Result<Option<Actor>, Problem> {
        if ticket.desk != *desk.id {
            return Ok(None);
        }
        // The key says more than the session: somebody of the desk who follows their own request's link is a requester.
        if let Some(key) = self.query("key") {
            let secret = self.cloud.store.signing_secret().await?;
            let holds =
                |person: &EmailAddress| keys::is_ticket_key(&secret, &ticket.id, person, key);
            if holds(&ticket.requester.email) {
                return Ok(Some(Actor::Requester(ticket.requester.clone())));
            }
            if let Some(email) = ticket.watchers.iter().find(|email| holds(email)) {
                return Ok(Some(Actor::Watcher {
                    email: email.clone(),
                }));
            }
        }
        self.staff(desk).await
    }
}

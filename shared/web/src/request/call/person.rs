//! Who makes a request, and whom it lets in.

use super::Call;
use crate::identity;
use crate::problem::Problem;
use docket_app::sign_in;
use docket_app::{Caller, SignedIn};
use docket_cloud::store::Session;
use docket_domain::Refusal;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;

impl Call {
    /// Returns the session tokens in cookies. A browser sends them by itself, also with what a page of
    /// another site makes it send: then they do not count for a change.
    pub(super) fn session_cookies(&self) -> Vec<String> {
        if self.changes_from_elsewhere() {
            return Vec::new();
        }
        let desk = self.desk_id();
        desk.map(|desk| identity::cookies(self.headers(), &desk, self.is_secure()))
            .unwrap_or_default()
    }

    /// Returns the session of a person who is signed in at another desk, if this one would let them in as well.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn signed_in_elsewhere(&self, desk: &Desk) -> Result<Option<Session>, Problem> {
        if self.changes_from_elsewhere() {
            return Ok(None);
        }
        let tokens = identity::cookies_elsewhere(self.headers(), &desk.id, self.is_secure());
        let found = sign_in::elsewhere(&self.cloud, desk, &tokens, self.now);
        Ok(found.await?)
    }

    /// Returns the tokens of all sessions that the request carries, in its header and in its cookies.
    #[must_use]
    pub fn session_tokens(&self) -> Vec<String> {
        let mut tokens = self.session_cookies();
        tokens.extend(identity::bearer(self.headers()));
        tokens
    }

    /// Returns the person who makes the request.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the agent or lead who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn staff(&self, desk: &Desk) -> Result<Option<&Actor>, Problem> {
        Ok(self.caller.staff(&self.cloud, desk, self.now).await?)
    }

    /// Returns the person who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn signed_in(&self, desk: &Desk) -> Result<Option<&SignedIn>, Problem> {
        Ok(self.caller.signed_in(&self.cloud, desk, self.now).await?)
    }

    /// Checks that the caller may open tickets at the desk.
    ///
    /// # Errors
    /// 401 when they have to sign in first. 403 when the desk takes tickets from others alone.
    pub async fn require_admission(&self, desk: &Desk) -> Result<(), Problem> {
        let visitor = self.caller.visitor(&self.cloud, desk, self.now).await?;
        Ok(desk.admit(visitor)?)
    }

    /// Returns the person who is signed in at the desk.
    ///
    /// # Errors
    /// 401 when no person is signed in.
    pub async fn require_signed_in(&self, desk: &Desk) -> Result<&SignedIn, Problem> {
        self.signed_in(desk).await?.ok_or_else(Problem::sign_in)
    }

    /// Returns the agent or lead who is signed in at the desk.
    ///
    /// # Errors
    /// 401 when no person is signed in. 403 when they do not work at the desk.
    pub async fn require_staff(&self, desk: &Desk) -> Result<&Actor, Problem> {
        let person = self.require_signed_in(desk).await?;
        let staff = person.staff.as_ref();
        staff.ok_or_else(|| Refusal::NotAllowed.into())
    }
}

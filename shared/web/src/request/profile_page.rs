//! The page of one's own profile, for the function that shows it and the one that changes it.

use super::call::Call;
use crate::pages::{self, KnownOf};
use crate::problem::Problem;
use crate::response::Response;
use docket_domain::EmailAddress;
use docket_domain::desk::{Desk, Occasion};
use docket_texts::FieldMessage;
use std::collections::BTreeSet;

impl Call {
    /// Returns what somebody wants no mails about as one of the desk's people.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn muted_occasions(
        &self,
        desk: &Desk,
        email: &EmailAddress,
    ) -> Result<BTreeSet<Occasion>, Problem> {
        match desk.person(email) {
            Some(_) => Ok(self.cloud.store.muted_occasions(&desk.id, email).await?),
            None => Ok(BTreeSet::new()),
        }
    }
}

/// Loads what the desk knows of the reader, and shows it. `name` is the one that they typed, and `messages` say why it was refused.
///
/// # Errors
/// 401 when no person is signed in. When the table fails.
pub async fn profile_page(
    call: &Call,
    desk: &Desk,
    name: Option<&str>,
    messages: Vec<FieldMessage>,
) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let store = &call.cloud.store;
    let sessions = store.sessions(&desk.id, &person.email, call.now).await?;
    let company = match person.company() {
        Some(company) => store.company(&desk.id, company).await?,
        None => None,
    };
    let muted = call.muted_occasions(desk, &person.email).await?;
    let known = KnownOf {
        muted: &muted,
        person,
        company: company.as_ref(),
        sessions: &sessions,
    };
    Ok(pages::profile(call, desk, &known, name, messages))
}

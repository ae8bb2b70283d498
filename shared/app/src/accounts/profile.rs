//! What a person says of themselves.

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_domain::account::{Account, NoticeTopic};
use docket_domain::desk::Desk;
use docket_domain::{EmailAddress, Language, Line};
use std::collections::BTreeSet;

/// What a person changes of their account. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name. `Some(None)` empties it.
    pub name: Option<Option<Line>>,
    /// The language. `Some(None)` leaves it to the browser.
    pub language: Option<Option<Language>>,
    /// What they want no mails about.
    pub muted: Option<BTreeSet<NoticeTopic>>,
}

/// Changes a person's own account. Returns `None` if they have none.
///
/// # Errors
/// When the table fails.
pub async fn change_profile(
    cloud: &Cloud,
    desk: &Desk,
    email: &EmailAddress,
    change: &ProfileChange,
) -> Result<Option<Account>, AppError> {
    let mut retry = Retry::of_change();
    while retry.next().await {
        let Some(before) = cloud.store.account_now(&desk.id, email).await? else {
            return Ok(None);
        };
        let mut account = before.clone();
        if let Some(name) = &change.name {
            account.name.clone_from(name);
        }
        if let Some(language) = &change.language {
            account.language.clone_from(language);
        }
        if let Some(muted) = &change.muted {
            account.muted.clone_from(muted);
        }
        if account == before || cloud.store.put_account(&account).await? {
            return Ok(Some(account));
        }
    }
    Err(AppError::Busy)
}

//! Problems with the resource, the caller's rights, or the service.

use super::types::{HOME, Problem, RETRY_AFTER, Wrong};
use docket_app::limits::Reached;
use http::StatusCode;

impl Problem {
    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-not-found-detail",
        )
    }

    /// The address takes other methods than this one. `allowed` lists them, as in `Allow`.
    #[must_use]
    pub fn wrong_method(allowed: String) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "wrong-method",
            "problem-wrong-method",
            "problem-wrong-method-detail",
        )
        .with("allowed", allowed)
    }

    /// There is no such desk.
    #[must_use]
    pub fn no_desk() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-desk",
        )
        .about("desk", "field-desk")
    }

    /// The desk was removed.
    #[must_use]
    pub fn desk_removed() -> Self {
        Self::new(
            StatusCode::GONE,
            "desk-removed",
            "problem-desk-removed",
            "problem-desk-removed-detail",
        )
        .about("desk", "problem-desk-removed-detail")
    }

    /// There is no such ticket, or the caller may not see it. The answer is the same for both.
    #[must_use]
    pub fn no_ticket() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-ticket",
        )
        .about("id", "problem-no-ticket")
    }

    /// The caller is not signed in and sent no ticket key.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in",
            "problem-sign-in",
            "problem-sign-in-detail",
        )
        .about("key", "problem-sign-in-detail")
    }

    /// The desk takes tickets from those alone who are signed in.
    #[must_use]
    pub fn sign_in_first() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in",
            "problem-sign-in",
            "problem-sign-in-first",
        )
        .about("requester.email", "problem-sign-in-first")
    }

    /// The desk has no account for the caller, and takes tickets from those alone who have one.
    #[must_use]
    pub fn needs_account() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "needs-account",
            "problem-no-account",
            "problem-no-account-detail",
        )
        .about("requester.email", "problem-no-account-detail")
    }

    /// The desk takes tickets from top-level administrators alone.
    #[must_use]
    pub fn needs_administrator() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "needs-administrator",
            "problem-administrators",
            "problem-administrators-detail",
        )
        .about("requester.email", "problem-administrators-detail")
    }

    /// The desk has no such account.
    #[must_use]
    pub fn no_account() -> Self {
        Self::not_there("email", "problem-no-such-account")
    }

    /// The desk has no such company.
    #[must_use]
    pub fn no_company() -> Self {
        Self::not_there("company", "problem-no-such-company")
    }

    /// Support is not available at this host, which is a customer's own. `text` says so in the desk's words, `home` is where it is.
    #[must_use]
    pub fn white_label(text: &str, home: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "white-label",
            "problem-white-label",
            "problem-white-label-detail",
        )
        .with("text", text)
        .with(HOME, home)
        .about("Host", "problem-white-label-detail")
    }

    /// The caller has no account, so there is nothing to change.
    #[must_use]
    pub fn nothing_to_change() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "no-account",
            "problem-no-account",
            "profile-no-account",
        )
        .about("email", "profile-no-account")
    }

    /// What a service sent has no signature of a channel of the desk.
    #[must_use]
    pub fn not_signed() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "not-signed",
            "problem-not-signed",
            "problem-not-signed-detail",
        )
        .about("X-PagerDuty-Signature", "problem-not-signed-detail")
    }

    /// The desk has no such page.
    #[must_use]
    pub fn no_page() -> Self {
        Self::not_there("page", "problem-no-such-page")
    }

    /// The desk has no such override, or it has ended.
    #[must_use]
    pub fn no_override() -> Self {
        Self::not_there("override", "problem-no-such-override")
    }

    /// The desk has no such incident.
    #[must_use]
    pub fn no_incident() -> Self {
        Self::not_there("incident", "problem-no-such-incident")
    }

    /// The incident is closed.
    #[must_use]
    pub fn incident_closed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "incident-closed",
            "problem-incident",
            "problem-incident-closed",
        )
        .about("incident", "problem-incident-closed")
    }

    /// As many incidents are open as a desk may have.
    #[must_use]
    pub fn too_many_incidents() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "too-many-incidents",
            "problem-incident",
            "problem-too-many-incidents",
        )
        .about("title", "problem-too-many-incidents")
    }

    /// Somebody else has changed the incident since the sender's page was made.
    #[must_use]
    pub fn incident_changed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "incident-changed",
            "problem-incident",
            "problem-incident-changed",
        )
        .about("version", "problem-incident-changed")
    }

    /// The company has granted no such support access, or the caller may not see it. The answer is the same for both.
    #[must_use]
    pub fn no_grant() -> Self {
        Self::not_there("grant", "problem-no-such-grant")
    }

    /// The caller's account belongs to no company.
    #[must_use]
    pub fn needs_company() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "needs-company",
            "problem-forbidden",
            "problem-needs-company",
        )
        .about("company", "problem-needs-company")
    }

    /// The support access has ended.
    #[must_use]
    pub fn access_ended() -> Self {
        Self::access_state("access-ended", "problem-access-ended")
    }

    /// The portal of the support access is not the company's any more.
    #[must_use]
    pub fn portal_left() -> Self {
        Self::access_state("portal-left", "problem-portal-left")
    }

    fn access_state(kind: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, kind, "problem-access", detail).about("grant", detail)
    }

    fn not_there(name: &'static str, detail: &'static str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            detail,
        )
        .about(name, detail)
    }

    /// The company has accounts, and cannot be removed.
    #[must_use]
    pub fn has_accounts() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "has-accounts",
            "problem-has-accounts",
            "problem-has-accounts-detail",
        )
        .about("company", "problem-has-accounts-detail")
    }

    /// A page of another site sent a change that needs a session.
    #[must_use]
    pub fn from_elsewhere() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "other-site",
            "problem-forbidden",
            "problem-other-site-detail",
        )
        .about("Origin", "problem-other-site-detail")
    }

    /// A limit was reached.
    pub(super) fn limited(reached: Reached) -> Self {
        let Reached { limit, ends_in } = reached;
        let minutes = ends_in.as_secs().div_euclid(60) + 1;
        let detail = match minutes > 90 {
            true => "problem-limited-hours",
            false => "problem-limited-minutes",
        };
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "limited",
            "problem-limited",
            detail,
        )
        .with("minutes", minutes.to_string())
        .with("hours", (minutes / 60 + 1).to_string())
        .with(RETRY_AFTER, ends_in.as_secs().to_string())
        .about(limit, detail)
    }

    /// Returns `true` when one of these limits was reached.
    pub(crate) fn is_limited_by(&self, limits: &[&str]) -> bool {
        let named = |wrong: &Wrong| match wrong {
            Wrong::Address { name, .. } => limits.contains(name),
            Wrong::Field(_) => false,
        };
        self.kind == "limited" && self.errors.iter().any(named)
    }

    /// The sign-in link was used or has expired.
    #[must_use]
    pub fn link_used() -> Self {
        Self::new(
            StatusCode::GONE,
            "link-used",
            "problem-link-used",
            "problem-link-used-detail",
        )
        .about("token", "problem-link-used-detail")
    }

    /// The form is not kept any more, or never was.
    #[must_use]
    pub fn draft_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "draft-ended",
            "problem-draft-ended",
            "problem-draft-ended-detail",
        )
        .about("draft", "problem-draft-ended-detail")
    }

    /// The key of the ticket ended, some time after the ticket was done.
    #[must_use]
    pub fn key_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "key-ended",
            "problem-key-ended",
            "problem-key-ended-detail",
        )
        .about("key", "problem-key-ended-detail")
    }

    /// The requester confirmed before that the ticket is theirs.
    #[must_use]
    pub fn confirmed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "confirmed",
            "problem-confirmed",
            "problem-confirmed-detail",
        )
        .about("key", "problem-confirmed-detail")
    }

    /// The link was mailed again as often as a ticket may have it.
    #[must_use]
    pub fn link_sent_often() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "link-sent",
            "problem-link-sent",
            "problem-link-sent-detail",
        )
        .about("key", "problem-link-sent-detail")
    }

    /// There is no such file on the ticket, or the caller may not see it.
    #[must_use]
    pub fn no_file() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-file",
        )
        .about("file", "problem-no-file")
    }

    /// The file's state does not allow the request. `detail` is the ID of a message that says which
    /// state it is.
    #[must_use]
    pub fn file_state(detail: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, "file-state", "problem-file", detail).about("file", detail)
    }

    /// A scanner found malware in the file.
    #[must_use]
    pub fn infected() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "infected",
            "problem-file",
            "problem-infected",
        )
        .about("file", "problem-infected")
    }

    /// The table is throttling, or too many requests change the ticket at once.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "problem-busy",
            "problem-busy-detail",
        )
    }

    /// A later version of Docket wrote the ticket or file. This one would lose a part of it.
    #[must_use]
    pub fn later() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "later-version",
            "problem-busy",
            "problem-later-detail",
        )
    }

    /// An error in the service. Its cause is only in the log.
    #[must_use]
    pub fn internal_error() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "broken",
            "problem-broken",
            "problem-broken-detail",
        )
    }
}

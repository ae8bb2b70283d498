//! The keys of sign-in links and sessions.

use super::key::Key;

/// Returns the key of a sign-in link that has not been used.
#[must_use]
pub fn sign_in_link(id: &str) -> Key {
    Key::new(format!("SIGN_IN_LINK#{id}"), "SIGN_IN_LINK")
}

/// Returns the key of a session, by the digest of its token.
#[must_use]
pub fn session(digest: &str) -> Key {
    Key::new(format!("SESSION#{digest}"), "SESSION")
}

//! The keys of sign-in links and sessions.

use super::key::Key;

/// Returns the key of a sign-in link that has not been used: that of its place, the part of its ID before
/// the secret one. A place holds one link.
#[must_use]
pub fn sign_in_link(id: &str) -> Key {
    let place = id.rsplit_once('-').map_or(id, |(place, _)| place);
    Key::new(format!("SIGN_IN_LINK#{place}"), "SIGN_IN_LINK")
}

/// Returns the key of a session, by the digest of its token.
#[must_use]
pub fn session(digest: &str) -> Key {
    Key::new(format!("SESSION#{digest}"), "SESSION")
}

//! The keys of sign-in links, sessions, and forms that wait for their sender.

use super::key::Key;

/// Returns the key of a sign-in link that has not been used: that of its slot, the part of its ID before
/// the secret one. A slot holds one link.
#[must_use]
pub fn sign_in_link(id: &str) -> Key {
    let slot = id.rsplit_once('-').map_or(id, |(slot, _)| slot);
    Key::new(format!("SIGN_IN_LINK#{slot}"), "SIGN_IN_LINK")
}

/// Returns the key of a session, by the digest of its token.
#[must_use]
pub fn session(digest: &str) -> Key {
    Key::new(format!("SESSION#{digest}"), "SESSION")
}

/// Returns the key of a form that is kept until its sender confirms it.
#[must_use]
pub fn draft(id: &str) -> Key {
    Key::new(format!("DRAFT#{id}"), "DRAFT")
}

//! The keys that links are signed with, and their states.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The time after which a new key signs. Every function reads the keys once a minute, so by then all of
/// them accept it.
const SIGNS_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// The time for which a key is accepted after another one took its place. A link in a mail works as long
/// as its ticket is open, and for 90 days more; whoever still has one after that gets another by the next
/// mail.
const ACCEPTED_FOR: SignedDuration = SignedDuration::from_hours(400 * 24);
/// A key that links are signed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKey {
    /// The ID, four hexadecimal digits.
    pub id: String,
    /// The secret, 256 random bits at least.
    pub secret: String,
    /// The time at which the key was written. `None` for the first one, which signs at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_at: Option<Timestamp>,
}

/// The state of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It is accepted, and will sign.
    Next,
    /// It signs.
    Current,
    /// It is accepted until what it signed has ended.
    Old,
    /// It is neither used nor accepted.
    Ended,
}

/// All keys, the oldest first, as they are at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    pub(super) stable: String,
    pub(super) keys: Vec<SigningKey>,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The characters of a key's ID. What a key signs begins with them.
    pub const ID_LENGTH: usize = 4;

    /// Makes a random key with an ID that none of the others has.
    pub(super) fn random(others: &[Self], written_at: Option<Timestamp>) -> Self {
        let secret = (0..3)
            .map(|_| Uuid::new_v4().simple().to_string())
            .collect();
        let mut id = random_id();
        while others.iter().any(|other| other.id == id) {
            id = random_id();
        }
        Self {
            id,
            secret,
            written_at,
        }
    }

    fn signs_from(&self) -> Timestamp {
        let written_at = self.written_at.unwrap_or(Timestamp::MIN);
        match self.written_at {
            None => Timestamp::MIN,
            Some(_) => written_at
                .checked_add(SIGNS_AFTER)
                .unwrap_or(Timestamp::MAX),
        }
    }
}

fn random_id() -> String {
    let id = Uuid::new_v4().simple().to_string();
    id.chars().take(SigningKey::ID_LENGTH).collect()
}

impl Keyring {
    /// Returns a keyring of a secret that never changes, and of these keys, the oldest first. A stack of
    /// the time before keys had IDs has none: then the secret is the first.
    #[must_use]
    pub fn new(stable: String, keys: Vec<SigningKey>) -> Self {
        let keys = match keys.is_empty() {
            false => keys,
            true => vec![SigningKey {
                id: "0".repeat(SigningKey::ID_LENGTH),
                secret: stable.clone(),
                written_at: None,
            }],
        };
        Self { stable, keys }
    }

    /// Returns the secret that never changes. The names of mails and of slots in the table are made with
    /// it. It opens nothing, but in a stack of the time before keys had IDs, whose first key it is.
    #[must_use]
    pub fn stable(&self) -> &str {
        &self.stable
    }

    /// Returns the key that signs at that time.
    #[must_use]
    pub fn current(&self, now: Timestamp) -> Option<&SigningKey> {
        let signing = self.keys.iter().rev().find(|key| key.signs_from() <= now);
        // A clock that is far behind is no reason to sign nothing.
        signing.or_else(|| self.keys.first())
    }

    /// Returns the key with that ID, if it is accepted at that time.
    #[must_use]
    pub fn accepted(&self, id: &str, now: Timestamp) -> Option<&SigningKey> {
        let (key, state) = self.states(now).find(|(key, _)| key.id == id)?;
        (state != KeyState::Ended).then_some(key)
    }

    /// Returns all keys with their states at that time, the oldest first.
    pub fn states(&self, now: Timestamp) -> impl Iterator<Item = (&SigningKey, KeyState)> {
        let current = self.current(now).map(|key| key.id.as_str());
        let place = self
            .keys
            .iter()
            .position(|key| Some(key.id.as_str()) == current);
        let place = place.unwrap_or_default();
        self.keys.iter().enumerate().map(move |(n, key)| {
            let state = match n.cmp(&place) {
                std::cmp::Ordering::Greater => KeyState::Next,
                std::cmp::Ordering::Equal => KeyState::Current,
                std::cmp::Ordering::Less if self.has_ended(n, now) => KeyState::Ended,
                std::cmp::Ordering::Less => KeyState::Old,
            };
            (key, state)
        })
    }

    /// Returns `true` if the key at that place was replaced so long ago that what it signed has ended.
    fn has_ended(&self, place: usize, now: Timestamp) -> bool {
        let next = self.keys.get(place + 1).map(SigningKey::signs_from);
        next.is_some_and(|replaced| now.duration_since(replaced) >= ACCEPTED_FOR)
    }

    /// Returns the keyring with a new key, and without those that have ended.
    #[must_use]
    pub(super) fn rotated(&self, now: Timestamp) -> Self {
        let live = self
            .states(now)
            .filter(|(_, state)| *state != KeyState::Ended);
        let mut keys: Vec<SigningKey> = live.map(|(key, _)| key.clone()).collect();
        keys.push(SigningKey::random(&keys, Some(now)));
        Self {
            stable: self.stable.clone(),
            keys,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn a_key_is_accepted_before_it_signs_and_long_after() {
        let first = Keyring::new("s".to_owned(), Vec::new());
        let second = first.rotated(at(0));
        let states = |ring: &Keyring, minutes| -> Vec<KeyState> {
            ring.states(at(minutes)).map(|(_, state)| state).collect()
        };
        use KeyState::{Current, Ended, Next, Old};
        assert_eq!(states(&first, 0), [Current]);
        assert_eq!(states(&second, 0), [Current, Next]);
        assert_eq!(states(&second, 1), [Current, Next]);
        assert_eq!(states(&second, 2), [Old, Current]);
        let third = second.rotated(at(3));
        assert_eq!(states(&third, 4), [Old, Current, Next]);
        assert_eq!(states(&third, 5), [Old, Old, Current]);
        let year = 400 * 24 * 60;
        assert_eq!(states(&third, year + 1), [Old, Old, Current]);
        assert_eq!(states(&third, year + 2), [Ended, Old, Current]);
        let fourth = third.rotated(at(year + 2));
        assert_eq!(states(&fourth, year + 2), [Old, Current, Next]);
        let ids: std::collections::BTreeSet<&str> =
            fourth.keys.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        let gone = &third.keys[0].id;
        assert!(third.accepted(gone, at(5)).is_some());
        assert!(third.accepted(gone, at(year + 2)).is_none());
        assert!(third.accepted("none", at(5)).is_none());
    }
}

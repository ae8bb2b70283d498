//! The requests that a ticket remembers, so that a repeated one is not carried out twice.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;

/// The number of requests that a ticket remembers.
const REMEMBERED: usize = 16;
/// The bytes of each half of a mark.
const HALF: usize = 8;

/// A request with an idempotency key, in 16 bytes: a digest of sender and key, and a digest of the
/// request.
///
/// The sender is part of the first digest. So nobody learns of another person's key, and two people
/// may use the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestMark([u8; 2 * HALF]);

/// The error for a text that is not a mark, or not a remembered request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a request that a ticket remembers")]
pub struct RequestMarkError;

impl RequestMark {
    /// Makes the mark of a request: `sender` names its sender, `content` is a digest of all that it
    /// asks for.
    #[must_use]
    pub fn new(sender: &str, key: &str, content: &str) -> Self {
        let halves = digest(&[sender, key]).into_iter().chain(digest(&[content]));
        let mut mark = [0; 2 * HALF];
        for (place, byte) in mark.iter_mut().zip(halves) {
            *place = byte;
        }
        Self(mark)
    }

    /// Returns `true` if both requests came from the same sender under the same key.
    fn has_key_of(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .take(HALF)
            .all(|(own, other)| own == other)
    }
}

/// The first bytes of a digest of these texts.
fn digest(texts: &[&str]) -> [u8; HALF] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    let mut first = [0; HALF];
    for (place, byte) in first.iter_mut().zip(digest.finalize()) {
        *place = byte;
    }
    first
}

/// A request that was carried out, with the events that it caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CarriedOut {
    mark: RequestMark,
    /// The number of its first event.
    pub first: u64,
    /// The number of its last event, which is the version that it led to.
    pub last: u64,
}

/// What a ticket knows of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It has not been carried out, or too many others were since.
    New,
    /// It was carried out.
    CarriedOut(CarriedOut),
    /// Its sender used the key for another request.
    KeyReused,
}

/// The last requests on a ticket that had an idempotency key, the newest last. There are at most 16.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecentRequests(VecDeque<CarriedOut>);

impl RecentRequests {
    /// Returns `true` if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Looks for a request.
    #[must_use]
    pub fn find(&self, mark: &RequestMark) -> Known {
        let known = self
            .0
            .iter()
            .rev()
            .find(|known| known.mark.has_key_of(mark));
        match known {
            None => Known::New,
            Some(known) if known.mark == *mark => Known::CarriedOut(*known),
            Some(_) => Known::KeyReused,
        }
    }

    /// Remembers that a request caused the event with that number, and forgets the oldest request if
    /// there are too many.
    pub(crate) fn remember(&mut self, mark: RequestMark, sequence: u64) {
        match self.0.back_mut() {
            Some(last) if last.mark == mark && last.last + 1 == sequence => last.last = sequence,
            _ => self.0.push_back(CarriedOut {
                mark,
                first: sequence,
                last: sequence,
            }),
        }
        if self.0.len() > REMEMBERED {
            self.0.pop_front();
        }
    }
}

impl fmt::Display for RequestMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for RequestMark {
    type Err = RequestMarkError;

    fn from_str(text: &str) -> Result<Self, RequestMarkError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| RequestMarkError)?;
        bytes.try_into().map(Self).map_err(|_| RequestMarkError)
    }
}

impl TryFrom<String> for RequestMark {
    type Error = RequestMarkError;
    fn try_from(text: String) -> Result<Self, RequestMarkError> {
        text.parse()
    }
}

impl From<RequestMark> for String {
    fn from(mark: RequestMark) -> Self {
        mark.to_string()
    }
}

/// In one short text, since it stands on every item of its ticket: mark, first and last event.
impl From<CarriedOut> for String {
    fn from(done: CarriedOut) -> Self {
        format!("{}.{}.{}", done.mark, done.first, done.last)
    }
}

impl TryFrom<String> for CarriedOut {
    type Error = RequestMarkError;
    fn try_from(text: String) -> Result<Self, RequestMarkError> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(RequestMarkError);
        let (mark, first, last) = (next()?, next()?, next()?);
        let number = |text: &str| text.parse().map_err(|_| RequestMarkError);
        Ok(Self {
            mark: mark.parse()?,
            first: number(first)?,
            last: number(last)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_known_by_its_sender_and_key() {
        let mark = RequestMark::new("a@example.com", "key", "comment");
        let mut recent = RecentRequests::default();
        assert_eq!(recent.find(&mark), Known::New);
        recent.remember(mark, 2);
        recent.remember(mark, 3);
        let Known::CarriedOut(done) = recent.find(&mark) else {
            panic!("it is known");
        };
        assert_eq!((done.first, done.last), (2, 3));
        let other = RequestMark::new("a@example.com", "key", "other words");
        assert_eq!(recent.find(&other), Known::KeyReused);
        let stranger = RequestMark::new("b@example.com", "key", "comment");
        assert_eq!(recent.find(&stranger), Known::New);
    }

    #[test]
    fn the_last_sixteen_are_remembered() {
        let mut recent = RecentRequests::default();
        let marks: Vec<_> = (0..20)
            .map(|number| RequestMark::new("a@example.com", &format!("key-{number}"), ""))
            .collect();
        for (mark, sequence) in marks.iter().zip(2..) {
            recent.remember(*mark, sequence);
        }
        let known = |mark: &&RequestMark| recent.find(mark) != Known::New;
        assert_eq!(marks.iter().filter(known).count(), 16);
        assert_eq!(recent.find(&marks[3]), Known::New);
        // A ticket stays small: the requests take some 500 bytes.
        let stored = serde_json::to_string(&recent).unwrap();
        assert!(stored.len() < 600, "{}", stored.len());
        assert_eq!(
            serde_json::from_str::<RecentRequests>(&stored).unwrap(),
            recent
        );
    }
}

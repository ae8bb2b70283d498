//! How fast mails leave: a fifth of what SES takes stays free for what is urgent.
//!
//! Several processes read the stream, one for each of its shards, and all share the rate of the account. So the
//! mails of a second are counted in the table. A process takes a few of them at once, since it will need them
//! if it needs one in a hurry.

use docket_cloud::{Cloud, Mail, StoreError};
use docket_domain::limit::Limit;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The rate of an account that SES does not tell: that of accounts outside the sandbox at first. Source:
/// "Service quotas in Amazon SES" in its developer guide.
const USUAL_RATE: f64 = 14.0;
/// The share of the rate for mails that are not urgent.
const SHARE: f64 = 0.8;
/// The shares that a second is taken in. The smaller they are, the more writes; the larger, the more is left
/// unused.
const SHARES: u64 = 5;
/// How long the rate is known, and how long it is not asked for again after SES did not tell.
const KNOWN_FOR: Duration = Duration::from_secs(600);
const UNKNOWN_FOR: Duration = Duration::from_secs(30);
/// The wait for SES to tell.
const ASK: Duration = Duration::from_secs(1);
/// The time that a batch may wait. The function ends after 60 seconds, and its last mail takes up to 20.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail waits for its turn, or goes at once.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    /// Somebody waits for the mail.
    Urgent,
    /// The mail waits, until then at most.
    Until(Instant),
}

impl Turn {
    /// Returns the turn of a batch that begins now.
    pub(crate) fn of_batch() -> Self {
        Self::Until(Instant::now() + PATIENCE)
    }
}

/// The mails that may leave now.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// The mails that may leave in a second, of all processes together, and are not urgent; and until when
    /// that holds.
    most: tokio::sync::Mutex<Option<(u64, Instant)>>,
    taken: Mutex<Taken>,
}

/// The mails of a second that this process may still send.
#[derive(Debug, Default)]
struct Taken {
    second: i64,
    left: u64,
}

impl Pace {
    async fn most(&self, mail: &Mail) -> u64 {
        let mut known = self.most.lock().await;
        if let Some((most, _)) = known.filter(|(_, until)| Instant::now() < *until) {
            return most;
        }
        let rate = tokio::time::timeout(ASK, mail.rate()).await.ok().flatten();
        if rate.is_none() {
            tracing::warn!("SES does not tell its rate");
        }
        let most = share_of(rate.unwrap_or(USUAL_RATE));
        let holds = rate.map_or(UNKNOWN_FOR, |_| KNOWN_FOR);
        *known = Some((most, Instant::now() + holds));
        most
    }

    /// Waits until a mail may leave. Returns `false` if its turn does not come in time.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub(crate) async fn wait(
        &self,
        cloud: &Cloud,
        mail: &Mail,
        turn: Turn,
    ) -> Result<bool, StoreError> {
        let Turn::Until(end) = turn else {
            return Ok(true);
        };
        let most = self.most(mail).await;
        let some = (most / SHARES).max(1);
        loop {
            let now = cloud.clock.now();
            if self.take(now.as_second()) {
                return Ok(true);
            }
            // What is left at the end of a second may be less than a share.
            for several in [some, 1] {
                if (cloud.store.count_act(&Limit::of_mails(several, most, now))).await? {
                    let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
                    *taken = Taken {
                        second: now.as_second(),
                        left: several - 1,
                    };
                    return Ok(true);
                }
                if several == 1 {
                    break;
                }
            }
            let next = u64::try_from(1_000 - now.subsec_millisecond().max(0)).unwrap_or(1_000);
            let next = Duration::from_millis(next);
            if Instant::now() + next > end {
                return Ok(false);
            }
            tokio::time::sleep(next).await;
        }
    }

    /// Takes one of the mails that this process may send in that second.
    fn take(&self, second: i64) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = taken.left.checked_sub(1).filter(|_| taken.second == second);
        if let Some(left) = left {
            taken.left = left;
        }
        left.is_some()
    }
}

/// Returns the mails that may leave in a second and are not urgent: one at least.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate of SES is a small number, and at least 1"
)]
fn share_of(rate: f64) -> u64 {
    ((rate * SHARE) as u64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_the_rate_is_free() {
        assert_eq!([1.0, 14.0, 50.0, 200.5].map(share_of), [1, 11, 40, 160]);
    }

    #[test]
    fn what_is_taken_lasts_for_its_second() {
        let pace = Pace::default();
        *pace.taken.lock().unwrap() = Taken { second: 7, left: 2 };
        assert_eq!(
            [8, 7, 7, 7].map(|second| pace.take(second)),
            [false, true, true, false]
        );
    }
}

//! Faults of the table, the mail service and the bucket, to test how the functions react. Some
//! requests are throttled, some fail, and some are carried out but their answer is lost.

use crate::kill::{Kill, Kills};
use serde::Deserialize;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The faults to set. A field that is left out means no fault.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultSettings {
    /// The percentage of requests to the table that go wrong.
    #[serde(default)]
    pub(crate) percent: u32,
    /// Mails are sent, but their answers are lost.
    #[serde(default)]
    no_mail_answers: bool,
    /// The code with which SES refuses every mail, such as `Throttling`.
    #[serde(default)]
    mails_refused: Option<String>,
    /// The number of transactions, starting with the next, that are carried out but whose answers
    /// are lost.
    #[serde(default)]
    lost_commits: u32,
    /// The bucket refuses every request.
    #[serde(default)]
    bucket_refuses: bool,
    /// When a function is killed.
    #[serde(default)]
    killed: Option<Kill>,
    /// The binary of a function that reaches nothing.
    #[serde(default)]
    stopped: Option<String>,
}

/// The present faults. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    today: Arc<Today>,
    pub(crate) kills: Kills,
}

#[derive(Debug, Default)]
struct Today {
    percent: AtomicU32,
    no_mail_answers: AtomicBool,
    mails_refused: Mutex<Option<String>>,
    bucket_refuses: AtomicBool,
    lost_commits: AtomicU32,
    stopped: Mutex<Option<String>>,
    drawn: AtomicU64,
}

/// A fault of one request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    Throttled,
    Failed,
    CutOff,
    AnswerLost,
}

impl Faults {
    /// Sets the faults from now on.
    pub(crate) fn set(&self, day: &FaultSettings) {
        let today = &self.today;
        today.percent.store(day.percent, Ordering::Relaxed);
        let lost = day.no_mail_answers;
        today.no_mail_answers.store(lost, Ordering::Relaxed);
        *self.refusal() = day.mails_refused.clone();
        let refuses = day.bucket_refuses;
        today.bucket_refuses.store(refuses, Ordering::Relaxed);
        let lost = day.lost_commits;
        today.lost_commits.store(lost, Ordering::Relaxed);
        *self.stopped() = day.stopped.clone();
        self.kills.set(day.killed.clone());
    }

    /// Returns `true` when the bucket refuses every request.
    pub(crate) fn bucket_refuses(&self) -> bool {
        self.today.bucket_refuses.load(Ordering::Relaxed)
    }

    /// Returns the code with which SES refuses mails.
    pub(crate) fn refuses_mail(&self) -> Option<String> {
        self.refusal().clone()
    }

    fn refusal(&self) -> MutexGuard<'_, Option<String>> {
        let refused = &self.today.mails_refused;
        refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `true` when this function reaches nothing.
    pub(crate) fn stops(&self, function: &str) -> bool {
        self.stopped().as_deref() == Some(function)
    }

    fn stopped(&self) -> MutexGuard<'_, Option<String>> {
        let stopped = &self.today.stopped;
        stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `true` when a mail is sent but its answer is lost.
    pub(crate) fn loses_mail_answer(&self) -> bool {
        self.today.no_mail_answers.load(Ordering::Relaxed)
    }

    /// Returns `true` when the operation is a transaction whose answer must be lost, and counts it.
    pub(crate) fn loses_commit(&self, operation: &str) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        let left = &self.today.lost_commits;
        operation == "TransactWriteItems"
            && left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                .is_ok()
    }

    /// Chooses the fault of the next request to the table, if any. The choices are the same in
    /// every run, so that a failure can be repeated.
    pub(crate) fn next(&self) -> Option<Fault> {
        let percent = self.today.percent.load(Ordering::Relaxed);
        if percent == 0 {
            return None;
        }
        let draw = scatter(self.today.drawn.fetch_add(1, Ordering::Relaxed));
        let kind = (draw >> 32) % 4;
        (draw % 100 < u64::from(percent)).then_some(match kind {
            0 => Fault::Throttled,
            1 => Fault::Failed,
            2 => Fault::CutOff,
            _ => Fault::AnswerLost,
        })
    }
}

/// Mixes the bits of a number, by SplitMix64. Consecutive numbers give results that look random.
fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

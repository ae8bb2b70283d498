//! What a ticket records for its clocks. The desk file says what counts; this says what happened.

use super::history::History;
use super::metric::{Metric, Milestone};
use crate::value::{ChoiceId, PolicyId, StatusId, TopicId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What a ticket records for its clocks, beside its status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// The earlier statuses.
    #[serde(default, skip_serializing_if = "History::is_empty")]
    past: History,
    /// The time of the first public answer of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered_at: Option<Timestamp>,
    /// What somebody outside the desk wrote after that, from the first word that had no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    question: Option<Question>,
    /// What the sweep has recorded of the clocks: of the next response, since the last question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Mark>,
    /// What counted before the oldest status that is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    settled: Vec<Settled>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    asked_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    metric: Metric,
    milestone: Milestone,
    /// The target, as it was then.
    target_at: Timestamp,
    /// The policy that is to call people for it, as long as it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calls: Option<PolicyId>,
}

/// The time of a metric that counted before the oldest status that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The metric.
    pub metric: Metric,
    /// The time in milliseconds, as the service level was then.
    pub counted: i64,
}

impl Clocks {
    /// The number of earlier statuses that are kept, so that a ticket does not grow with its age.
    pub const KEPT: usize = History::KEPT;

    /// Returns the clocks of a ticket that had one status more, since then.
    #[must_use]
    pub fn after(mut self, status: &StatusId, since: Timestamp) -> Self {
        self.leave(status, since, &[]);
        self
    }

    /// Returns `true` if these hold nothing that the others do not: an earlier version recorded less of the same ticket.
    #[must_use]
    pub fn are_part_of(&self, all: &Self) -> bool {
        let answered = self
            .answered_at
            .is_none_or(|at| all.answered_at == Some(at));
        let question = self.question.is_none_or(|own| all.question == Some(own));
        let marks = self.marks.iter().all(|mark| all.marks.contains(mark));
        answered && question && marks && self.past.is_end_of(&all.past)
    }

    /// Returns `true` if there is nothing to store.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns `true` if the next change of status puts the oldest one out.
    #[must_use]
    pub(crate) fn is_full(&self) -> bool {
        self.past.is_full()
    }

    /// Notes that a status ended, which the ticket had since then. `settled` is what counted until the end of the one that is
    /// put out.
    pub(crate) fn leave(&mut self, status: &StatusId, since: Timestamp, settled: &[Settled]) {
        if self.is_full() {
            self.settled = settled.to_vec();
        }
        self.past.push(status.clone(), since);
    }

    /// Notes a public answer of the desk. `is_first` says that it has not answered before.
    pub(crate) fn answer(&mut self, at: Timestamp, is_first: bool) {
        if is_first {
            self.answered_at = Some(at);
        }
        if let Some(question) = &mut self.question
            && question.answered_at.is_none()
        {
            question.answered_at = Some(at);
        }
    }

    /// Notes what somebody outside the desk wrote after it had answered. It is part of a question that has no answer, or begins one.
    pub(crate) fn ask(&mut self, at: Timestamp) {
        if matches!(&self.question, Some(question) if question.answered_at.is_none()) {
            return;
        }
        self.question = Some(Question {
            asked_at: at,
            answered_at: None,
        });
        // They are about the question before.
        self.settled
            .retain(|settled| settled.metric != Metric::NextResponse);
        self.marks
            .retain(|mark| mark.metric != Metric::NextResponse);
    }

    /// Forgets what was recorded of metrics whose targets are others now.
    pub(crate) fn begin_anew(&mut self, metrics: &[Metric]) {
        self.marks.retain(|mark| !metrics.contains(&mark.metric));
    }

    /// Notes that people were called because the targets of metrics have passed.
    pub(crate) fn called(&mut self, metrics: &[Metric]) {
        let them = |mark: &&mut Mark| metrics.contains(&mark.metric);
        self.marks
            .iter_mut()
            .filter(them)
            .for_each(|mark| mark.calls = None);
    }

    /// Notes that people were reminded of the target of a metric.
    pub(crate) fn remind(&mut self, metric: Metric, target_at: Timestamp) {
        self.marks.push(Mark {
            metric,
            milestone: Milestone::Reminded,
            target_at,
            calls: None,
        });
    }

    /// Notes that the target of a metric has passed, and the policy that is to call people for it.
    pub(crate) fn breach(&mut self, metric: Metric, target_at: Timestamp, calls: Option<PolicyId>) {
        self.marks.push(Mark {
            metric,
            milestone: Milestone::Breached,
            target_at,
            calls,
        });
    }
}

/// A time in which a ticket had one status.
#[derive(Debug, Clone, Copy)]
pub(super) struct StatusPeriod<'t> {
    pub(super) status: &'t StatusId,
    pub(super) from: Timestamp,
    /// The end. `None` for the status that the ticket has.
    pub(super) until: Option<Timestamp>,
}

/// What a ticket is and what happened to it, as far as its clocks need it.
#[derive(Debug, Clone, Copy)]
pub struct Course<'t> {
    /// The topic.
    pub topic: &'t TopicId,
    /// The priority.
    pub priority: Option<&'t ChoiceId>,
    /// The customer's contract.
    pub contract: Option<&'t ChoiceId>,
    /// The time of the opening.
    pub opened_at: Timestamp,
    /// `true` once somebody of the desk has answered.
    pub desk_wrote: bool,
    /// The status.
    pub status: &'t StatusId,
    /// The time of the last change of status, or of the opening.
    pub status_since: Timestamp,
    /// The time of the last public comment or file, or of the opening.
    pub last_public_activity_at: Timestamp,
    /// The time at which the requester was reminded last that they are waited for.
    pub requester_reminded_at: Option<Timestamp>,
    /// What is recorded beside that.
    pub clocks: &'t Clocks,
}

impl<'t> Course<'t> {
    /// Returns the time since which nobody wrote in public: that of the last public comment or file, or of the change into the status if
    /// that is later.
    pub(super) fn silent_since(&self) -> Timestamp {
        self.status_since.max(self.last_public_activity_at)
    }

    /// Returns the times of one status each, the oldest first, without a gap, up to the status that the ticket has.
    pub(super) fn periods(&self) -> impl DoubleEndedIterator<Item = StatusPeriod<'t>> + use<'t> {
        let past = &self.clocks.past;
        let ends = past.iter().skip(1).map(|next| next.since);
        let ends = ends.chain([self.status_since]);
        let ended: Vec<StatusPeriod<'t>> = past
            .iter()
            .zip(ends)
            .map(|(past, until)| StatusPeriod {
                status: &past.status,
                from: past.since,
                until: Some(until),
            })
            .collect();
        ended.into_iter().chain([StatusPeriod {
            status: self.status,
            from: self.status_since,
            until: None,
        }])
    }

    /// Returns the start of a metric's clock, and the answer that ended it. `None` if it has not begun.
    pub(super) fn start_and_answer(
        &self,
        metric: Metric,
    ) -> Option<(Timestamp, Option<Timestamp>)> {
        match metric {
            // An earlier version noted that the desk had answered, and not when.
            Metric::FirstResponse if self.desk_wrote && self.clocks.answered_at.is_none() => None,
            Metric::FirstResponse => Some((self.opened_at, self.clocks.answered_at)),
            Metric::NextResponse => {
                let question = self.clocks.question.as_ref()?;
                Some((question.asked_at, question.answered_at))
            }
            Metric::Resolution => Some((self.opened_at, None)),
        }
    }

    /// Returns what counted before the oldest status that is kept.
    pub(super) fn settled(&self, metric: Metric) -> SignedDuration {
        let mut all = self.clocks.settled.iter();
        all.find(|settled| settled.metric == metric)
            .map_or(SignedDuration::ZERO, |settled| {
                SignedDuration::from_millis(settled.counted)
            })
    }

    /// Returns the target of which the sweep has recorded that. `None` if it has not.
    pub(super) fn recorded(&self, metric: Metric, milestone: Milestone) -> Option<Timestamp> {
        let mut marks = self.clocks.marks.iter();
        let is_it = |mark: &&Mark| (mark.metric, mark.milestone) == (metric, milestone);
        marks.find(is_it).map(|mark| mark.target_at)
    }
    /// Returns the policy that is to call people because the target of a metric has passed, and has not.
    pub(super) fn calls(&self, metric: Metric) -> Option<&'t PolicyId> {
        let mut marks = self.clocks.marks.iter();
        marks.find_map(|mark| mark.calls.as_ref().filter(|_| mark.metric == metric))
    }
}

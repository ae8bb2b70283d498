//! Changes of who is on call, for a while.

use crate::desk::Desk;
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{EmailAddress, ScheduleId, clean};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest time for which an override holds: a year.
pub const MAX_OVERRIDE: SignedDuration = SignedDuration::from_hours(366 * 24);

/// A change of who is on call by a schedule, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Its ID, a UUID of version 7. Of two that hold, the later one counts.
    pub id: Uuid,
    /// The schedule.
    pub schedule: ScheduleId,
    /// What changes.
    #[serde(flatten)]
    pub kind: OverrideKind,
    /// The time from which it holds.
    pub from: Timestamp,
    /// The time at which it ends.
    pub until: Timestamp,
    /// Who made it.
    pub by: EmailAddress,
}

/// What an override changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OverrideKind {
    /// Somebody is on call as well.
    Add {
        /// Their address.
        person: EmailAddress,
    },
    /// Somebody is not on call.
    Remove {
        /// Their address.
        person: EmailAddress,
    },
    /// Somebody is on call in place of somebody else.
    Replace {
        /// The address of who is not.
        person: EmailAddress,
        /// The address of who is.
        with: EmailAddress,
    },
}

impl OverrideKind {
    /// Returns its name, as the API has it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Add { .. } => "add",
            Self::Remove { .. } => "remove",
            Self::Replace { .. } => "replace",
        }
    }

    /// Returns the address of the person whom it adds, removes or replaces.
    #[must_use]
    pub fn person(&self) -> &EmailAddress {
        match self {
            Self::Add { person } | Self::Remove { person } | Self::Replace { person, .. } => person,
        }
    }

    /// Returns the address of who takes their place.
    #[must_use]
    pub fn with(&self) -> Option<&EmailAddress> {
        match self {
            Self::Add { .. } | Self::Remove { .. } => None,
            Self::Replace { with, .. } => Some(with),
        }
    }

    /// Changes the people who are on call.
    pub(super) fn change<'a>(&'a self, people: &mut Vec<&'a EmailAddress>, desk: &Desk) {
        match self {
            Self::Add { person } => people.push(person),
            Self::Remove { person } => people.retain(|it| *it != person),
            Self::Replace { person, with } => {
                // Who was not on call is replaced by nobody, and nobody by who has left the desk.
                if people.contains(&person) && desk.person(with).is_some() {
                    people.retain(|it| *it != person);
                    people.push(with);
                }
            }
        }
    }
}

impl Override {
    /// Returns `true` if it holds for that schedule at that instant.
    pub(super) fn holds(&self, schedule: &ScheduleId, at: Timestamp) -> bool {
        self.schedule == *schedule && self.from <= at && at < self.until
    }
}

/// An override as somebody writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverrideDraft {
    /// The ID of the schedule. May be empty where the desk has one only.
    pub schedule: String,
    /// `add`, `remove` or `replace`.
    pub kind: String,
    /// The address of the person.
    pub person: String,
    /// The address of who takes their place.
    pub with: String,
    /// The time from which it holds, with an offset or on the clock of the schedule. Empty for now.
    pub from: String,
    /// The time at which it ends.
    pub until: String,
}

impl OverrideDraft {
    /// Checks what was written.
    ///
    /// # Errors
    /// With every mistake.
    pub fn check(
        &self,
        desk: &Desk,
        id: Uuid,
        by: &EmailAddress,
        now: Timestamp,
    ) -> Result<Override, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, problem| errors.push(FieldError::new(field, problem));
        let schedules = &desk.schedules;
        let named = clean::trimmed(&self.schedule);
        let schedule = match (named, schedules.as_slice()) {
            ("", [only]) => Some(only),
            (id, _) => desk.schedule(id),
        };
        if schedule.is_none() {
            let choices = schedules.iter().map(|schedule| schedule.id.to_string());
            let choices = choices.collect();
            refuse("schedule", FieldProblem::NotAChoice { choices });
        }
        let zone = schedule.map_or(desk.zone(), |schedule| schedule.zone(desk.zone()));
        let mut person = |field: &str, text: &str| {
            let found = match clean::trimmed(text) {
                "" => Err(FieldProblem::Missing),
                text => {
                    let mut people = desk.people.iter();
                    let found =
                        people.find(|person| person.email.as_str().eq_ignore_ascii_case(text));
                    found.map(|person| (*person.email).clone()).ok_or_else(|| {
                        let choices = desk.people.iter().map(|person| person.email.to_string());
                        FieldProblem::NotAChoice {
                            choices: choices.collect(),
                        }
                    })
                }
            };
            found.map_err(|problem| refuse(field, problem)).ok()
        };
        let who = person("person", &self.person);
        let kind = match clean::trimmed(&self.kind) {
            "add" => who.map(|person| OverrideKind::Add { person }),
            "remove" => who.map(|person| OverrideKind::Remove { person }),
            "replace" => {
                let with = person("with", &self.with);
                if who.is_some() && who == with {
                    refuse("with", FieldProblem::Taken);
                }
                who.zip(with)
                    .map(|(person, with)| OverrideKind::Replace { person, with })
            }
            _ => {
                let choices = ["add", "remove", "replace"].map(str::to_owned).to_vec();
                refuse("kind", FieldProblem::NotAChoice { choices });
                None
            }
        };
        let from = match clean::trimmed(&self.from) {
            "" => Some(now),
            text => match instant(text, zone) {
                Some(at) => Some(at),
                None => {
                    refuse("from", FieldProblem::NotATime);
                    None
                }
            },
        };
        let until = match clean::trimmed(&self.until) {
            "" => Err(FieldProblem::Missing),
            text => instant(text, zone).ok_or(FieldProblem::NotATime),
        };
        let until = match (from, until) {
            (_, Err(problem)) => Err(problem),
            (Some(from), Ok(until)) if until <= from || until <= now => Err(FieldProblem::TooEarly),
            (Some(from), Ok(until)) if until.duration_since(from) > MAX_OVERRIDE => {
                Err(FieldProblem::TooLate)
            }
            (_, Ok(until)) => Ok(until),
        };
        let until = until.map_err(|problem| refuse("until", problem)).ok();
        match (schedule, kind, from, until) {
            (Some(schedule), Some(kind), Some(from), Some(until)) if errors.is_empty() => {
                Ok(Override {
                    id,
                    schedule: (*schedule.id).clone(),
                    kind,
                    from,
                    until,
                    by: by.clone(),
                })
            }
            _ => Err(errors),
        }
    }
}

/// Reads a time: an instant with its offset, or one on the clock of a zone.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned_datetime(zone.clone()).ok()?.timestamp())
}

//! The headline of an event: what happened, in one sentence.

use crate::texts::Texts;
use crate::times::local_time;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Cause, Change, Event, Handed};
use docket_domain::{Language, StatusId, Words};
use jiff::SignedDuration;

/// What is recorded later than that says so. The sweep runs each minute.
const LATE: SignedDuration = SignedDuration::from_mins(3);

impl Texts {
    /// Says what happened in one sentence, as timelines and mails have it. `who` is the name of the actor.
    ///
    /// The message is `event-` and the name of the change, with the values that it has beside `who`.
    #[must_use]
    pub fn headline(&self, event: &Event, who: &str, desk: &Desk, language: &Language) -> String {
        let say = |name: &str, values: &[(&str, &str)]| {
            let who = [("who", who)];
            let values: Vec<(&str, &str)> = who.iter().chain(values).copied().collect();
            self.with(&format!("event-{name}"), &values)
        };
        let label = |status: &StatusId| match desk.status(status) {
            Some(status) => status.label.in_language(language).to_owned(),
            None => status.to_string(),
        };
        let name = event.change.name();
        match &event.change {
            Change::StatusChanged {
                from, to, cause, ..
            } => {
                let name = match cause {
                    // A reader who may not know who made it.
                    Cause::Move if event.actor == Actor::System => "reaction",
                    Cause::Move => name,
                    Cause::Reaction => "reaction",
                    Cause::Silence => "silence",
                    Cause::Incident => "closed_with_incident",
                };
                say(name, &[("from", &label(from)), ("to", &label(to))])
            }
            Change::Attached {
                name: file, size, ..
            } => say(
                name,
                &[("name", file.as_str()), ("size", &self.size(*size))],
            ),
            Change::AttachmentRefused {
                name: file, reason, ..
            } => {
                let reason = self.quarantine_reason(reason);
                say(name, &[("name", file.as_str()), ("reason", &reason)])
            }
            Change::WatcherAdded { email } | Change::WatcherRemoved { email } => {
                say(name, &[("person", email.as_str())])
            }
            Change::Assigned(assigned) => {
                let (to, team) = (assigned.to.as_ref(), assigned.team.as_ref());
                match (assigned.handed, to, team) {
                    (Some(Handed::ToPerson), Some(to), _) => {
                        let is_own = event.actor.email() == Some(&to.email);
                        match (is_own, assigned.by_rule) {
                            (true, _) => say("taken", &[]),
                            (_, true) => say("given_by_rule", &[("person", &to.name)]),
                            _ => say(name, &[("person", &to.name)]),
                        }
                    }
                    (Some(Handed::ToTeam), _, Some(team)) => {
                        let known = desk.team(team);
                        let label = known.map(|team| team.label.in_language(language));
                        say("given_to_team", &[("team", label.unwrap_or(team.as_str()))])
                    }
                    (Some(Handed::Back), ..) => say("unassigned", &[]),
                    // It is only about the words.
                    _ => say("commented", &[]),
                }
            }
            Change::DetailsChanged {
                topic,
                priority,
                impact,
                ..
            } => {
                let none = self.get("event-details-none");
                let words = |label: Option<&Words>, id: &str| {
                    label.map_or_else(|| id.to_owned(), |it| it.in_language(language).to_owned())
                };
                let topic = topic
                    .as_ref()
                    .map(|it| it.words(&none, |id| words(desk.topic_label(id), id.as_str())));
                let priority = priority
                    .as_ref()
                    .map(|it| it.words(&none, |id| words(desk.priority_label(id), id.as_str())));
                let impact = impact
                    .as_ref()
                    .map(|it| it.words(&none, |id| words(desk.impact_label(id), id.as_str())));
                let all = [topic, priority, impact];
                let all: Vec<String> = all.into_iter().flatten().collect();
                say(name, &[("changes", &all.join("; "))])
            }
            Change::Rated { score, .. } => {
                let scale = desk.rating.as_ref().map(|rating| *rating.scale);
                let highest = scale.unwrap_or(*score).to_string();
                say(
                    name,
                    &[("score", &score.to_string()), ("highest", &highest)],
                )
            }
            Change::RequesterReminded { closes_at: ends_at }
            | Change::RemoteSessionOffered { ends_at, .. } => {
                say(name, &[("time", &local_time(desk, *ends_at))])
            }
            Change::ServiceLevelReminded { metric, target_at }
            | Change::ServiceLevelBreached {
                metric, target_at, ..
            } => {
                let time = local_time(desk, *target_at);
                let told = say(name, &[("metric", &self.metric(*metric)), ("time", &time)]);
                let late = event.at.duration_since(*target_at);
                match late > LATE {
                    true => {
                        let values = [("headline", &*told), ("time", &*self.length(late))];
                        self.with("event-recorded-late", &values)
                    }
                    false => told,
                }
            }
            Change::Paged { breached, .. } if !breached.is_empty() => {
                let metrics: Vec<_> = breached.iter().map(|it| self.metric(*it)).collect();
                say("paged_for_breach", &[("metrics", &metrics.join(", "))])
            }
            Change::FollowedUp { by } => say(name, &[("id", &by.to_string())]),
            Change::IncidentLinked { title, .. } => say(name, &[("title", title.as_str())]),
            Change::AttachmentInfected { name: file, .. } => say(name, &[("name", file.as_str())]),
            _ => say(name, &[]),
        }
    }
}

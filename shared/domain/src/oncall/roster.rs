//! Who is on call.

use super::channel::{Channel, Way};
use super::course::Step;
use super::overrides::Override;
use super::page::Contact;
use super::policy::{Called, EscalationPolicy, EscalationStep};
use super::schedule::Schedule;
use crate::actor::Rank;
use crate::desk::Desk;
use crate::value::EmailAddress;
use jiff::{SignedDuration, Timestamp};

/// Who is contacted for a step.
#[derive(Debug)]
pub(super) struct Contacts {
    /// Who, how and when.
    pub(super) contacts: Vec<Contact>,
    /// `true` if people are named, and none of them is on call.
    pub(super) is_nobody: bool,
}

/// Who is on call at a desk, with the overrides that hold.
#[derive(Debug, Clone, Copy)]
pub struct Roster<'d> {
    /// The desk.
    pub desk: &'d Desk,
    /// The overrides of its schedules, in any order.
    pub overrides: &'d [Override],
}

impl<'d> Roster<'d> {
    /// Returns who is on call by a schedule.
    #[must_use]
    pub fn on_call(&self, schedule: &'d Schedule, at: Timestamp) -> Vec<&'d EmailAddress> {
        let zone = schedule.zone(self.desk.zone());
        let local = at.to_zoned_datetime(zone.clone()).datetime();
        let rules = schedule.rules.iter().filter(|rule| rule.holds(local));
        let mut people = Vec::new();
        for rule in rules {
            match &*rule.who {
                Called::Person(email) => people.push(email),
                Called::Group(id) => people.extend(self.turn(id, at)),
            }
        }
        let mut held: Vec<&Override> = self
            .overrides
            .iter()
            .filter(|it| it.holds(&schedule.id, at))
            .collect();
        held.sort_by_key(|it| it.id);
        for one in held {
            one.kind.change(&mut people, self.desk);
        }
        self.once(people)
    }

    /// Returns whom a step calls.
    #[must_use]
    pub fn called(&self, who: &'d Called, at: Timestamp) -> Vec<&'d EmailAddress> {
        let people = match who {
            Called::Person(email) => vec![email],
            Called::Group(id) => {
                let schedule = self.desk.schedule(id);
                let mut teams = self.desk.teams.iter();
                let team = teams.find(|team| team.id.as_str() == id);
                match (schedule, team) {
                    (Some(schedule), _) => return self.on_call(schedule, at),
                    (None, Some(team)) => team.addresses(),
                    (None, None) => self.turn(id, at).into_iter().collect(),
                }
            }
        };
        self.once(people)
    }

    /// Returns whom a step of a policy would call.
    #[must_use]
    pub fn step(&self, step: &'d EscalationStep, at: Timestamp) -> Vec<&'d EmailAddress> {
        let named = step.notify.iter();
        self.once(named.flat_map(|who| self.called(who, at)).collect())
    }

    /// Returns the channels that a step calls by, beside people.
    pub fn step_channels(&self, step: &'d EscalationStep) -> impl Iterator<Item = &'d Channel> {
        let roster = *self;
        let named = step.notify.iter();
        named.filter_map(move |who| roster.channel(who))
    }

    /// Returns who is contacted how and when, if a step is called at that instant. The last resort of a policy that names nobody there are the
    /// desk's admins, or else its leads, or else its agents.
    pub(super) fn contacts(
        &self,
        policy: Option<&'d EscalationPolicy>,
        step: Step,
        at: Timestamp,
    ) -> Contacts {
        let named: Vec<&Called> = match (policy, step) {
            (Some(policy), Step::Level { level, .. }) => {
                let step = policy.steps.get(usize::from(level));
                let named = step.iter().flat_map(|step| &step.notify);
                named.map(|who| &**who).collect()
            }
            (Some(policy), Step::LastResort) => {
                policy.last_resort.iter().map(|who| &**who).collect()
            }
            (None, _) => Vec::new(),
        };
        let channels: Vec<&Channel> = named.iter().filter_map(|who| self.channel(who)).collect();
        let people = named.iter().flat_map(|who| self.called(who, at)).collect();
        let mut people = self.once(people);
        if people.is_empty() && step == Step::LastResort {
            let ranks = [Rank::Admin, Rank::Lead, Rank::Agent].into_iter();
            let mut ranks = ranks.map(|rank| self.desk.ranked(rank).collect::<Vec<_>>());
            people = ranks.find(|people| !people.is_empty()).unwrap_or_default();
        }
        // A step of channels alone is as it was meant.
        let is_nobody = people.is_empty() && (channels.is_empty() || channels.len() < named.len());
        let own = channels.into_iter().map(|channel| Contact {
            to: None,
            way: Way::Channel((*channel.id).clone()),
            at,
        });
        let contacts = people.into_iter().flat_map(|email| self.ways(email, at));
        Contacts {
            contacts: contacts.chain(own).collect(),
            is_nobody,
        }
    }

    /// Returns the channel that a step names.
    fn channel(&self, who: &Called) -> Option<&'d Channel> {
        match who {
            Called::Person(_) => None,
            Called::Group(id) => self.desk.channel(id),
        }
    }

    /// Returns how and when a person is contacted. A channel that the desk has no more is mail.
    pub(super) fn ways(&self, email: &EmailAddress, at: Timestamp) -> Vec<Contact> {
        let rules = self
            .desk
            .person(email)
            .map(|person| person.contact.as_slice());
        let contact = |way, after| Contact {
            to: Some(email.clone()),
            way,
            at: at.checked_add(after).unwrap_or(Timestamp::MAX),
        };
        match rules {
            None | Some([]) => vec![contact(Way::Mail, SignedDuration::ZERO)],
            Some(rules) => {
                let rules = rules.iter();
                let contacts =
                    rules.map(|rule| contact((*rule.channel).clone(), rule.after.duration()));
                contacts.collect()
            }
        }
    }

    /// Returns whose turn it is in the rotation with that ID.
    fn turn(&self, id: &str, at: Timestamp) -> Option<&'d EmailAddress> {
        self.desk.rotation(id)?.holder(at, self.desk.zone())
    }

    /// Returns those who work at the desk, each once.
    fn once(&self, people: Vec<&'d EmailAddress>) -> Vec<&'d EmailAddress> {
        let mut once: Vec<&EmailAddress> = Vec::new();
        for email in people {
            // An override may name somebody who has left since.
            if self.desk.person(email).is_some() && !once.contains(&email) {
                once.push(email);
            }
        }
        once
    }
}

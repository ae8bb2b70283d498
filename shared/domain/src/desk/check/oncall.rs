//! The check of who is on call: everybody who is named is there, and every call reaches somebody.

use super::reporter::Check;
use crate::desk::spanned::Spanned;
use crate::oncall::{
    Called, Channel, ChannelKind, EscalationPolicy, NAMES, PageHours, PageRule, PageWhen, Roster,
    Way,
};
use jiff::SignedDuration;

impl<'a> Check<'a> {
    pub(super) fn oncall(&mut self) {
        let desk = self.desk;
        self.unique(
            "escalation policy",
            desk.escalation_policies.iter().map(|p| &p.id),
        );
        self.unique("rotation", desk.rotations.iter().map(|it| &it.id));
        self.unique("schedule", desk.schedules.iter().map(|it| &it.id));
        self.group_names();
        self.channels();
        self.rotations();
        self.schedules();
        for policy in &desk.escalation_policies {
            self.policy(policy);
        }
        for rule in &desk.pages {
            self.page_rule(rule);
        }
    }

    /// A step names a schedule, a rotation or a team by its ID alone.
    fn group_names(&mut self) {
        let desk = self.desk;
        for schedule in &desk.schedules {
            let id = schedule.id.as_str();
            if desk.rotation(id).is_some() || self.is_team(id) {
                self.say(&schedule.id, TWO);
            }
        }
        for rotation in &desk.rotations {
            if self.is_team(rotation.id.as_str()) {
                self.say(&rotation.id, TWO);
            }
        }
    }

    fn channels(&mut self) {
        let desk = self.desk;
        self.unique("channel", desk.channels.iter().map(|it| &it.id));
        for channel in &desk.channels {
            let id = channel.id.as_str();
            if self.is_group(id) {
                self.say(&channel.id, TWO);
            }
            if id == "mail" {
                self.say(
                    &channel.id,
                    "`mail` is how people are mailed: choose another ID",
                );
            }
            match channel.kind {
                ChannelKind::Sns => self.topic(channel),
                ChannelKind::Ntfy | ChannelKind::Slack | ChannelKind::PagerDuty => {
                    self.address(channel);
                }
            }
            if channel.kind == ChannelKind::PagerDuty && channel.token_secret.is_none() {
                self.say(
                    &channel.id,
                    "PagerDuty asks for an integration key: write `token_secret` with the name of a secret",
                );
            }
            if let (false, Some(secret)) = (channel.kind.follows(), &channel.webhook_secret) {
                self.say(secret, "only PagerDuty tells Docket something: remove it");
            }
        }
        for person in &desk.people {
            for rule in &person.contact {
                if rule.after.duration() > MAX_CONTACT {
                    self.say(
                        &rule.channel,
                        "who is called hears of it within an hour: write `PT1H` or less as `after`",
                    );
                }
                if let Way::Channel(id) = &*rule.channel
                    && desk.channel(id.as_str()).is_none()
                {
                    self.say(
                        &rule.channel,
                        format!("there is no channel `{id}`: write `mail`, or the ID of one of `[[channels]]`"),
                    );
                }
            }
        }
    }

    /// A service of the web has one address.
    fn address(&mut self, channel: &Channel) {
        if let Some(topic) = &channel.topic_arn {
            self.say(
                topic,
                "only a channel of the kind `sns` has a topic: remove it",
            );
        }
        match (&channel.url, &channel.url_secret) {
            (Some(url), None) => {
                let is_web = ["https://", "http://"].iter().any(|it| url.starts_with(it));
                let is_plain = url.chars().all(|c| c.is_ascii_graphic());
                if !is_web || !is_plain {
                    self.say(url, format!("`{}` is no address: write `https://…`", **url));
                }
            }
            (None, Some(_)) => {}
            (None, None) if channel.kind.default_url().is_some() => {}
            (None, None) => self.say(
                &channel.id,
                "it has no address: write `url`, or `url_secret` with the name of a secret",
            ),
            (Some(url), Some(_)) => {
                self.say(
                    url,
                    "the address is a secret as well: remove one of the two",
                );
            }
        }
    }

    /// A topic is all that SNS asks for: the stack's role is what lets Docket tell it something.
    fn topic(&mut self, channel: &Channel) {
        if channel.topic_arn.is_none() {
            self.say(&channel.id, "it has no topic: write `topic_arn`");
        }
        const ALONE: &str = "a channel of the kind `sns` has a topic alone: remove it";
        if let Some(url) = &channel.url {
            self.say(url, ALONE);
        }
        for secret in [&channel.url_secret, &channel.token_secret]
            .into_iter()
            .flatten()
        {
            self.say(secret, ALONE);
        }
    }

    /// Returns `true` if people of the desk are called by that ID together.
    fn is_group(&self, id: &str) -> bool {
        let is_scheduled = self.desk.schedule(id).is_some() || self.desk.rotation(id).is_some();
        is_scheduled || self.is_team(id)
    }

    fn is_team(&self, id: &str) -> bool {
        self.desk.teams.iter().any(|team| team.id.as_str() == id)
    }

    fn rotations(&mut self) {
        let desk = self.desk;
        for rotation in &desk.rotations {
            self.unique("address", &rotation.people);
            for email in &rotation.people {
                self.known("person", email, desk.people.iter().map(|p| &p.email));
            }
            if rotation.people.len() < 2 {
                self.say(
                    &rotation.id,
                    "it never hands over to anybody: name two people or more, or name the one in place of the rotation",
                );
            }
        }
    }

    fn schedules(&mut self) {
        let desk = self.desk;
        for schedule in &desk.schedules {
            if schedule.rules.is_empty() {
                self.say(
                    &schedule.id,
                    "nobody is ever on call: add a rule, such as `{ who = \"…\" }`",
                );
            }
            for rule in &schedule.rules {
                match &*rule.who {
                    Called::Person(_) => self.called(&rule.who),
                    Called::Group(id) => {
                        if desk.rotation(id).is_none() {
                            self.say(
                                &rule.who,
                                format!("there is no rotation `{id}`: write the ID of one of `[[rotations]]`, or an address of `[[people]]`"),
                            );
                        }
                    }
                }
            }
        }
    }

    fn policy(&mut self, policy: &'a EscalationPolicy) {
        let mut before = None;
        for step in &policy.steps {
            for who in &step.notify {
                self.called(who);
            }
            let after = step.after.duration();
            if before.is_some_and(|before| after <= before) {
                self.say(
                    &step.after,
                    "the step before is not called sooner: write the steps in the order of their times",
                );
            }
            before = Some(after);
            if step.notify.is_empty() {
                self.say(
                    &step.after,
                    format!("this step calls nobody: remove it, or {NAMES}"),
                );
            }
        }
        if let Some(step) = policy.steps.get(MAX_STEPS) {
            self.say(
                &step.after,
                format!("a policy has at most {MAX_STEPS} steps: remove the others"),
            );
        }
        for who in &policy.last_resort {
            self.called(who);
        }
        let Some(last) = before else {
            self.say(
                &policy.id,
                "it calls nobody: add a step, such as `{ after = \"PT0S\", notify = [\"…\"] }`",
            );
            return;
        };
        if let Some(round) = &policy.round
            && round.duration() <= last
        {
            self.say(
                round,
                "a round ends after its last step: write a longer time",
            );
        }
    }

    /// Records a mistake if nobody is called.
    fn called(&mut self, who: &Spanned<Called>) {
        let desk = self.desk;
        let is_there = match &**who {
            Called::Person(email) => desk.people.iter().any(|person| *person.email == *email),
            Called::Group(id) => self.is_group(id) || desk.channel(id).is_some(),
        };
        if !is_there {
            self.say(who, format!("there is no `{}` to call: {NAMES}", **who));
        }
    }

    /// What a rule waits for can happen.
    fn page_when(&mut self, rule: &PageRule) {
        if *rule.when == PageWhen::Opened {
            if let Some(metric) = rule.metrics.first() {
                self.say(
                    metric,
                    "a ticket that is opened has missed nothing: remove `metrics`, or write `when = \"breached\"`",
                );
            }
            return;
        }
        if self.desk.service_levels.is_empty() {
            self.say(
                &rule.when,
                "the desk has no service levels, so no ticket misses one: remove the rule, or add `[[service_levels]]`",
            );
            return;
        }
        for metric in &rule.metrics {
            let mut levels = self.desk.service_levels.iter();
            if !levels.any(|level| level.targets(**metric).is_some()) {
                self.say(
                    metric,
                    format!(
                        "no service level has a target for `{}`: name another metric, or add one",
                        **metric
                    ),
                );
            }
        }
    }

    fn page_rule(&mut self, rule: &'a PageRule) {
        let desk = self.desk;
        for topic in &rule.topics {
            self.known("topic", topic, desk.topics.iter().map(|it| &it.id));
            let mut topics = desk.topics.iter();
            let known = topics.find(|it| *it.id == **topic);
            let has_policy = known.is_none_or(|it| it.escalation_policy.is_some());
            if rule.policy.is_none() && !has_policy {
                self.say(
                    topic,
                    "the rule names no `policy`, and neither does this topic: write one of the two",
                );
            }
        }
        for priority in &rule.priorities {
            let priorities = desk.priorities.iter().map(|it| &it.id);
            self.known("priority", priority, priorities);
        }
        if let Some(policy) = &rule.policy {
            let policies = desk.escalation_policies.iter().map(|it| &it.id);
            self.known("escalation policy", policy, policies);
        }
        if rule.policy.is_none() && rule.topics.is_empty() {
            self.say(
                &rule.when,
                "the rule calls nobody: write a `policy`, or the `topics` that name one",
            );
        }
        self.page_when(rule);
        if let Some(hours) = &rule.hours
            && **hours == PageHours::Closed
            && desk.hours.always_open
        {
            self.say(
                hours,
                "the desk is always open, so this never happens: remove `hours`",
            );
        }
        let own = rule.topics.iter().filter_map(|topic| {
            let topic = desk.topics.iter().find(|it| *it.id == **topic)?;
            topic.escalation_policy.as_deref()
        });
        let named = rule.policy.as_deref();
        let called: Vec<_> = named.map_or_else(|| own.collect(), |policy| vec![policy]);
        for policy in called.into_iter().filter_map(|id| desk.policy(id)) {
            let overrides = &[];
            let roster = Roster { desk, overrides };
            let hole = roster.hole(policy, rule.hours());
            if let Some(hole) = hole.filter(|_| policy.last_resort.is_empty()) {
                let at = hole.strftime("%A at %H:%M");
                self.say(
                    &policy.id,
                    format!("on {at} none of its steps calls anybody: add somebody to a schedule, or name a `last_resort`"),
                );
            }
        }
    }
}

/// The most steps of a policy.
const MAX_STEPS: usize = 50;
/// The longest time after which a way of contact follows a call.
const MAX_CONTACT: SignedDuration = SignedDuration::from_hours(1);

/// What is said of an ID that two groups have.
const TWO: &str = "another schedule, rotation, team or channel has this ID, and steps call them by it: rename one";

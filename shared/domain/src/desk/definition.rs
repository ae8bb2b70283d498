//! A desk, as its file describes it.

use super::access::{Access, Hosts};
use super::assignment::Assignment;
use super::brand::Brand;
use super::field::{Choice, Field};
use super::former::Former;
use super::holidays::HolidayFiles;
use super::hours::Hours;
use super::limits::Limits;
use super::notices::NoticeRule;
use super::people::{Person, Team};
use super::queue::QueueSettings;
use super::rating::Rating;
use super::replaced::{Replaced, current};
use super::settings::{
    Attachments, Cc, Contract, MailSettings, RemoteSession, Sharing, SupportAccess,
};
use super::spanned::Spanned;
use super::topic::{Category, Context, EntryLink, Resource, Topic};
use super::workflow::{AutoClose, Move, Phase, Reaction, Status, Workflow};
use crate::account::Company;
use crate::clock::{Calendar, ServiceLevel};
use crate::oncall::{Channel, EscalationPolicy, PageRule, Rotation, Schedule};
use crate::refusal::FieldProblem;
use crate::value::{
    CategoryId, ChoiceId, DeskId, EmailAddress, FieldId, Language, ResourceId, StatusId,
    TicketPrefix, TopicId, Words,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A support portal, read from its desk file with [`Desk::parse`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// The desk's ID, which is the first part of the path of its pages.
    pub id: Spanned<DeskId>,
    /// The desk's name, shown on pages and as the sender of mails.
    pub name: Spanned<Words>,
    /// The letters before its ticket numbers: `SPSUP` in `SPSUP-1494`.
    pub ticket_prefix: Spanned<TicketPrefix>,
    /// The number of its first ticket, 1 by default.
    #[serde(default = "one")]
    pub first_number: u64,
    /// The languages of the desk. The first is the default, used when no other fits.
    pub languages: Spanned<Vec<Language>>,
    /// The IANA name of the time zone of its opening hours and of the times that pages show.
    #[serde(rename = "time_zone")]
    pub(super) zone_name: Spanned<String>,
    /// The text at the top of the desk's page.
    pub intro: Option<Spanned<Words>>,
    /// The priority of a ticket whose requester chose none.
    pub default_priority: Option<Spanned<ChoiceId>>,
    /// The desk's own face on pages and in mails.
    #[serde(default)]
    pub brand: Brand,
    /// The opening hours.
    pub hours: Hours,
    /// The groups of topics, in the order of the page.
    pub categories: Vec<Category>,
    /// The topics that people can ask about, in the order of the page.
    pub topics: Vec<Topic>,
    /// The fields that the forms of topics can have.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The priorities, the most urgent first. Empty on a desk without priorities.
    #[serde(default)]
    pub priorities: Vec<Choice>,
    /// The impacts, which say how far a problem reaches.
    #[serde(default)]
    pub impacts: Vec<Choice>,
    /// The input for people to copy. `None` if the desk's forms have no such input.
    pub cc: Option<Cc>,
    /// The statuses of tickets.
    pub statuses: Vec<Status>,
    /// The status of a new ticket.
    pub workflow: Workflow,
    /// The changes of status that people may make.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// The changes of status that comments cause.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// The changes of status after a time without comments.
    #[serde(default)]
    pub auto_close: Vec<AutoClose>,
    /// The IDs that the desk no longer has and tickets may, with those that replace them.
    #[serde(default)]
    pub replaced: Replaced,
    /// Help pages and other links.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// The context values that links to the desk may carry.
    #[serde(default)]
    pub context: Vec<Context>,
    /// Short addresses of forms, for other systems to link to.
    #[serde(default)]
    pub entry_links: Vec<EntryLink>,
    /// The people who work at the desk.
    #[serde(default)]
    pub people: Vec<Person>,
    /// The limits of files on a ticket. `None` if the desk takes no files.
    pub attachments: Option<Attachments>,
    /// How often strangers may do what costs something or writes to people.
    #[serde(default)]
    pub limits: Limits,
    /// How people are mailed.
    #[serde(default)]
    pub mail: MailSettings,
    /// The groups of them.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// The order of its queue.
    #[serde(default)]
    pub queue: QueueSettings,
    /// Who works on a ticket.
    #[serde(default)]
    pub assignment: Assignment,
    /// The rules that tell the desk's people of what others do.
    #[serde(default)]
    pub notices: Vec<NoticeRule>,
    /// Who may open, see and answer tickets. `None` on a desk that knows no accounts.
    pub access: Option<Access>,
    /// The addresses at which support is not available.
    pub hosts: Option<Hosts>,
    /// The rule for sharing a ticket with others.
    pub sharing: Option<Sharing>,
    /// The rating that requesters are asked for.
    pub rating: Option<Rating>,
    /// The orders in which people are called.
    #[serde(default)]
    pub escalation_policies: Vec<EscalationPolicy>,
    /// Who is on call by weekday and hour.
    #[serde(default)]
    pub schedules: Vec<Schedule>,
    /// Who is on call in turn.
    #[serde(default)]
    pub rotations: Vec<Rotation>,
    /// What calls the people on call.
    #[serde(default)]
    pub pages: Vec<PageRule>,
    /// Ways to call people, beside mail.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Hours beside those of the desk.
    #[serde(default)]
    pub calendars: Vec<Calendar>,
    /// How fast the desk promises to answer and to solve. The first that is about a ticket counts.
    #[serde(default)]
    pub service_levels: Vec<ServiceLevel>,
    /// Customers' own terms.
    #[serde(default)]
    pub contracts: Vec<Contract>,
    /// The rule for remote sessions.
    pub remote_session: Option<RemoteSession>,
    /// The kinds of access that an administrator can grant.
    pub support_access: Option<SupportAccess>,
    /// What earlier versions called `[access]`, without effect. A file that was stored then can still be read.
    #[serde(default, rename = "accounts")]
    former_accounts: Option<IgnoredAny>,
    /// What earlier versions called `[hosts]`, likewise.
    #[serde(default, rename = "white_label")]
    former_white_label: Option<IgnoredAny>,
    #[serde(skip, default = "utc")]
    pub(super) zone: TimeZone,
    #[serde(skip)]
    pub(super) former: Former,
    #[serde(skip)]
    pub(super) life: Life,
}

/// The times at which a desk ended and began again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Life {
    /// The time at which the desk was removed. `None` while it is in use.
    pub removed_at: Option<Timestamp>,
    /// The time from which sessions count. Those that began earlier have ended.
    pub sessions_from: Option<Timestamp>,
}

fn one() -> u64 {
    1
}

fn utc() -> TimeZone {
    TimeZone::UTC
}

impl Desk {
    /// Returns the desk's first language, which is used when no other fits.
    #[must_use]
    pub fn default_language(&self) -> Language {
        self.languages
            .first()
            .cloned()
            .unwrap_or_else(Language::english)
    }

    /// Returns the first of the wanted languages that the desk has, or the desk's default.
    pub fn choose_language<'a>(&self, wanted: impl IntoIterator<Item = &'a Language>) -> Language {
        wanted
            .into_iter()
            .find(|language| self.languages.contains(language))
            .cloned()
            .unwrap_or_else(|| self.default_language())
    }

    /// Returns the language of the desk with this code.
    ///
    /// # Errors
    /// With the desk's languages, when it is none of them.
    pub fn language_named(&self, code: &str) -> Result<Language, FieldProblem> {
        let known = code.parse().ok();
        let known = known.filter(|language| self.languages.contains(language));
        known.ok_or_else(|| FieldProblem::NotAChoice {
            choices: self.languages.iter().map(ToString::to_string).collect(),
        })
    }

    /// Returns the time zone of its opening hours and of the times that pages show.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the desk with the times at which it ended and began again.
    #[must_use]
    pub fn with_life(mut self, life: Life) -> Self {
        self.life = life;
        self
    }

    /// Returns `true` if the desk was removed. Its tickets are kept, and nobody reaches them.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.life.removed_at.is_some()
    }

    /// Returns `true` if a session that began at that time has not ended with the desk.
    #[must_use]
    pub fn keeps_session(&self, begun: Timestamp) -> bool {
        self.life.sessions_from.is_none_or(|from| begun >= from)
    }

    /// Returns the name that headers and mails have.
    #[must_use]
    pub fn display_name(&self) -> &Words {
        self.brand.name.as_deref().unwrap_or(&self.name)
    }

    /// Returns the topic that counts for a ticket with this one: the same, or what replaces it.
    #[must_use]
    pub fn current_topic<'a>(&'a self, id: &'a TopicId) -> &'a TopicId {
        current(&self.replaced.topics, id)
    }

    /// Returns the topic with that ID, or the one that replaces it. Returns `None` for a topic that is gone.
    #[must_use]
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        let id = self.current_topic(id);
        self.topics.iter().find(|topic| *topic.id == *id)
    }

    /// Returns the topic that somebody names by its ID, or the one that replaces it.
    #[must_use]
    pub fn topic_named(&self, id: &str) -> Option<&Topic> {
        self.topic(&id.parse().ok()?)
    }

    /// Returns the topics of a category, in the order of the page.
    pub fn topics_of(&self, category: &CategoryId) -> impl Iterator<Item = &Topic> {
        self.topics
            .iter()
            .filter(move |topic| *topic.category == *category)
    }

    /// Returns the field with that ID, if there is one.
    #[must_use]
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| *field.id == *id)
    }

    /// Returns the fields of a topic's form, in the order of the form.
    pub fn fields_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Field> {
        topic.fields.iter().filter_map(|id| self.field(id))
    }

    /// Returns the resource with that ID, if there is one.
    #[must_use]
    pub fn resource(&self, id: &ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|resource| *resource.id == *id)
    }

    /// Returns the resources of a topic: its own, then those that every form shows.
    pub fn resources_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Resource> {
        let own = topic.resources.iter().filter_map(|id| self.resource(id));
        let everywhere = self.resources.iter().filter(|resource| {
            resource.everywhere && !topic.resources.iter().any(|id| **id == *resource.id)
        });
        own.chain(everywhere)
    }

    /// Returns the status that counts for a ticket with this one: the same, or what replaces it.
    #[must_use]
    pub fn current_status<'a>(&'a self, id: &'a StatusId) -> &'a StatusId {
        current(&self.replaced.statuses, id)
    }

    /// Returns the IDs of the desk's statuses, for a message about one that it has not.
    #[must_use]
    pub fn status_choices(&self) -> Vec<String> {
        let ids = self.statuses.iter().map(|status| status.id.to_string());
        ids.collect()
    }

    /// Returns `true` if the desk has that status now, so that tickets can get it.
    #[must_use]
    pub fn has_status(&self, id: &StatusId) -> bool {
        self.statuses.iter().any(|status| *status.id == *id)
    }

    /// Returns the status that tickets with that ID are in: the desk's own, what replaces it, or one that the desk had.
    #[must_use]
    pub fn status(&self, id: &StatusId) -> Option<&Status> {
        let id = self.current_status(id);
        let mut all = self.statuses.iter().chain(&self.former.statuses);
        all.find(|status| *status.id == *id)
    }

    /// Returns the phase of a status.
    ///
    /// A status that the desk never had counts as [`Phase::Open`], so that no ticket disappears from the queue.
    #[must_use]
    pub fn phase(&self, status: &StatusId) -> Phase {
        self.status(status)
            .map_or(Phase::Open, |status| status.phase)
    }

    /// Returns the priority that counts for a ticket with this one: the same, or what replaces it.
    #[must_use]
    pub fn current_priority<'a>(&'a self, id: &'a ChoiceId) -> &'a ChoiceId {
        current(&self.replaced.priorities, id)
    }

    /// Returns the rank of a priority in the queue: 0 is the most urgent one. A priority that is gone keeps its rank. A
    /// missing or unknown one comes after all others.
    #[must_use]
    pub fn rank(&self, priority: Option<&ChoiceId>) -> usize {
        let known = priority.and_then(|id| {
            let id = self.current_priority(id);
            let own = self.priorities.iter().position(|choice| *choice.id == *id);
            let mut former = self.former.priorities.iter();
            own.or_else(|| Some(former.find(|former| *former.id == *id)?.rank))
        });
        known.unwrap_or_else(|| self.last_rank())
    }

    /// Returns the rank behind every priority that the desk has or had.
    fn last_rank(&self) -> usize {
        let former = self.former.priorities.iter().map(|former| former.rank + 1);
        former.max().unwrap_or_default().max(self.priorities.len())
    }

    /// Returns the contract that counts for a customer: the one that their company names, or else that of the address's domain.
    #[must_use]
    pub fn contract_for(
        &self,
        company: Option<&Company>,
        email: &EmailAddress,
    ) -> Option<&Contract> {
        match company.and_then(|company| company.contract.as_ref()) {
            Some(id) => self.contract(id),
            None => self.contract_of(email),
        }
    }

    /// Returns the contract of the customer whose people have such addresses.
    #[must_use]
    pub fn contract_of(&self, email: &EmailAddress) -> Option<&Contract> {
        let of = |contract: &&Contract| {
            let mut domains = contract.domains.iter();
            domains.any(|domain| domain.eq_ignore_ascii_case(email.domain()))
        };
        self.contracts.iter().find(of)
    }

    /// Returns the contract with that ID.
    #[must_use]
    pub fn contract(&self, id: &ChoiceId) -> Option<&Contract> {
        self.contracts.iter().find(|it| *it.id == *id)
    }

    /// Returns the person who works at the desk with that address, if there is one.
    #[must_use]
    pub fn person(&self, email: &EmailAddress) -> Option<&Person> {
        self.people.iter().find(|person| *person.email == *email)
    }

    /// Returns the IANA name of its time zone, such as `Europe/Berlin`.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// Returns the mistakes in its hours that an earlier version did not see. A file that was stored with them can still be read.
    #[must_use]
    pub fn overlapping_hours(&self) -> Vec<String> {
        self.all_hours().filter_map(Hours::overlap).collect()
    }

    /// Returns its opening hours, and those of its calendars.
    fn all_hours(&self) -> impl Iterator<Item = &Hours> {
        let calendars = self.calendars.iter().map(|calendar| &calendar.hours);
        std::iter::once(&self.hours).chain(calendars)
    }

    /// Returns the iCalendar files that its holidays come from.
    pub fn holiday_files(&self) -> impl Iterator<Item = &Spanned<HolidayFiles>> {
        self.all_hours()
            .filter_map(|hours| hours.holiday_files.as_ref())
    }

    /// Returns the tables of earlier versions that the file has, each with the one that took its place. They have no effect.
    #[must_use]
    pub fn former_tables(&self) -> Vec<(&'static str, &'static str)> {
        let all = [
            (&self.former_accounts, ("accounts", "access")),
            (&self.former_white_label, ("white_label", "hosts")),
        ];
        let all = all
            .into_iter()
            .map(|(table, names)| (table.is_some(), names));
        let terms = |contract: &Contract| {
            contract.former_first_response.is_some() || contract.former_resolution.is_some()
        };
        let contracts = self.contracts.iter().any(terms);
        let all = all.chain([(contracts, ("contracts.first_response", "service_levels"))]);
        let there = all.filter(|(is_there, _)| *is_there);
        there.map(|(_, names)| names).collect()
    }
}

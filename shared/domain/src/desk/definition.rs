//! A desk, as its file describes it.

use super::field::{Choice, Field};
use super::hours::Hours;
use super::people::Person;
use super::settings::{
    Accounts, Attachments, Cc, Contract, EscalationPolicy, Rating, RemoteSession, Sharing,
    SupportAccess, WhiteLabel,
};
use super::spanned::Spanned;
use super::topic::{Category, Context, EntryLink, Resource, Topic};
use super::workflow::{AutoClose, Move, Phase, Reaction, Status, Workflow};
use crate::value::{
    CategoryId, ChoiceId, DeskId, EmailAddress, FieldId, Language, ResourceId, StatusId,
    TicketPrefix, TopicId, Words,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

/// A support portal.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Its ID, as in its address.
    pub id: Spanned<DeskId>,
    /// Its name, on pages and as the sender of mails.
    pub name: Spanned<Words>,
    /// The letters before its ticket numbers.
    pub ticket_prefix: Spanned<TicketPrefix>,
    /// The number of its first ticket.
    #[serde(default = "one")]
    pub first_number: u64,
    /// The languages it speaks; the first is used when no other fits.
    pub languages: Spanned<Vec<Language>>,
    /// The zone of its hours and of the times it shows.
    #[serde(rename = "time_zone")]
    pub(super) zone_name: Spanned<String>,
    /// What stands at the top of its page.
    pub intro: Option<Spanned<Words>>,
    /// The priority of a ticket whose sender chose none.
    pub default_priority: Option<Spanned<ChoiceId>>,
    /// When it is staffed.
    pub hours: Hours,
    /// The groups of topics, in order.
    pub categories: Vec<Category>,
    /// What people can ask for, in order.
    pub topics: Vec<Topic>,
    /// What forms ask.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// How urgent a ticket can be, the most urgent first.
    #[serde(default)]
    pub priorities: Vec<Choice>,
    /// How far a problem can reach.
    #[serde(default)]
    pub impacts: Vec<Choice>,
    /// How others are copied.
    pub cc: Option<Cc>,
    /// Where a ticket can stand.
    pub statuses: Vec<Status>,
    /// Where a ticket begins.
    pub workflow: Workflow,
    /// Who may move a ticket where.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// What comments set off.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// What silence leads to.
    #[serde(default)]
    pub auto_close: Vec<AutoClose>,
    /// Pages that help.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// What links bring along.
    #[serde(default)]
    pub context: Vec<Context>,
    /// Addresses that other systems link to.
    #[serde(default)]
    pub entry_links: Vec<EntryLink>,
    /// Who works here.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Which files a ticket takes.
    pub attachments: Option<Attachments>,
    /// Whether a request needs an account.
    pub accounts: Option<Accounts>,
    /// Whether a requester may share a ticket.
    pub sharing: Option<Sharing>,
    /// How the requester is asked what they thought of it.
    pub rating: Option<Rating>,
    /// Who is paged, in which order.
    #[serde(default)]
    pub escalation_policies: Vec<EscalationPolicy>,
    /// Customers' own terms.
    #[serde(default)]
    pub contracts: Vec<Contract>,
    /// Whether an agent may offer a remote session.
    pub remote_session: Option<RemoteSession>,
    /// What an administrator can grant access to.
    pub support_access: Option<SupportAccess>,
    /// Where support is, for people who come by an address of a customer's own.
    pub white_label: Option<WhiteLabel>,
    #[serde(skip, default = "utc")]
    pub(super) zone: TimeZone,
}

fn one() -> u64 {
    1
}

fn utc() -> TimeZone {
    TimeZone::UTC
}

impl Desk {
    /// The language used when no other fits.
    #[must_use]
    pub fn default_language(&self) -> Language {
        self.languages
            .first()
            .cloned()
            .unwrap_or_else(Language::english)
    }

    /// The first of the wanted languages that the desk speaks, or its default.
    pub fn choose_language<'a>(&self, wanted: impl IntoIterator<Item = &'a Language>) -> Language {
        wanted
            .into_iter()
            .find(|language| self.languages.contains(language))
            .cloned()
            .unwrap_or_else(|| self.default_language())
    }

    /// The zone of its hours and of the times it shows.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether it is staffed at that instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.hours.is_open(at, &self.zone)
    }

    /// The topic with that ID.
    #[must_use]
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| *topic.id == *id)
    }

    /// The topics of a category, in order.
    pub fn topics_of(&self, category: &CategoryId) -> impl Iterator<Item = &Topic> {
        self.topics
            .iter()
            .filter(move |topic| *topic.category == *category)
    }

    /// The field with that ID.
    #[must_use]
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| *field.id == *id)
    }

    /// The fields of a topic's form, in order.
    pub fn fields_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Field> {
        topic.fields.iter().filter_map(|id| self.field(id))
    }

    /// The resource with that ID.
    #[must_use]
    pub fn resource(&self, id: &ResourceId) -> Option<&Resource> {
        self.resources.iter().find(|resource| *resource.id == *id)
    }

    /// The resources of a topic: its own, then those that stand everywhere.
    pub fn resources_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Resource> {
        let own = topic.resources.iter().filter_map(|id| self.resource(id));
        let everywhere = self.resources.iter().filter(|resource| {
            resource.everywhere && !topic.resources.iter().any(|id| **id == *resource.id)
        });
        own.chain(everywhere)
    }

    /// The status with that ID.
    #[must_use]
    pub fn status(&self, id: &StatusId) -> Option<&Status> {
        self.statuses.iter().find(|status| *status.id == *id)
    }

    /// What a status means to the rules. A status that the desk no longer has counts as open, so that no ticket
    /// falls out of sight when a desk file changes.
    #[must_use]
    pub fn phase(&self, status: &StatusId) -> Phase {
        self.status(status)
            .map_or(Phase::Open, |status| status.phase)
    }

    /// The place of a priority in the queue, 0 being the most urgent. No priority comes last.
    #[must_use]
    pub fn rank(&self, priority: Option<&ChoiceId>) -> usize {
        self.priorities
            .iter()
            .position(|choice| Some(&*choice.id) == priority)
            .unwrap_or(self.priorities.len())
    }

    /// The one who works here under that address.
    #[must_use]
    pub fn person(&self, email: &EmailAddress) -> Option<&Person> {
        self.people.iter().find(|person| *person.email == *email)
    }

    /// The name of its zone, `Europe/Berlin`.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }
}

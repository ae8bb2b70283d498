//! A ticket's page.

use super::assignee::AssigneeView;
use super::details::{DetailsField, details_fields};
use super::draft::CommentDraft;
use super::files::{FileRow, FilesView};
use super::notices::NoticesView;
use super::rating::RatingView;
use super::service_levels::{ServiceLevelView, service_levels};
use super::timeline::Timeline;
use crate::pages::access::{ActiveGrant, active};
use crate::pages::act::act_in_words;
use crate::pages::agent::{ConsoleContext, what_was_done};
use crate::pages::course::CourseView;
use crate::pages::frame::Frame;
use crate::pages::messages::message;
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::pages::problem::Told;
use crate::request::{Call, ListPlace, PageState};
use crate::response::Response;
use crate::views::{MoveAnswer, StatusAnswer, moves};
use askama::Template;
use docket_app::links::{Access, query_of, with_query};
use docket_app::queue::Neighbours;
use docket_app::{TicketAccess, TicketView};
use docket_cloud::store::Delivery;
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::attachment::FileState;
use docket_domain::desk::{Choice, Desk};
use docket_domain::form::FieldValue;
use docket_domain::incident::BoardEntry;
use docket_domain::oncall::EscalationPolicy;
use docket_domain::ticket::{Change, Event, EventId, Ticket};
use docket_domain::{CompanyId, EmailAddress, Language, TicketId};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// The time for which the page of a new ticket tells that it has arrived.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "ticket.html")]
struct TicketPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    view: &'a TicketView,
    status: StatusAnswer,
    moves: Vec<MoveAnswer>,
    /// The end of every address on the page: the ticket key, if the reader came with it, and [`PageState`].
    query: String,
    state: PageState,
    /// `true` if the reader is signed in, and came without the key of the ticket.
    comes_signed_in: bool,
    /// The tickets beside this one in that list.
    neighbours: &'a Neighbours,
    /// The support access that the ticket's company has granted, for the desk's people.
    access: Option<TicketSupportAccess<'a>>,
    /// What became of the ticket's notices, for the desk's people.
    notices: Option<NoticesView<'a>>,
    /// The ticket that the reader had before, and what they did with it.
    left_list: Option<(TicketId, String)>,
    /// The version that the reader's last act led to.
    done_version: Option<u64>,
    draft: &'a CommentDraft,
    /// `true` when S3 redirected the browser here after an upload form. S3 adds the object's ETag
    /// to the address.
    led_from_storage: bool,
    /// The page's address with the newest events.
    newest: String,
    /// `true` when the page shows an older part of the timeline.
    shows_older: bool,
    now: Timestamp,
    /// The course of the page that called somebody for it. `None` where there is none, and where nobody looked.
    course: Option<CourseView>,
    /// The incidents that the ticket may be linked to.
    incidents: Vec<&'a BoardEntry>,
    /// `true` on the console's page, which looked for them.
    has_console: bool,
    /// Who works on it, for those who may change that.
    assignee: Option<AssigneeView<'a>>,
    /// The form for a rating, for a requester who may give one.
    rating: Option<RatingView<'a>>,
    /// The inputs that correct what it is about, for those who may.
    details_fields: Vec<DetailsField<'a>>,
    /// The policies that the reader may call.
    policies: Vec<&'a EscalationPolicy>,
    /// What its clocks show, for the desk's people.
    service_levels: Vec<ServiceLevelView>,
    /// The ticket's files; `None` when the desk takes no files.
    files: Option<FilesView<'a>>,
}

/// The support access of a ticket's company.
struct TicketSupportAccess<'a> {
    company: &'a CompanyId,
    /// The active grants. `None` where nobody looked: then the page leads to their list.
    grants: Option<Vec<ActiveGrant>>,
}

impl TicketPage<'_> {
    fn timeline(&self) -> Timeline<'_> {
        Timeline {
            texts: self.frame.texts,
            language: &self.frame.language,
            desk: self.desk,
            reader: &self.view.actor,
        }
    }

    /// Returns the address of the form that declares an incident for the ticket.
    fn declare(&self) -> String {
        let page = self.frame.links(self.desk).incidents();
        format!("{page}?ticket={}#declare", self.view.ticket.id)
    }

    /// Returns an address below the ticket in the API, with the ticket key if there is one.
    fn api(&self, what: &str) -> String {
        let ticket = self.frame.links(self.desk).api_ticket(&self.view.ticket.id);
        format!("{ticket}/{what}{}", self.query)
    }

    /// Returns the address of the page with the events before those that this one shows.
    fn older(&self) -> Option<String> {
        let older = self.view.events.older.as_ref()?;
        let page = with_query(&self.newest, &format!("older={older}"));
        Some(format!("{page}#timeline"))
    }

    /// Returns the first event of the ticket, unless the page shows an older part.
    fn first(&self) -> Option<&Event> {
        (!self.shows_older).then_some(&self.view.opening)
    }

    /// Returns the events of the part that the page shows, without the first one of the ticket.
    fn others(&self) -> impl Iterator<Item = &Event> {
        let events = self.view.events.events.iter();
        events.filter(|event| event.sequence > 1)
    }

    /// Returns the answers of the form and the context, each as HTML with its label in the desk file.
    fn details(&self) -> Vec<(String, String)> {
        let Some(opening) = self.view.opened_with() else {
            return Vec::new();
        };
        let fields = opening.fields.iter().map(|(id, value)| {
            let field = self.desk.field(id);
            let label = field.map_or_else(|| id.to_string(), |f| self.frame.w(&f.label).to_owned());
            let choices = field.map(|f| f.choices.as_slice()).unwrap_or_default();
            let value = match value {
                FieldValue::Text(text) | FieldValue::Number(text) => {
                    self.choice_label(choices, text)
                }
                FieldValue::Choices(ids) => {
                    let labels: Vec<String> = ids
                        .iter()
                        .map(|id| self.choice_label(choices, id.as_str()))
                        .collect();
                    labels.join(", ")
                }
            };
            (label, value)
        });
        let context = opening.context.iter().map(|(id, value)| {
            let known = self.desk.context.iter().find(|context| *context.id == *id);
            let label = known.map_or_else(|| id.to_string(), |c| self.frame.w(&c.label).to_owned());
            (label, value.to_string())
        });
        let details = fields.chain(context);
        details
            .map(|(label, value)| (label, docket_texts::html(&value)))
            .collect()
    }

    fn choice_label(&self, choices: &[Choice], id: &str) -> String {
        let known = choices.iter().find(|choice| *choice.id == *id);
        known.map_or_else(
            || id.to_owned(),
            |choice| self.frame.w(&choice.label).to_owned(),
        )
    }

    fn impact(&self) -> Option<String> {
        let id = self.view.ticket.impact.as_ref()?;
        Some(self.choice_label(&self.desk.impacts, id.as_str()))
    }

    fn priority(&self) -> Option<String> {
        let id = self.view.ticket.priority.as_ref()?;
        let label = self.desk.priority_label(id);
        Some(label.map_or_else(|| id.to_string(), |label| self.frame.w(label).to_owned()))
    }

    fn topic(&self) -> String {
        let id = &self.view.ticket.topic;
        let label = self.desk.topic_label(id);
        label.map_or_else(|| id.to_string(), |label| self.frame.w(label).to_owned())
    }

    fn staff(&self) -> bool {
        self.view.actor.is_staff()
    }

    fn new_key(&self) -> String {
        Uuid::now_v7().to_string()
    }

    /// Returns `true` if a change of status asks for words.
    fn needs_comment(&self) -> bool {
        self.moves.iter().any(|step| step.comment == "required")
    }

    /// Returns `true` when S3 has just redirected here from an upload form, and the file is not
    /// stored yet.
    fn is_checking(&self) -> bool {
        let actor = &self.view.actor;
        self.led_from_storage
            && self.view.files.iter().any(|file| {
                file.awaits_form_of(actor)
                    || (file.state == FileState::Checking && file.is_by(actor))
            })
    }

    /// Returns `true` when the reader has just opened the ticket.
    fn has_just_arrived(&self) -> bool {
        let ticket = &self.view.ticket;
        let is_theirs = match self.view.actor {
            Actor::Opener(_) => true,
            Actor::Requester(_) => ticket.confirmed_at == Some(ticket.opened_at),
            _ => false,
        };
        let is_told =
            self.draft.messages.is_empty() && self.draft.news.is_none() && !ticket.disowned;
        // Whoever has done something since then knows.
        let mut later = self.view.events.events.iter();
        let is_new = later.all(|event| {
            event.sequence == 1
                || matches!(event.change, Change::Attached { .. } | Change::Confirmed)
        });
        is_theirs && is_told && is_new && self.now.duration_since(ticket.opened_at) < JUST_NOW
    }

    /// Returns `true` if tickets on this topic page somebody, so that nobody is told to wait.
    fn is_urgent(&self) -> bool {
        self.desk
            .topic(&self.view.ticket.topic)
            .is_some_and(|topic| topic.urgent)
    }

    /// Returns the address of the list that the reader came from, at this ticket. Without one, it is the list that shows the
    /// ticket.
    fn list(&self) -> String {
        let phase = || self.desk.phase(&self.view.ticket.status);
        let place = self.state.place.clone();
        let state = PageState {
            place: Some(place.unwrap_or_else(|| ListPlace::beginning_of(phase()))),
            ..self.state.clone()
        };
        let list = self.frame.links(self.desk).queue_at(&state.query());
        let id = self.view.ticket.id.to_string();
        let list = with_query(&list, &query_of([("at", id.as_str())]));
        format!("{list}#{id}")
    }

    /// Returns the address of another ticket of the list that the reader came from.
    fn neighbour(&self, id: &TicketId) -> String {
        let page = self.frame.links(self.desk).ticket(id, Access::Staff);
        with_query(&page, &self.state.query())
    }

    /// Returns the version that the writer of a reply has seen.
    fn shown_version(&self) -> u64 {
        self.draft.seen_version.unwrap_or(self.view.ticket.version)
    }

    /// Returns the newest event with words, if there are several on the page.
    fn newest_event(&self) -> Option<&Event> {
        let said = self.others().filter(|event| event.change.words().is_some());
        let mut said: Vec<&Event> = said.collect();
        let newest = said.pop();
        newest.filter(|_| !said.is_empty() && !self.shows_older)
    }

    /// Returns what the reader has just done, in words.
    fn sent(&self) -> Option<String> {
        let (version, events) = (self.view.ticket.version, &self.view.events.events);
        let is_now = events.last().is_some_and(|it| it.sequence == version);
        if self.done_version != Some(version) || !is_now {
            return None;
        }
        act_in_words(&self.frame, events, &self.view.actor, &self.status.label)
    }

    /// Returns the language of what people wrote, if it is another one than that of the page.
    fn other_language(&self) -> Option<&Language> {
        let language = &self.view.ticket.language;
        (*language != self.frame.language).then_some(language)
    }

    /// Returns the explanation of the status, for its reader.
    fn status_help(&self) -> Option<&str> {
        let status = self.desk.status(&self.view.ticket.status)?;
        let help = match self.staff() {
            true => status.agent_help.as_deref(),
            false => status.help.as_deref(),
        };
        help.map(|help| self.frame.w(help))
    }

    /// Returns what a notice tells of, if the page shows it.
    fn told_of(&self, delivery: &Delivery) -> Option<String> {
        let events = &self.view.events.events;
        let is_it = |event: &&Event| event.sequence == delivery.event.sequence;
        let event = events.iter().find(is_it)?;
        Some(self.timeline().headline(event))
    }

    /// Returns the file that an event tells of, if the reader may see it.
    fn file_of(&self, event: &Event) -> Option<&FileRow> {
        match &event.change {
            Change::Attached { file, .. } => self.files.as_ref()?.find(*file),
            _ => None,
        }
    }

    /// Returns the mistakes, each with the ID of its input.
    fn summary(&self) -> Vec<(String, String)> {
        let anchor = |field: &str| match field {
            "comment" | "status" => "body".to_owned(),
            field => field.to_owned(),
        };
        let messages = self.draft.messages.iter();
        let messages = messages.map(|message| (anchor(&message.field), message.message.clone()));
        let problem = self.draft.problem.as_ref();
        let problem = problem.map(|it| (String::new(), Told::new(it, self.frame.texts).detail));
        problem.into_iter().chain(messages).collect()
    }

    /// Returns `true` if what the reader writes opens a ticket that follows this one.
    fn takes_follow_up(&self) -> bool {
        !self.staff() && self.view.ticket.is_past_reopening(self.desk, self.now)
    }

    /// Returns the tickets that this one follows, and that follow it, each with its label and its address, if the reader has a way there.
    fn linked(&self) -> Vec<(&'static str, &TicketId, Option<String>)> {
        let ticket = &self.view.ticket;
        let way = match (self.staff(), self.comes_signed_in) {
            (true, _) => Some(Access::Staff),
            (false, true) => Some(Access::NoKey),
            // The key of one ticket leads to no other.
            (false, false) => None,
        };
        let follows = ticket.follows.iter().map(|id| ("ticket-follows", id));
        let follow_up = ticket.follow_up.iter().map(|id| ("ticket-follow-up", id));
        let links = self.frame.links(self.desk);
        follows
            .chain(follow_up)
            .map(|(label, id)| (label, id, way.map(|way| links.ticket(id, way))))
            .collect()
    }

    fn is_opener(&self) -> bool {
        matches!(self.view.actor, Actor::Opener(_))
    }

    /// Returns `true` when the reader came by a mail, and may confirm that the request is theirs.
    fn may_confirm(&self) -> bool {
        self.view.ticket.takes_confirmation() && matches!(self.view.actor, Actor::Requester(_))
    }

    /// Returns `true` if the reader may share the ticket.
    fn may_share(&self) -> bool {
        let actor = &self.view.actor;
        actor.may(Action::Share) && (self.desk.shares() || actor.is_staff())
    }

    fn may_offer_session(&self) -> bool {
        let may = self.view.actor.may(Action::OfferRemoteSession);
        may && self.desk.offers_remote_sessions()
    }

    /// Returns the times to choose from for a remote session, in minutes, each with its value. The first is what nothing stands for.
    fn session_minutes(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("", "60"),
            ("15", "15"),
            ("30", "30"),
            ("120", "120"),
            ("240", "240"),
        ]
    }

    /// Returns the remote session that an event offers: its address, or nothing once its time is over.
    fn session_of(&self, event: &Event) -> Option<Option<String>> {
        match &event.change {
            Change::RemoteSessionOffered { address, ends_at } => {
                Some((*ends_at > self.now).then(|| address.to_string()))
            }
            _ => None,
        }
    }

    fn watchers(&self) -> Vec<&EmailAddress> {
        let view = self.view;
        let opening = view.opened_with();
        view.ticket.watchers_seen_by(&view.actor, opening).collect()
    }

    /// Returns `true` if the reader is copied, and may leave.
    fn may_leave(&self) -> bool {
        matches!(self.view.actor, Actor::Watcher { .. })
    }

    fn reader_email(&self) -> &str {
        self.view.actor.email().map_or("", |email| email.as_str())
    }

    /// Returns the name of who works on the ticket, for a requester who is told.
    fn assignee_name(&self) -> Option<&str> {
        let person = self
            .desk
            .assignee_seen_by(&self.view.ticket, &self.view.actor);
        person
            .filter(|_| self.assignee.is_none())
            .map(|person| person.name.as_str())
    }

    fn is_confirmed(&self) -> bool {
        self.view.ticket.confirmed_at.is_some()
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        let own = message(&self.draft.messages, field);
        // What is wrong with a status stands beside the box that it was sent from.
        let others = ["comment", "status"]
            .iter()
            .find_map(|field| message(&self.draft.messages, field));
        own.or(others.filter(|_| field == "body"))
    }
}

/// Returns the language of a ticket's page: the one in the query, or else the ticket's language for
/// its requester, or else the reader's.
#[must_use]
pub fn ticket_language(call: &Call, desk: &Desk, access: &TicketAccess) -> Language {
    language_for(call, desk, &access.ticket, &access.actor)
}

fn language_for(call: &Call, desk: &Desk, ticket: &Ticket, reader: &Actor) -> Language {
    let chosen = PageState::of(call).language;
    match (&chosen, reader) {
        (Some(language), _) => desk.choose_language([language]),
        (None, Actor::Opener(_) | Actor::Requester(_)) => {
            let own = call.own_language().into_iter();
            desk.choose_language(own.chain([&ticket.language]))
        }
        (None, _) => call.language(desk),
    }
}

/// Makes a ticket's page as its actor sees it. `draft` is input that was not sent, with the reasons. `list` tells of the
/// list that an agent came from.
#[must_use]
pub fn ticket(
    call: &Call,
    desk: &Desk,
    view: &TicketView,
    draft: &CommentDraft,
    list: &ConsoleContext,
) -> Response {
    let mut state = PageState::of(call);
    if !view.actor.is_staff() {
        state.place = None;
    }
    if draft.language.is_some() {
        state.language.clone_from(&draft.language);
    }
    let language = match &draft.language {
        Some(language) => desk.choose_language([language]),
        None => language_for(call, desk, &view.ticket, &view.actor),
    };
    let way = call.access(&view.actor);
    let query = with_query(&way.query(), &state.query());
    let mut frame = Frame::of_desk(call, desk, language.clone());
    frame.is_wide = view.actor.is_staff();
    frame.has_errors =
        !draft.messages.is_empty() || draft.news.is_some() || draft.problem.is_some();
    let address = frame.links(desk).ticket(&view.ticket.id, way);
    let newest = with_query(&address, &state.query());
    let part: Option<EventId> = call.query("older").and_then(|older| older.parse().ok());
    frame.form = Some("reply");
    frame.enter_text = "comment-submit";
    // The opener's page has a box for an address, and the Enter key in it corrects that.
    if matches!(view.actor, Actor::Opener(_)) && view.ticket.takes_address() {
        let ticket = frame.links(desk).api_ticket(&view.ticket.id);
        frame.enter = Some(format!("{ticket}/address{query}"));
        frame.enter_text = "ticket-address-submit";
    }
    let done_version = call.query("version").and_then(|it| it.parse().ok());
    let code = match (draft.news, draft.messages.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let code = draft.problem.as_ref().map_or(code, |it| it.status);
    let left_list = list.left.as_ref();
    let left_list = left_list.and_then(|left| what_was_done(&frame, desk, left, &view.actor));
    let is_lent = desk.support_access.is_some() && view.actor.is_staff();
    let company = view.ticket.company.as_ref().filter(|_| is_lent);
    let access = company.map(|company| TicketSupportAccess {
        company,
        grants: list
            .grants
            .as_ref()
            .map(|grants| active(&frame, desk, grants, true, call.now)),
    });
    let course = list.paging.as_ref();
    let course = course.map(|paging| CourseView::new(&frame, desk, paging));
    let policies = match view.actor.may(Action::CallOnCall) {
        true => desk.policies_for(&view.ticket.topic),
        false => Vec::new(),
    };
    let service_levels = match view.actor.is_staff() {
        true => service_levels(&frame, desk, &view.ticket, call.now),
        false => Vec::new(),
    };
    page_allowing(
        &Allowing::Files(&call.cloud.settings),
        code,
        &TicketPage {
            service_levels,
            assignee: AssigneeView::of(view, desk, &language),
            details_fields: details_fields(&frame, desk, &view.actor, draft),
            rating: RatingView::of(view, desk, draft, call.query("score"), call.now),
            led_from_storage: call.query("etag").is_some(),
            files: FilesView::of_ticket(call, desk, view, frame.texts),
            status: StatusAnswer::of(desk, &view.ticket.status, &language),
            moves: moves(&view.ticket, &view.actor, desk, &language, call.now),
            newest,
            shows_older: part.is_some(),
            now: call.now,
            frame,
            desk,
            view,
            query,
            state,
            comes_signed_in: way == Access::NoKey,
            neighbours: &list.neighbours,
            access,
            notices: list.deliveries.as_deref().map(NoticesView::new),
            course,
            policies,
            incidents: (list.board.iter()).flat_map(|board| board.open()).collect(),
            has_console: list.board.is_some(),
            left_list,
            done_version: draft.done_version.or(done_version),
            draft,
        },
    )
}

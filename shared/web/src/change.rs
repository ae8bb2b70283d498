//! The five steps of a change to a ticket, once for every function that makes one.

use crate::answers::TicketAnswer;
use crate::call::{Call, Response, see_other, ticket_json};
use crate::pages::{self, Typed};
use crate::problem::Problem;
use crate::texts::Texts;
use docket_cloud::Metric;
use docket_cloud::store::{Commit, CommitError, Once, Timeline};
use docket_domain::TicketId;
use docket_domain::attachment::Attachment;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Actor, Command, Event, RequestMark, Ticket};
use http::StatusCode;
use std::time::Duration;
use uuid::Uuid;

/// How often a change that met another one is decided again before the client is asked to come back.
const ATTEMPTS: u32 = 12;

/// A ticket as an actor sees it after a change, or without one.
#[derive(Debug)]
pub struct Seen {
    /// The ticket.
    pub ticket: Ticket,
    /// Its whole timeline.
    pub events: Vec<Event>,
    /// Its files.
    pub files: Vec<Attachment>,
    /// Who sees it.
    pub actor: Actor,
}

/// What came of a command: the ticket as it now is, or why not, with the ticket as it stands, so that a page shows both.
pub type Outcome = Result<Seen, (Problem, Seen)>;

/// Carries out a command on a ticket: loads it, asks the domain, commits what it decides.
///
/// A command that could not be read is refused only here, so that whoever may not see the ticket learns nothing, and a
/// page can show the ticket with what was typed.
///
/// # Errors
/// When the ticket is not open to the caller, is not at the version asked for, or the table fails.
pub async fn change(
    call: &Call,
    desk: &Desk,
    id: &TicketId,
    command: Result<Command, Problem>,
    once: Option<&Once>,
) -> Result<Outcome, Problem> {
    let wanted = call.if_match()?;
    for attempt in 0..ATTEMPTS {
        pause(attempt).await;
        let mut seen = call.ticket_seen(desk, id).await?;
        let command = match &command {
            Ok(command) => command,
            Err(problem) => return Ok(Err((problem.clone(), seen))),
        };
        if let Some((version, mark)) = once.and_then(|once| seen.done_by(&once.key)) {
            if once.is_some_and(|once| once.fingerprint != mark.fingerprint) {
                return Err(Problem::key_reused());
            }
            return Ok(Ok(seen.as_of(version)?));
        }
        if wanted.is_some_and(|version| version != seen.ticket.version) {
            return Err(Problem::stale());
        }
        let events = match seen.ticket.decide(command, desk, &seen.actor, call.now) {
            Ok(events) if events.is_empty() => return Ok(Ok(seen)),
            Ok(events) => remembering(events, once),
            Err(refusal) => return Ok(Err((refusal.into(), seen))),
        };
        let mut ticket = seen.ticket.clone();
        for event in &events {
            ticket = ticket.apply(event)?;
        }
        let commit = Commit::new(desk, &ticket, &events, call.now);
        match call.cloud.store.commit(&commit).await {
            Ok(()) => {
                call.cloud.metrics.note(Metric::TicketsChanged, 1);
                seen.ticket = ticket;
                seen.events.extend(events);
                return Ok(Ok(seen));
            }
            // Somebody else was quicker, perhaps with the same request: look again, at the version that is wanted too, and
            // decide again.
            Err(CommitError::Conflict | CommitError::Repeated) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::busy())
}

/// The events with the request that led to them on the last one: its place is the version that the request led to.
fn remembering(mut events: Vec<Event>, once: Option<&Once>) -> Vec<Event> {
    if let (Some(last), Some(once)) = (events.last_mut(), once) {
        last.request = Some(RequestMark {
            key: once.key.clone(),
            fingerprint: once.fingerprint.clone(),
        });
    }
    events
}

/// Waits a little before another attempt, longer each time and never two alike, so that changes that met do not meet again.
async fn pause(attempt: u32) {
    if attempt > 0 {
        let (_, low) = Uuid::new_v4().as_u64_pair();
        let millis = low % (u64::from(attempt) * 20) + 1;
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

/// Answers a change: JSON with the ticket, or the ticket's page; a browser whose command was refused gets the page with
/// what it typed and the reasons.
///
/// # Errors
/// With the refusal, for everybody who is not a browser.
pub fn answer_change(
    call: &Call,
    desk: &Desk,
    success: StatusCode,
    outcome: Outcome,
    typed: Typed,
) -> Result<Response, Problem> {
    match outcome {
        Ok(seen) if call.wants_html() => {
            let id = &seen.ticket.id;
            let query = call.key_query();
            Ok(see_other(&format!("/{}/tickets/{id}{query}", *desk.id)))
        }
        Ok(seen) => {
            let answer = TicketAnswer::new(&seen, desk, &call.language(desk));
            Ok(ticket_json(success, seen.ticket.version, &answer))
        }
        Err((problem, seen)) => {
            let language = pages::ticket_language(call, desk, &seen);
            let messages = problem.fields(Texts::of(&language));
            match messages {
                Some(messages) if call.wants_html() => {
                    Ok(pages::ticket(call, desk, &seen, &typed.refused(messages)))
                }
                _ => Err(problem),
            }
        }
    }
}

impl Call {
    /// The end of every address of a ticket for whoever came with its key: `?key=…`; nothing for all others.
    #[must_use]
    pub fn key_query(&self) -> String {
        let key = self.query("key").map(|key| {
            let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
            format!("?key={key}")
        });
        key.unwrap_or_default()
    }

    /// A ticket with its timeline, if it is open to the caller.
    ///
    /// # Errors
    /// 401 when the caller does not say who they are; 404 when there is no such ticket or it is not open to them.
    pub async fn ticket_seen(&self, desk: &Desk, id: &TicketId) -> Result<Seen, Problem> {
        // A session that has ended says nothing any more: whoever has only that is asked to sign in again.
        if self.query("key").is_none() {
            self.require_staff(desk).await?;
        }
        let timeline = self.cloud.store.timeline(id).await?;
        let timeline = timeline.ok_or_else(Problem::no_ticket)?;
        let actor = self.actor_on(desk, &timeline.ticket).await?;
        let actor = actor.ok_or_else(Problem::no_ticket)?;
        Ok(Seen::new(timeline, actor))
    }
}

impl Seen {
    /// A ticket as that actor sees it.
    #[must_use]
    pub fn new(timeline: Timeline, actor: Actor) -> Self {
        Self {
            ticket: timeline.ticket,
            events: timeline.events,
            files: timeline.files,
            actor,
        }
    }

    /// The files that the actor may see.
    pub fn files_seen(&self) -> impl Iterator<Item = &Attachment> {
        self.files
            .iter()
            .filter(|file| file.is_seen_by(&self.actor))
    }

    /// What a request under that key has done to this ticket already: the version that it led to, and its mark.
    fn done_by(&self, key: &str) -> Option<(u64, RequestMark)> {
        self.events.iter().find_map(|event| {
            let mark = event.request.as_ref().filter(|mark| mark.key == key)?;
            Some((event.sequence, mark.clone()))
        })
    }

    /// The ticket as it was at that version: a repeated request is answered as it was the first time.
    ///
    /// # Errors
    /// When the timeline has a gap.
    pub fn as_of(mut self, version: u64) -> Result<Self, Problem> {
        self.events.retain(|event| event.sequence <= version);
        if let Some(ticket) = Ticket::replay(&self.events)? {
            self.ticket = ticket;
        }
        Ok(self)
    }
}

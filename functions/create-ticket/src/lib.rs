//! `POST /api/desks/{desk}/tickets`: a new ticket.
//!
//! Anybody may open one. Its requester acts on it with the signed key that is in the answer and in the link of every mail.

use docket_cloud::store::{Commit, CommitError, Once, Timeline};
use docket_cloud::{Cloud, Metric};
use docket_domain::TicketId;
use docket_domain::desk::{Desk, Topic};
use docket_domain::form::{Draft, NewTicket};
use docket_domain::ticket::{Actor, Ticket, open};
use docket_web::answers::{CreatedAnswer, LinkAnswer, TicketAnswer};
use docket_web::pages::{self, FormPage};
use docket_web::{
    Call, Problem, Request, Response, Seen, keys, once_from, respond, see_other, set_header,
    ticket_json,
};
use http::StatusCode;
use http::header::LOCATION;

/// How often a number is taken anew when two equal requests meet.
const ATTEMPTS: usize = 4;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, create).await
}

async fn create(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let once = once_from(call, &desk.id, &mut input)?;
    let key_field = once.as_ref().map(|once| once.key.clone());
    let mut draft = input.draft();
    if draft.language.is_empty() {
        draft.language = call.language(&desk).to_string();
    }
    match input.finish_with(draft.check(&desk)) {
        Ok(new) => {
            // Read first: when it cannot be had, nothing has happened yet.
            let secret = call.cloud.store.signing_secret().await?;
            match commit(call, &desk, new, once.as_ref()).await {
                Ok(seen) => Ok(answer(call, &desk, &secret, &seen)),
                // Somebody went back to a form that was sent and wrote another request: it gets a key of its own.
                Err(problem) if problem.is_key_reused() => {
                    refuse(call, &desk, draft, None, problem)
                }
                Err(problem) => Err(problem),
            }
        }
        Err(problem) => refuse(call, &desk, draft, key_field, problem),
    }
}

/// Opens the ticket; a repeated request finds the ticket that the first one made, as it was then.
async fn commit(
    call: &Call,
    desk: &Desk,
    new: NewTicket,
    once: Option<&Once>,
) -> Result<Seen, Problem> {
    let store = &call.cloud.store;
    for _ in 0..ATTEMPTS {
        let number = store.next_number(desk).await?;
        let id = TicketId::new(desk.ticket_prefix.clone(), number).map_err(|_| Problem::busy())?;
        let event = open(new.clone(), id, desk, call.now);
        let ticket = Ticket::opened(&event)?;
        let events = vec![event];
        let commit = Commit {
            once,
            ..Commit::new(desk, &ticket, &events, call.now)
        };
        match store.commit(&commit).await {
            Ok(()) => {
                call.cloud.metrics.note(Metric::TicketsOpened, 1);
                let actor = Actor::Requester(ticket.requester.clone());
                let timeline = Timeline {
                    ticket,
                    events,
                    files: Vec::new(),
                };
                return Ok(Seen::new(timeline, actor));
            }
            Err(CommitError::Repeated) => {
                if let Some(seen) = repeated(call, once).await? {
                    return Ok(seen);
                }
            }
            // The same request is being carried out at this moment: the next attempt finds what it did.
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::busy())
}

async fn repeated(call: &Call, once: Option<&Once>) -> Result<Option<Seen>, Problem> {
    let store = &call.cloud.store;
    let Some(once) = once else { return Ok(None) };
    let Some(done) = store.done_before(once, call.now).await? else {
        return Ok(None);
    };
    if done.fingerprint != once.fingerprint {
        return Err(Problem::key_reused());
    }
    let Some(timeline) = store.timeline(&done.ticket).await? else {
        return Ok(None);
    };
    let actor = Actor::Requester(timeline.ticket.requester.clone());
    Seen::new(timeline, actor).as_of(done.version).map(Some)
}

fn answer(call: &Call, desk: &Desk, secret: &str, seen: &Seen) -> Response {
    let ticket = &seen.ticket;
    let key = keys::ticket_key(secret, &ticket.id, &ticket.requester.email);
    let path = format!("/{}/tickets/{}?key={key}", *desk.id, ticket.id);
    if call.wants_html() {
        return see_other(&path);
    }
    let language = &ticket.language;
    let resources = desk
        .topic(&ticket.topic)
        .into_iter()
        .flat_map(|topic| desk.resources_of(topic));
    let created = CreatedAnswer {
        ticket: TicketAnswer::new(seen, desk, language),
        key,
        url: format!("{}{path}", call.site()),
        resources: resources
            .map(|resource| LinkAnswer::resource(resource, language))
            .collect(),
    };
    let mut response = ticket_json(StatusCode::CREATED, ticket.version, &created);
    let location = format!("/api/desks/{}/tickets/{}", *desk.id, ticket.id);
    set_header(&mut response, LOCATION, &location);
    response
}

/// A browser gets its form back, with everything that was typed and a message beside each field that is wrong.
fn refuse(
    call: &Call,
    desk: &Desk,
    draft: Draft,
    key: Option<String>,
    problem: Problem,
) -> Result<Response, Problem> {
    let topic: Option<&Topic> = desk.topics.iter().find(|topic| *topic.id == *draft.topic);
    let language = desk.choose_language(
        draft
            .language
            .parse()
            .as_ref()
            .ok()
            .into_iter()
            .chain(&call.wanted_languages()),
    );
    let messages = problem.fields(docket_web::Texts::of(&language));
    match (topic, messages) {
        (Some(topic), Some(messages)) if call.wants_html() => Ok(pages::form(
            call,
            desk,
            topic,
            &FormPage {
                draft,
                messages,
                key,
            },
        )),
        _ => Err(problem),
    }
}

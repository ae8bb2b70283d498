//! `POST /api/desks/{desk}/tickets`: opens a ticket.
//!
//! Anybody may open one. The answer holds the opener's key, with which they read what they sent and
//! the status. The key of the requester is in mails alone.

use docket_app::links::{Access, Links, Signer, opener_key};
use docket_app::{AppError, TicketView, tickets};
use docket_cloud::Cloud;
use docket_cloud::store::Keyring;
use docket_domain::desk::{Desk, Topic, TopicKind};
use docket_domain::form::Draft;
use docket_texts::Texts;
use docket_web::pages::{self, FormPage};
use docket_web::views::{CreatedAnswer, LinkAnswer, TicketAnswer};
use docket_web::{
    Call, Problem, Request, Response, RouteId, idempotent_request, respond, see_other, set_header,
    ticket_json,
};
use http::StatusCode;
use http::header::LOCATION;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    match route {
        RouteId::OpenTicket => create(call).await,
        _ => Err(Problem::not_found()),
    }
}

async fn create(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    let mut draft = input.draft();
    if draft.language.is_empty() {
        draft.language = call.language(&desk).to_string();
    }
    input.trap();
    let new = match input.finish_with(draft.check(&desk)) {
        Ok(new) => new,
        Err(refusal) => {
            let key = request.map(|request| request.key);
            return refuse(call, &desk, draft, key, refusal.into());
        }
    };
    // The keys are read first: if that fails, no ticket was opened yet.
    let keys = call.cloud.store.keyring().await?;
    let (caller, wanted) = (call.caller(), request.as_ref());
    match tickets::open(&call.cloud, &desk, caller, &new, wanted, call.now).await {
        Ok(view) => Ok(answer(call, &desk, &keys, &view)),
        // A person went back to a sent form and wrote another request. The form gets a new key.
        Err(error @ AppError::KeyReused) => refuse(call, &desk, draft, None, error.into()),
        Err(error) => Err(error.into()),
    }
}

fn answer(call: &Call, desk: &Desk, keys: &Keyring, view: &TicketView) -> Response {
    let (ticket, links) = (&view.ticket, Links::new(&desk.id));
    let signer = Signer {
        keys,
        now: call.now,
    };
    let key = opener_key(&signer, ticket);
    let page = links.ticket(&ticket.id, Access::Key(&key));
    if call.wants_html() {
        let access = Access::Key(&key);
        return see_other(&links.ticket_after(&ticket.id, access, ticket.version));
    }
    let chosen = call.query("language").map(|_| call.language(desk));
    let language = chosen.as_ref().unwrap_or(&ticket.language);
    let resources = desk
        .topic(&ticket.topic)
        .into_iter()
        .flat_map(|topic| desk.resources_of(topic));
    let created = CreatedAnswer {
        ticket: TicketAnswer::new(view, desk, language),
        url: format!("{}{page}", call.site()),
        key,
        resources: resources
            .map(|resource| LinkAnswer::resource(resource, language))
            .collect(),
    };
    let mut response = ticket_json(StatusCode::CREATED, ticket.version, &created);
    set_header(&mut response, LOCATION, &links.api_ticket(&ticket.id));
    response
}

/// Answers a rejected request. A browser gets its form back, with its input and a message beside
/// each invalid field.
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
    let messages = problem.fields(Texts::of(&language));
    match (topic, messages) {
        (Some(topic), Some(messages)) if call.wants_html() && topic.kind == TopicKind::Form => {
            Ok(pages::form(
                call,
                desk,
                topic,
                &FormPage {
                    draft,
                    messages,
                    key,
                },
            ))
        }
        _ => Err(problem),
    }
}

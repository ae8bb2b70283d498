//! `POST /api/desks/{desk}/tickets`: opens a ticket. `POST /api/desks/{desk}/drafts`: keeps a form that a limit
//! turned away, and has a link mailed to send it. `POST /api/desks/{desk}/tickets/{id}/follow-up`: opens one that follows a closed one.
//!
//! Anybody may open one. The answer holds the opener's key, with which they read what they sent and
//! the status. The key of the requester is in mails alone, unless they sent a form that was kept: its link
//! was in a mail as well.

mod follow_up;

use docket_app::drafts::{self, DRAFT_LIFE};
use docket_app::links::{
    Access, Links, Signer, draft_of, held_of, held_token, mailbox_key, opener_key,
};
use docket_app::tickets::OpenedBy;
use docket_app::{AppError, TicketView, tickets};
use docket_cloud::Cloud;
use docket_cloud::store::IdempotentRequest;
use docket_domain::Refusal;
use docket_domain::desk::{Desk, MayOpen, TopicKind};
use docket_domain::form::{Draft, NewTicket};
use docket_domain::ticket::Ticket;
use docket_texts::Texts;
use docket_web::pages::{self, FormPage};
use docket_web::views::{CreatedAnswer, LinkAnswer, MessageAnswer, TicketAnswer};
use docket_web::{
    Call, Input, Problem, Request, Response, RouteId, idempotent_request, json, respond, see_other,
    set_header, ticket_json,
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
        RouteId::KeepDraft => keep(call).await,
        RouteId::FollowUp => follow_up::open(call).await,
        _ => Err(Problem::not_found()),
    }
}

async fn create(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    call.signed_in(&desk).await?;
    let typed = typed(call, &desk, input);
    if let Some(page) = in_another_language(call, &desk, &typed, request.as_ref()) {
        return Ok(page);
    }
    let Typed {
        draft,
        token,
        held,
        new,
        ..
    } = typed;
    let page = FormPage {
        draft,
        token,
        held,
        key: request.as_ref().map(|request| request.key.clone()),
        ..FormPage::default()
    };
    // A link from a mail tells who sends the form, as a session does.
    if page.token.is_empty() {
        match call.require_admission(&desk).await {
            Err(problem) if problem.asks_to_sign_in() && call.wants_html() => {
                return hold(call, &desk, &page.draft, problem).await;
            }
            admission => admission?,
        }
    }
    let new = match new {
        Ok(new) => new,
        Err(refusal) => return refuse(call, &desk, page, refusal.into()),
    };
    let by = opened_by(call, &desk, &page.token, &new).await?;
    // The keys are read first: if that fails, no ticket was opened yet.
    let keys = call.cloud.store.keyring().await?;
    let (caller, wanted) = (call.caller(), request.as_ref());
    match tickets::open(&call.cloud, &desk, caller, &new, &by, wanted, call.now).await {
        Ok(view) => {
            let signer = Signer {
                keys: &keys,
                now: call.now,
            };
            let proof = proof(&signer, &by, &page.token, &view.ticket);
            end_held(call, &signer, &page.held).await;
            Ok(answer(call, &desk, &signer, &view, &proof))
        }
        // A person went back to a sent form and wrote another request. The form gets a new key.
        Err(error @ AppError::KeyReused) => {
            let page = FormPage { key: None, ..page };
            refuse(call, &desk, page, error.into())
        }
        // Whom the form copies is known to the table alone.
        Err(AppError::Refused(refusal @ Refusal::Fields(_))) => {
            refuse(call, &desk, page, refusal.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Holds a form of somebody who has to sign in first, and leads them to its page, which asks for that. If it cannot be held, it comes back.
async fn hold(
    call: &Call,
    desk: &Desk,
    draft: &Draft,
    problem: Problem,
) -> Result<Response, Problem> {
    match drafts::hold(&call.cloud, desk, call.caller(), draft, call.now).await {
        Ok(id) => {
            let keys = call.cloud.store.keyring().await?;
            let signer = Signer {
                keys: &keys,
                now: call.now,
            };
            let page = Links::new(&desk.id).held_form(&held_token(&signer, &id));
            Ok(see_other(&page))
        }
        Err(error) => {
            tracing::warn!(%error, "a form was not held");
            Err(problem)
        }
    }
}

/// Ends the form that a ticket came from. If that fails, it ends by itself.
async fn end_held(call: &Call, signer: &Signer<'_>, token: &str) {
    let Some(id) = held_of(signer, token) else {
        return;
    };
    if let Err(error) = call.cloud.store.end_held_form(id).await {
        tracing::warn!(%error, "a held form was not ended");
    }
}

async fn keep(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let mut input = call.input()?;
    let request = idempotent_request(call, &desk.id, &mut input)?;
    call.require_admission(&desk).await?;
    let typed = typed(call, &desk, input);
    if let Some(page) = in_another_language(call, &desk, &typed, request.as_ref()) {
        return Ok(page);
    }
    let Typed { draft, new, .. } = typed;
    let new = match new {
        Ok(new) => new,
        Err(refusal) => {
            let page = FormPage {
                draft,
                ..FormPage::default()
            };
            return refuse(call, &desk, page, refusal.into());
        }
    };
    let (caller, request) = (call.caller(), request.as_ref());
    drafts::keep(&call.cloud, &desk, caller, &new, request, call.now).await?;
    let (email, hours) = (
        new.requester.email.as_str(),
        DRAFT_LIFE.as_hours().to_string(),
    );
    if call.wants_html() {
        return Ok(pages::draft_sent(call, &desk, email, &hours));
    }
    let texts = Texts::of(&new.language);
    let detail = texts.with("draft-sent", &[("email", email), ("hours", &hours)]);
    Ok(json(StatusCode::ACCEPTED, &MessageAnswer { detail }))
}

/// What somebody typed into a form.
struct Typed {
    draft: Draft,
    /// The token of the link that the form was opened by. Empty without one.
    token: String,
    /// The token of a form that was held. Empty without one.
    held: String,
    /// The language that the page is to have. Empty if the form was sent.
    show_in: String,
    /// What the form says, or its mistakes.
    new: Result<NewTicket, Refusal>,
}

fn typed(call: &Call, desk: &Desk, mut input: Input) -> Typed {
    let mut draft = input.draft();
    if draft.language.is_empty() {
        draft.language = call.language(desk).to_string();
    }
    // Where people have to be signed in, the session says who asks.
    let person = call.caller().known_signed_in();
    let person = person.filter(|person| person.staff.is_none());
    if let Some(person) = person.filter(|_| desk.may_open() != MayOpen::Anyone) {
        draft.email = person.email.to_string();
    }
    let token = input.text("draft");
    let held = input.text("kept");
    let show_in = input.text("show_in");
    input.trap();
    let new = input.finish_with(draft.check(desk));
    Typed {
        draft,
        token,
        held,
        show_in,
        new,
    }
}

/// Returns the form in another language, with all that was typed, if its reader asked for that.
fn in_another_language(
    call: &Call,
    desk: &Desk,
    typed: &Typed,
    request: Option<&IdempotentRequest>,
) -> Option<Response> {
    if typed.show_in.is_empty() || !call.wants_html() {
        return None;
    }
    let topic = desk.topic_named(&typed.draft.topic)?;
    let page = FormPage {
        draft: Draft {
            language: typed.show_in.clone(),
            ..typed.draft.clone()
        },
        token: typed.token.clone(),
        held: typed.held.clone(),
        key: request.map(|request| request.key.clone()),
        ..FormPage::default()
    };
    Some(pages::form(call, desk, topic, &page))
}

/// Returns who opens the ticket: anybody, who was mailed a link for the same address, or who is signed in with it.
async fn opened_by(
    call: &Call,
    desk: &Desk,
    token: &str,
    new: &NewTicket,
) -> Result<OpenedBy, Problem> {
    if !token.is_empty() {
        let kept = drafts::find(&call.cloud, desk, token, call.now).await?;
        if let Some(kept) = kept.filter(|kept| kept.email == new.requester.email) {
            return Ok(OpenedBy::Mailbox {
                draft: Some(kept.id),
            });
        }
    }
    let person = call.signed_in(desk).await?;
    // Whoever works at the desk opens tickets for others.
    let is_theirs =
        person.is_some_and(|person| person.staff.is_none() && person.email == new.requester.email);
    Ok(match is_theirs {
        true => OpenedBy::Session,
        false => OpenedBy::Anybody,
    })
}

/// How a request proves that its sender reads the mails of the requester's address.
enum Proof {
    None,
    /// By a session. It is what lets them in from then on, as long as it lasts.
    Session,
    /// By the token of a mailed link, which is as good as the key of a mail.
    Token,
}

/// Finds out how this very request proves it. That an earlier one did says nothing: whoever repeats it may be somebody else.
fn proof(signer: &Signer<'_>, by: &OpenedBy, token: &str, ticket: &Ticket) -> Proof {
    match by {
        OpenedBy::Session => Proof::Session,
        OpenedBy::Mailbox { .. } => Proof::Token,
        // The form has ended, since this is the same request again. With a token for another address, no ticket was confirmed.
        OpenedBy::Anybody if ticket.confirmed_at.is_some() && draft_of(signer, token).is_some() => {
            Proof::Token
        }
        OpenedBy::Anybody => Proof::None,
    }
}

fn answer(
    call: &Call,
    desk: &Desk,
    signer: &Signer<'_>,
    view: &TicketView,
    proof: &Proof,
) -> Response {
    let (ticket, links) = (&view.ticket, Links::new(&desk.id));
    let key = match proof {
        Proof::Token => mailbox_key(signer, ticket, &ticket.requester.email),
        Proof::None | Proof::Session => opener_key(signer, ticket),
    };
    let access = match proof {
        Proof::Session => Access::NoKey,
        Proof::None | Proof::Token => Access::Key(&key),
    };
    let page = links.ticket(&ticket.id, access);
    if call.wants_html() {
        return see_other(&links.ticket_after(&ticket.id, access, "", ticket.version));
    }
    let chosen = call.query("language").map(|_| call.language(desk));
    let language = chosen.as_ref().unwrap_or(&ticket.language);
    let resources = desk
        .topic(&ticket.topic)
        .into_iter()
        .flat_map(|topic| desk.resources_of(topic));
    let created = CreatedAnswer {
        ticket: TicketAnswer::new(view, desk, language, call.now),
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
fn refuse(call: &Call, desk: &Desk, page: FormPage, problem: Problem) -> Result<Response, Problem> {
    let draft = &page.draft;
    let topic = desk.topic_named(&draft.topic);
    let language = desk.choose_language(
        draft
            .language
            .parse()
            .as_ref()
            .ok()
            .into_iter()
            .chain(&call.wanted_languages()),
    );
    let Some(topic) = topic.filter(|topic| topic.kind == TopicKind::Form) else {
        return Err(problem);
    };
    let messages = call.form_messages(&language, problem)?;
    let page = FormPage { messages, ..page };
    Ok(pages::form(call, desk, topic, &page))
}

//! Signing in and out, for the desk's people.
//!
//! - `POST /api/desks/{desk}/sign-in` `{email}`: a link that works once goes to the address, if somebody who works at the
//!   desk has it. The answer is the same for every address.
//! - `POST /api/desks/{desk}/session` `{token}`: uses the link up and begins a session.
//! - `DELETE /api/desks/{desk}/session`, or `POST /api/desks/{desk}/sign-out` from a page: ends it.

use docket_cloud::Cloud;
use docket_cloud::store::{Grant, Session};
use docket_domain::desk::Desk;
use docket_domain::{EmailAddress, FieldError, FieldProblem};
use docket_web::{
    Call, Problem, Request, Response, SESSION_LIFE, grant_token_id, json, pages, respond,
    see_other, session_cookie, session_digest, set_header,
};
use http::header::SET_COOKIE;
use http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

/// How long a sign-in link works.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match (call.method(), call.rest().as_slice()) {
        (&Method::POST, ["sign-in"]) => ask(call, &desk).await,
        (&Method::POST, ["session"]) => begin(call, &desk).await,
        (&Method::DELETE, ["session"]) | (&Method::POST, ["sign-out"]) => end(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn ask(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let typed = input.text("email");
    let email: Result<EmailAddress, _> = match typed.trim() {
        "" => Err(vec![FieldError::new("email", FieldProblem::Missing)]),
        text => text
            .parse()
            .map_err(|_| vec![FieldError::new("email", FieldProblem::NotAnAddress)]),
    };
    let email = match input.finish_with(email) {
        Ok(email) => email,
        Err(problem) => return refuse(call, desk, &typed, problem),
    };
    let language = call.language(desk);
    if desk.person(&email).is_some() {
        let grant = Grant {
            id: Uuid::new_v4().simple().to_string(),
            desk: desk.id.clone(),
            email,
            language: language.clone(),
            expires_at: call.now.as_second() + LINK_LIFE.as_secs(),
        };
        call.cloud.store.put_grant(&grant).await?;
    }
    let minutes = LINK_LIFE.as_mins();
    if call.wants_html() {
        return Ok(pages::sign_in_sent(call, desk, minutes));
    }
    let detail =
        docket_web::Texts::of(&language).with("sign-in-sent", &[("minutes", &minutes.to_string())]);
    Ok(json(StatusCode::ACCEPTED, &json!({ "detail": detail })))
}

fn refuse(call: &Call, desk: &Desk, typed: &str, problem: Problem) -> Result<Response, Problem> {
    let texts = docket_web::Texts::of(&call.language(desk));
    match problem.fields(texts) {
        Some(messages) if call.wants_html() => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(pages::sign_in(call, desk, status, false, typed, &messages))
        }
        _ => Err(problem),
    }
}

async fn begin(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let token = input.text("token");
    let given = match token.trim() {
        "" => Err(vec![FieldError::new("token", FieldProblem::Missing)]),
        token => Ok(token.to_owned()),
    };
    let token = input.finish_with(given)?;
    let store = &call.cloud.store;
    let secret = store.signing_secret().await?;
    let id = grant_token_id(&secret, &token).ok_or_else(Problem::link_used)?;
    let grant = store
        .grant(&id, call.now)
        .await?
        .filter(|grant| grant.desk == *desk.id)
        .ok_or_else(Problem::link_used)?;
    let ends_at = call.now.checked_add(SESSION_LIFE).unwrap_or(call.now);
    let session = Session {
        desk: desk.id.clone(),
        email: grant.email.clone(),
        expires_at: ends_at.as_second(),
    };
    // Two random UUIDs: 244 bits that nobody guesses.
    let access_token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    if !store
        .begin_session(&grant, &session_digest(&access_token), &session)
        .await?
    {
        return Err(Problem::link_used());
    }
    let mut response = if call.wants_html() {
        see_other(&format!("/{}/tickets", *desk.id))
    } else {
        let answer = json!({ "access_token": access_token, "expires_at": ends_at.to_string() });
        json(StatusCode::CREATED, &answer)
    };
    let cookie = session_cookie(&desk.id, Some(&access_token), secure(call));
    set_header(&mut response, SET_COOKIE, &cookie);
    Ok(response)
}

async fn end(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    if let Some(token) = call.session_token(&desk.id) {
        call.cloud.store.end_session(&session_digest(token)).await?;
    }
    let mut response = if call.wants_html() {
        see_other(&format!("/{}", *desk.id))
    } else {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    };
    set_header(
        &mut response,
        SET_COOKIE,
        &session_cookie(&desk.id, None, secure(call)),
    );
    Ok(response)
}

fn secure(call: &Call) -> bool {
    !call.site().starts_with("http://")
}

//! Signs people in and out.
//!
//! - `POST /api/desks/{desk}/sign-in` `{email}`: mails a sign-in link that works once, if the
//!   address belongs to a person of the desk, or has asked for something there. The answer is the
//!   same for every address.
//! - `POST /api/desks/{desk}/session` `{token}`: uses up the link and starts a session.
//! - `DELETE /api/desks/{desk}/session`, or `POST /api/desks/{desk}/sign-out` from a page: ends the
//!   session.

use docket_app::Links;
use docket_app::links::own_path;
use docket_app::sign_in::{self, LINK_LIFE, LinkInUse, LinkRequest, LinkUse, NewSession};
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::{FieldError, FieldProblem, Refusal, clean};
use docket_texts::Texts;
use docket_web::pages::{SignInFor, SignInForm};
use docket_web::views::{MessageAnswer, SessionAnswer};
use docket_web::{
    Call, Problem, Request, Response, RouteId, json, pages, respond, see_other, session_cookie,
    set_header,
};
use http::header::SET_COOKIE;
use http::{HeaderName, StatusCode};

/// The header that empties a browser's store.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::AskForLink => ask(call, &desk).await,
        RouteId::BeginSession => begin(call, &desk).await,
        RouteId::ContinueSession => continue_session(call, &desk).await,
        RouteId::EndSession | RouteId::SignOut => end(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn ask(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let (typed, email) = input.email("email");
    let return_to = own_path(&desk.id, &input.text("return_to"));
    let email = match input.finish_with(email) {
        Ok(email) => email,
        Err(refusal) => return refuse(call, desk, typed, return_to, refusal.into()),
    };
    let language = call.language(desk);
    let wanted = LinkRequest {
        email,
        language: language.clone(),
        return_to,
    };
    sign_in::ask(&call.cloud, desk, call.caller(), wanted, call.now).await?;
    let minutes = LINK_LIFE.as_mins();
    if call.wants_html() {
        return Ok(pages::sign_in_sent(call, desk, minutes));
    }
    let detail = Texts::of(&language).with("sign-in-sent", &[("minutes", &minutes.to_string())]);
    Ok(json(StatusCode::ACCEPTED, &MessageAnswer { detail }))
}

fn refuse(
    call: &Call,
    desk: &Desk,
    email: String,
    return_to: Option<String>,
    problem: Problem,
) -> Result<Response, Problem> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let form = SignInForm {
        email,
        return_to: return_to.unwrap_or_default(),
        messages: call.form_messages(&call.language(desk), problem)?,
        ..SignInForm::default()
    };
    Ok(pages::sign_in(call, desk, status, SignInFor::Itself, &form))
}

async fn begin(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let token = input.text("token");
    let remember = input.flag("remember");
    let given = match clean::trimmed(&token) {
        "" => Err(vec![FieldError::new("token", FieldProblem::Missing)]),
        token => Ok(token.to_owned()),
    };
    let token = input.finish_with(given)?;
    let link = LinkInUse {
        token,
        remember,
        device: call.device(),
    };
    let (session, wanted) =
        match sign_in::begin(&call.cloud, desk, call.caller(), &link, call.now).await? {
            LinkUse::Begun(session, wanted) => (session, wanted),
            LinkUse::Ended => return Err(Problem::link_used()),
            LinkUse::NotGenuine => {
                return Err(Refusal::field("token", FieldProblem::NotASignInLink).into());
            }
        };
    start(call, desk, &session, wanted).await
}

/// Begins a session for somebody who is signed in at another desk.
async fn continue_session(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let wanted = own_path(&desk.id, &input.text("return_to"));
    input.finish()?;
    let found = call.signed_in_elsewhere(desk).await?;
    let there = found.ok_or_else(Problem::sign_in)?;
    let link = LinkInUse {
        device: call.device(),
        ..LinkInUse::default()
    };
    let (cloud, caller) = (&call.cloud, call.caller());
    let session = sign_in::begin_beside(cloud, desk, caller, (&there, &link), call.now).await?;
    start(call, desk, &session, wanted).await
}

/// Answers with a session that has just begun.
async fn start(
    call: &Call,
    desk: &Desk,
    session: &NewSession,
    wanted: Option<String>,
) -> Result<Response, Problem> {
    // Whoever was signed in here before is so no more. The link is used up, so a failure must not keep them from the new session.
    end_all(call).await.ok();
    let mut response = if call.wants_html() {
        see_other(&wanted.unwrap_or_else(|| Links::new(&desk.id).own_tickets()))
    } else {
        let answer = SessionAnswer {
            access_token: session.token.clone(),
            expires_at: session.ends_at.to_string(),
        };
        json(StatusCode::CREATED, &answer)
    };
    let life = session.ends_at.duration_since(call.now);
    let cookie = session_cookie(&desk.id, Some((&session.token, life)), call.is_secure());
    set_header(&mut response, SET_COOKIE, &cookie);
    Ok(response)
}

async fn end(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    end_all(call).await?;
    let mut response = if call.wants_html() {
        see_other(&Links::new(&desk.id).desk())
    } else {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    };
    set_header(
        &mut response,
        SET_COOKIE,
        &session_cookie(&desk.id, None, call.is_secure()),
    );
    // What somebody typed and did not send stays in their browser. The next one at it must not read it.
    set_header(&mut response, CLEAR_SITE_DATA, "\"storage\"");
    Ok(response)
}

/// Ends all sessions that the request carries.
async fn end_all(call: &Call) -> Result<(), Problem> {
    for token in call.session_tokens() {
        sign_in::end(&call.cloud, &token).await?;
    }
    Ok(())
}

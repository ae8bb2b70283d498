//! Sessions: one's own, and for an admin those of anybody.

use crate::done;
use docket_app::Links;
use docket_domain::access::Action;
use docket_domain::desk::Desk;
use docket_domain::{EmailAddress, FieldError, FieldProblem, Refusal};
use docket_web::views::{ListedSessionAnswer, SessionsAnswer};
use docket_web::{Call, Problem, Response, json};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let of = whose(call, desk, call.query("email").unwrap_or_default()).await?;
    let person = call.require_signed_in(desk).await?;
    let sessions = call.cloud.store.sessions(&desk.id, &of, call.now).await?;
    let sessions = sessions.iter();
    let answer = SessionsAnswer {
        sessions: sessions
            .map(|listed| ListedSessionAnswer::new(listed, &person.session))
            .collect(),
    };
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn end(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let of = whose(call, desk, call.query("email").unwrap_or_default()).await?;
    end_one(call, desk, &of, call.path_end()).await?;
    Ok(done(call, &Links::new(&desk.id).profile()))
}

pub(crate) async fn end_by_form(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let mut input = call.input()?;
    let session = input.text("session");
    let email = input.text("email");
    input.finish()?;
    let of = whose(call, desk, &email).await?;
    if session.is_empty() {
        for listed in call.cloud.store.sessions(&desk.id, &of, call.now).await? {
            if listed.digest != person.session {
                call.cloud.store.end_session(&listed.digest).await?;
            }
        }
    } else {
        end_one(call, desk, &of, &session).await?;
    }
    let links = Links::new(&desk.id);
    Ok(match of == person.email {
        true => done(call, &links.profile()),
        false => done(call, &links.account(&of)),
    })
}

async fn end_one(
    call: &Call,
    desk: &Desk,
    of: &EmailAddress,
    session: &str,
) -> Result<(), Problem> {
    let store = &call.cloud.store;
    let sessions = store.sessions(&desk.id, of, call.now).await?;
    // One that has ended already is no error: whoever presses a button twice has what they want.
    if let Some(found) = sessions.into_iter().find(|listed| listed.digest == session) {
        store.end_session(&found.digest).await?;
    }
    Ok(())
}

/// Returns whose sessions are meant: the caller's own, or for an admin those of that address.
async fn whose(call: &Call, desk: &Desk, email: &str) -> Result<EmailAddress, Problem> {
    let person = call.require_signed_in(desk).await?;
    if email.is_empty() {
        return Ok(person.email.clone());
    }
    let wrong = || FieldError::new("email", FieldProblem::NotAnAddress);
    let email: EmailAddress = email.parse().map_err(|_| Refusal::Fields(vec![wrong()]))?;
    let manages = person
        .staff
        .as_ref()
        .is_some_and(|staff| staff.may(Action::ManageAccounts));
    match manages || email == person.email {
        true => Ok(email),
        false => Err(Refusal::NotAllowed.into()),
    }
}

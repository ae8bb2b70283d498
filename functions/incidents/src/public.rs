//! What everybody sees.

use docket_app::incidents;
use docket_domain::desk::Desk;
use docket_web::pages::{self, Following};
use docket_web::views::DeskStatusAnswer;
use docket_web::{Call, Problem, Response, json};
use http::StatusCode;

pub(crate) async fn status(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let board = call.cloud.store.status_board(&desk.id).await?;
    Ok(json(StatusCode::OK, &DeskStatusAnswer::from(&board)))
}

pub(crate) async fn status_page(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    // The header shows who is signed in.
    call.signed_in(desk).await?;
    let board = call.cloud.store.status_board(&desk.id).await?;
    Ok(pages::status(call, desk, &board))
}

pub(crate) async fn incident(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let signed_in = call.signed_in(desk).await?;
    let signed_in = signed_in.map(|person| person.email.to_string());
    let id = call.incident_id()?;
    let view = incidents::view(&call.cloud, desk, id, None).await?;
    let view = view.ok_or_else(Problem::no_incident)?;
    let about = (&view.incident, view.events.as_slice());
    let done = call.query("done").and_then(words_of);
    let token = call.query("token").unwrap_or_default();
    let by = incidents::by_token(&call.cloud, &view.incident, token, call.now).await?;
    let following = match &by {
        Some(by) => Following::ByMail(token, by.follower.as_ref()),
        None => Following::MayAsk(signed_in),
    };
    Ok(pages::incident(call, desk, about, following, done))
}

/// Returns the text of what the reader has just done.
fn words_of(done: &str) -> Option<&'static str> {
    match done {
        "told" => Some("incident-done-told"),
        "asked" => Some("incident-done-asked"),
        "stopped" => Some("incident-done-stopped"),
        _ => None,
    }
}

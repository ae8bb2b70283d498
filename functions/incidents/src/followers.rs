//! Those who want to be told of an incident.

use docket_app::Links;
use docket_app::incidents::{self, Followed, Said};
use docket_app::links::{query_of, with_query};
use docket_domain::desk::Desk;
use docket_domain::incident::{Incident, IncidentId};
use docket_domain::{FieldProblem, Refusal};
use docket_texts::Texts;
use docket_web::views::MessageAnswer;
use docket_web::{Call, Problem, Response, json, see_other};
use http::StatusCode;

pub(crate) async fn follow(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = call.incident_id()?;
    let incident = incidents::incident_of(&call.cloud, desk, id).await?;
    let incident = incident.ok_or_else(Problem::no_incident)?;
    let signed_in = call.signed_in(desk).await?;
    let mut input = call.input()?;
    input.trap();
    let language = input.text("language").parse().ok();
    let language = match &language {
        Some(language) => desk.choose_language([language]),
        None => call.language(desk),
    };
    let own = signed_in.filter(|_| !input.has("email"));
    let email = match own {
        Some(person) => Ok(person.email.clone()),
        None => input.email("email").1,
    };
    let email = input.finish_with(email)?;
    if incident.is_closed() {
        return Err(Refusal::IncidentClosed.into());
    }
    let (cloud, caller) = (&call.cloud, call.caller());
    let wish = (email, language);
    let followed = incidents::follow(cloud, desk, caller, &incident, wish, call.now);
    let done = match followed.await? {
        Followed::Told => "told",
        Followed::Asked => "asked",
    };
    answer(call, desk, id, StatusCode::ACCEPTED, done, None)
}

/// Notes what somebody says who came by the link of a mail.
pub(crate) async fn say(call: &Call, desk: &Desk, said: Said) -> Result<Response, Problem> {
    let (incident, token) = by_mail(call, desk).await?;
    let (cloud, language) = (&call.cloud, call.language(desk));
    let say = (token.as_str(), said);
    if !incidents::say(cloud, &incident, say, &language, call.now).await? {
        return Err(Refusal::field("token", FieldProblem::NotATokenOfMail).into());
    }
    let done = match said {
        Said::Yes => "told",
        Said::No => "stopped",
    };
    answer(call, desk, incident.id, StatusCode::OK, done, Some(&token))
}

/// Reads the token of a mail, and finds the incident that it is about.
async fn by_mail(call: &Call, desk: &Desk) -> Result<(Incident, String), Problem> {
    let incident = incidents::incident_of(&call.cloud, desk, call.incident_id()?).await?;
    let incident = incident.ok_or_else(Problem::no_incident)?;
    let mut input = call.input()?;
    let token = input.text("token");
    input.finish()?;
    Ok((incident, token))
}

/// Answers with what was done: in words, or with the page that says it.
fn answer(
    call: &Call,
    desk: &Desk,
    id: IncidentId,
    status: StatusCode,
    done: &str,
    token: Option<&str>,
) -> Result<Response, Problem> {
    if call.wants_html() {
        let page = Links::new(&desk.id).incident(&id);
        let token = token.map(|token| ("token", token));
        let query = query_of([("done", done)].into_iter().chain(token));
        return Ok(see_other(&with_query(&page, &query)));
    }
    let texts = Texts::of(&call.language(desk));
    let detail = texts.get(&format!("incident-done-{done}"));
    Ok(json(status, &MessageAnswer { detail }))
}

//! One's own profile.

use docket_app::Links;
use docket_app::accounts::{ProfileChange, change_profile};
use docket_domain::account::{Account, NoticeTopic};
use docket_domain::desk::Desk;
use docket_domain::form::MAX_NAME;
use docket_domain::{FieldError, FieldProblem, Line, Refusal, clean};
use docket_web::views::MeAnswer;
use docket_web::{Call, Input, Problem, Response, json, profile_page, see_other};
use http::StatusCode;

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let answer = MeAnswer::new(desk, person, person.account.as_ref());
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn change(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let mut input = call.input()?;
    let name = input.text_if_sent("name");
    let typed = name.clone().unwrap_or_default();
    let language = input.text_if_sent("language");
    let notices = notices(&mut input, desk);
    let change = input.finish_with(read_change(desk, name, language, notices));
    let change = match change {
        Ok(change) => change,
        Err(refusal) => return refuse(call, desk, &typed, refusal).await,
    };
    let account = change_profile(&call.cloud, desk, &person.email, &change).await?;
    let account: Account = account.ok_or_else(Problem::nothing_to_change)?;
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).profile()));
    }
    Ok(json(
        StatusCode::OK,
        &MeAnswer::new(desk, person, Some(&account)),
    ))
}

/// Shows the page again with the reasons.
async fn refuse(
    call: &Call,
    desk: &Desk,
    name: &str,
    refusal: Refusal,
) -> Result<Response, Problem> {
    let messages = call.form_messages(&call.language(desk), refusal.into())?;
    profile_page(call, desk, Some(name), messages).await
}

/// Returns what the person wants to be mailed about, and nothing if they did not say.
fn notices(input: &mut Input, desk: &Desk) -> Result<Option<Vec<String>>, FieldProblem> {
    let is_sent = input.has("notices");
    let wanted = input.texts("notices");
    match (is_sent, desk.chooses_notices()) {
        (false, _) => Ok(None),
        (true, false) => Err(FieldProblem::NotApplicable),
        // A form sends an empty entry with its boxes, so that none is something as well.
        (true, true) => Ok(Some(
            wanted.into_iter().filter(|name| !name.is_empty()).collect(),
        )),
    }
}

fn read_change(
    desk: &Desk,
    name: Option<String>,
    language: Option<String>,
    notices: Result<Option<Vec<String>>, FieldProblem>,
) -> Result<ProfileChange, Vec<FieldError>> {
    let mut mistakes = Vec::new();
    let mut refuse = |field: &str, problem| mistakes.push(FieldError::new(field, problem));
    let mut change = ProfileChange::default();
    if let Some(name) = name {
        match (clean::is_blank(&name), Line::new(&name, MAX_NAME)) {
            (true, _) => change.name = Some(None),
            (false, Ok(name)) => change.name = Some(Some(name)),
            (false, Err(error)) => refuse("name", error.into()),
        }
    }
    if let Some(language) = language {
        match desk.language_named(&language) {
            _ if language.is_empty() => change.language = Some(None),
            Ok(language) => change.language = Some(Some(language)),
            Err(problem) => refuse("language", problem),
        }
    }
    match notices {
        Ok(None) => {}
        Ok(Some(wanted)) => {
            let names = || NoticeTopic::ALL.map(|topic| topic.name().to_owned());
            if wanted.iter().any(|name| !names().contains(name)) {
                let choices = names().into();
                refuse("notices", FieldProblem::NotAChoice { choices });
            }
            let topics = NoticeTopic::ALL.into_iter();
            let muted = topics.filter(|topic| !wanted.iter().any(|name| name == topic.name()));
            change.muted = Some(muted.collect());
        }
        Err(problem) => refuse("notices", problem),
    }
    match mistakes.is_empty() {
        true => Ok(change),
        false => Err(mistakes),
    }
}

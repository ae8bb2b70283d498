//! One's own profile.

use docket_app::Links;
use docket_app::accounts::{ProfileChange, change_profile};
use docket_domain::account::NoticeTopic;
use docket_domain::desk::{Desk, Occasion};
use docket_domain::form::MAX_NAME;
use docket_domain::{EmailAddress, FieldError, FieldProblem, Line, Refusal, clean};
use docket_web::views::MeAnswer;
use docket_web::{Call, Input, Problem, Response, json, profile_page, see_other};
use http::StatusCode;
use std::collections::BTreeSet;

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let muted = call.muted_occasions(desk, &person.email).await?;
    let answer = MeAnswer::new(desk, person, person.account.as_ref(), &muted);
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn change(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let person = call.require_signed_in(desk).await?;
    let mut input = call.input()?;
    let name = input.text_if_sent("name");
    let typed = name.clone().unwrap_or_default();
    let language = input.text_if_sent("language");
    let notices = notices(&mut input, desk);
    let staff_notices = staff_notices(&mut input, desk, &person.email);
    let read = match (read_change(desk, name, language, notices), staff_notices) {
        (Ok(change), Ok(choices)) => Ok((change, choices)),
        (change, choices) => {
            let mistakes = change.err().unwrap_or_default().into_iter();
            Err(mistakes.chain(choices.err()).collect())
        }
    };
    let (change, choices) = match input.finish_with(read) {
        Ok(read) => read,
        Err(refusal) => return refuse(call, desk, &typed, refusal).await,
    };
    if let Some(choices) = &choices {
        let store = &call.cloud.store;
        store
            .mute_occasions(&desk.id, &person.email, choices.clone())
            .await?;
    }
    let account = match change == ProfileChange::default() && choices.is_some() {
        true => person.account.clone(),
        false => {
            let changed = change_profile(&call.cloud, desk, &person.email, &change).await?;
            Some(changed.ok_or_else(Problem::nothing_to_change)?)
        }
    };
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).profile()));
    }
    let muted = match choices {
        Some(choices) => choices,
        None => call.muted_occasions(desk, &person.email).await?,
    };
    let answer = MeAnswer::new(desk, person, account.as_ref(), &muted);
    Ok(json(StatusCode::OK, &answer))
}

/// Returns what one of the desk's people wants no mails about, and nothing if they did not say.
fn staff_notices(
    input: &mut Input,
    desk: &Desk,
    email: &EmailAddress,
) -> Result<Option<BTreeSet<Occasion>>, FieldError> {
    const FIELD: &str = "staff_notices";
    let is_sent = input.has(FIELD);
    let wanted = input.texts(FIELD);
    if !is_sent {
        return Ok(None);
    }
    let person = desk.person(email);
    let person = person.ok_or_else(|| FieldError::new(FIELD, FieldProblem::NotApplicable))?;
    let offered = desk.occasions_for(person);
    let mut named = wanted.iter().filter(|name| !name.is_empty());
    if !named.all(|name| offered.iter().any(|it| it.name() == name)) {
        let choices = offered.iter().map(|it| it.name().to_owned()).collect();
        return Err(FieldError::new(FIELD, FieldProblem::NotAChoice { choices }));
    }
    let is_wanted = |it: &Occasion| wanted.iter().any(|name| name == it.name());
    Ok(Some(
        offered.into_iter().filter(|it| !is_wanted(it)).collect(),
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

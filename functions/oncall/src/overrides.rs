//! Who is on call in place of whom, for a while.

use crate::html;
use docket_app::Links;
use docket_app::oncall::{add_override, last_pages, overrides_from, remove_override};
use docket_domain::desk::Desk;
use docket_domain::oncall::OverrideDraft;
use docket_web::views::OverrideAnswer;
use docket_web::{Call, Problem, Response, json, see_other};
use http::StatusCode;
use uuid::Uuid;

pub(crate) async fn page(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let overrides = overrides_from(&call.cloud.store, desk, call.now).await?;
    let (draft, none) = (OverrideDraft::default(), Vec::new());
    let pages = last_pages(&call.cloud, desk).await?;
    Ok(html::on_call(call, desk, &overrides, &pages, &draft, none))
}

pub(crate) async fn add(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let by = &call.require_signed_in(desk).await?.email;
    let mut input = call.input()?;
    let draft = OverrideDraft {
        schedule: input.text("schedule"),
        kind: input.text("kind"),
        person: input.text("person"),
        with: input.text("with"),
        from: input.text("from"),
        until: input.text("until"),
    };
    let checked = draft.check(desk, Uuid::now_v7(), by, call.now);
    let one = match input.finish_with(checked) {
        Ok(one) => one,
        Err(refusal) => {
            let messages = call.form_messages(&call.language(desk), refusal.into())?;
            let overrides = overrides_from(&call.cloud.store, desk, call.now).await?;
            let pages = last_pages(&call.cloud, desk).await?;
            return Ok(html::on_call(
                call, desk, &overrides, &pages, &draft, messages,
            ));
        }
    };
    add_override(&call.cloud, desk, &one).await?;
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).on_call()));
    }
    Ok(json(StatusCode::CREATED, &OverrideAnswer::from(&one)))
}

pub(crate) async fn delete(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = call.path_end().to_owned();
    end(call, desk, &id).await
}

pub(crate) async fn remove(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let id = input.text("override");
    input.finish()?;
    end(call, desk, &id).await
}

async fn end(call: &Call, desk: &Desk, id: &str) -> Result<Response, Problem> {
    let id: Uuid = id.trim().parse().map_err(|_| Problem::no_override())?;
    if !remove_override(&call.cloud, desk, id, call.now).await? {
        return Err(Problem::no_override());
    }
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).on_call()));
    }
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

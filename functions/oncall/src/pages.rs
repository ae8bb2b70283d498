//! Pages: read, and acted on.

use crate::html;
use docket_app::oncall::{self, Heard, PageView};
use docket_domain::desk::Desk;
use docket_domain::oncall::PageCommand;
use docket_web::views::{PageAnswer, PagesAnswer};
use docket_web::{Call, Problem, Response, json, see_other};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut pages = Vec::new();
    for view in oncall::last_pages(&call.cloud, desk).await? {
        pages.push(PageAnswer::new(&view, desk));
    }
    Ok(json(StatusCode::OK, &PagesAnswer { pages }))
}

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.on_page(desk).await?;
    let view = view(call, desk).await?;
    Ok(json(StatusCode::OK, &PageAnswer::new(&view, desk)))
}

pub(crate) async fn page(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.on_page(desk).await?;
    let view = view(call, desk).await?;
    let about = oncall::ticket_of(&call.cloud, &view.page).await?;
    Ok(html::paging(call, desk, &view, about.as_ref()))
}

pub(crate) async fn act(
    call: &Call,
    desk: &Desk,
    command: PageCommand,
) -> Result<Response, Problem> {
    let actor = call.on_page(desk).await?;
    call.input()?.finish()?;
    view(call, desk).await?;
    let id = call.page_id()?;
    let done = oncall::act(&call.cloud, desk, id, command, &actor, call.now).await?;
    done.ok_or_else(Problem::no_page)?;
    if call.wants_html() {
        return Ok(see_other(&call.page_address(desk, id)));
    }
    let view = view(call, desk).await?;
    Ok(json(StatusCode::OK, &PageAnswer::new(&view, desk)))
}

pub(crate) async fn hear_pagerduty(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let signatures = call.header("x-pagerduty-signature").unwrap_or_default();
    let (cloud, body) = (&call.cloud, call.body());
    match oncall::hear_pagerduty(cloud, desk, body, signatures, call.now).await? {
        Heard::Signed => {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NO_CONTENT;
            Ok(response)
        }
        Heard::NotSigned => Err(Problem::not_signed()),
    }
}

async fn view(call: &Call, desk: &Desk) -> Result<PageView, Problem> {
    let view = oncall::view(&call.cloud, desk, call.page_id()?).await?;
    let view = view.ok_or_else(Problem::no_page)?;
    call.check_page_keys(desk, &view.page).await?;
    Ok(view)
}

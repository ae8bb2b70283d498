//! The pages.
//!
//! - `/`: the desks. `/{desk}`: its topics. `/{desk}/new?topic=`: the form.
//! - `/{desk}/tickets`: the queue, for the desk's people. `/{desk}/tickets/{id}`: a ticket, for those it is open to.
//! - `/{desk}/sign-in`: asks for a link; with `?token=` it uses one.
//! - `/upload.js`: the script that sends files.
//! - `/{desk}/{entry link}`: as the desk file says, with the context that the link brings along.

use docket_cloud::Cloud;
use docket_domain::ContextId;
use docket_domain::desk::{Desk, EntryLink, Topic};
use docket_domain::form::Draft;
use docket_web::pages::{self, FormPage, Typed};
use docket_web::{Call, Problem, Request, Response, queue_page, respond};
use http::{Method, StatusCode};
use std::collections::BTreeMap;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call) -> Result<Response, Problem> {
    if ![Method::GET, Method::HEAD].contains(call.method()) || call.path().starts_with("/api/") {
        return Err(Problem::not_found());
    }
    if call.path() == "/" {
        return front(call).await;
    }
    if call.path() == pages::SCRIPT_PATH {
        return Ok(pages::script());
    }
    let desk = call.desk().await?;
    let context = context(call, &desk);
    match call.rest().as_slice() {
        [] => Ok(pages::topics(call, &desk, &context)),
        ["new"] => new(call, &desk, context),
        ["tickets"] => queue(call, &desk).await,
        ["tickets", _] => ticket(call, &desk).await,
        ["sign-in"] => Ok(match call.query("token") {
            Some(token) => pages::sign_in_confirm(call, &desk, token),
            None => pages::sign_in(call, &desk, StatusCode::OK, false, "", &[]),
        }),
        [path] => {
            let links: &[EntryLink] = &desk.entry_links;
            let link = links.iter().find(|link| link.path.as_str() == *path);
            let link = link.ok_or_else(Problem::not_found)?;
            Ok(match link.topic.as_deref().and_then(|id| desk.topic(id)) {
                Some(topic) => form(call, &desk, topic, context),
                None => pages::topics(call, &desk, &context),
            })
        }
        _ => Err(Problem::not_found()),
    }
}

async fn front(call: &Call) -> Result<Response, Problem> {
    let store = &call.cloud.store;
    let mut desks = Vec::new();
    for id in store.desks().await? {
        match store.desk(&id).await {
            Ok(desk) => desks.extend(desk),
            // One desk that cannot be read does not hide the others.
            Err(error) => tracing::error!(%error, desk = %id, "a desk is left out of the list"),
        }
    }
    Ok(pages::desks(call, &desks))
}

fn new(
    call: &Call,
    desk: &Desk,
    context: BTreeMap<ContextId, String>,
) -> Result<Response, Problem> {
    let Some(topic) = call.query("topic") else {
        return Ok(pages::topics(call, desk, &context));
    };
    let topic = desk.topics.iter().find(|known| *known.id == *topic);
    let topic = topic.ok_or_else(Problem::not_found)?;
    Ok(form(call, desk, topic, context))
}

fn form(call: &Call, desk: &Desk, topic: &Topic, context: BTreeMap<ContextId, String>) -> Response {
    let context = context
        .into_iter()
        .map(|(id, value)| (id.to_string(), value));
    let draft = Draft {
        context: context.collect(),
        ..Draft::default()
    };
    pages::form(
        call,
        desk,
        topic,
        &FormPage {
            draft,
            ..FormPage::default()
        },
    )
}

/// What the address brings along of what the desk wants to know. The rest of an address is nobody's business.
fn context(call: &Call, desk: &Desk) -> BTreeMap<ContextId, String> {
    desk.context
        .iter()
        .filter_map(|known| {
            let value = call.query(known.id.as_str())?;
            let printable = value
                .chars()
                .filter(|c| !c.is_control())
                .take(known.max_length);
            Some((known.id.clone(), printable.collect()))
        })
        .collect()
}

async fn queue(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let Some(actor) = call.staff(desk).await? else {
        return Ok(pages::sign_in(
            call,
            desk,
            StatusCode::UNAUTHORIZED,
            false,
            "",
            &[],
        ));
    };
    let (phase, list) = queue_page(call, desk).await?;
    Ok(pages::queue(call, desk, &actor, phase, &list))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = call.ticket_id()?;
    if call.query("key").is_none() && call.staff(desk).await?.is_none() {
        return Ok(pages::sign_in(
            call,
            desk,
            StatusCode::UNAUTHORIZED,
            true,
            "",
            &[],
        ));
    }
    let seen = call.ticket_seen(desk, &id).await?;
    Ok(pages::ticket(call, desk, &seen, &Typed::default()))
}

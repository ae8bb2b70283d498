//! The pages for requesters. The desk's people have theirs in the console.
//!
//! - `/`: the desks. `/{desk}`: its topics. `/{desk}/new?topic=`: the form; with `?draft=` one that was kept.
//! - `/{desk}/tickets`: the reader's own tickets. `/{desk}/tickets/{id}`: a ticket, for those who have its key or are signed in. A person
//!   who works at the desk is redirected to the console.
//! - `/{desk}/profile`: what the desk knows of the reader. `/{desk}/support-access`: what their company lends to the desk's people.
//! - `/{desk}/sign-in`: asks for a link. With `?token=` it uses one.
//! - `/upload.js`: the script that uploads files. `/page.js`: the script of pages that people write on. `/style.css`: the style sheet. `/openapi.json`, `/docs/api`: what the API promises.
//! - `/{desk}/{entry link}`: the topics or a form, as the desk file says, with the context in the
//!   link.

use docket_app::links::{Access, Links, own_path, with_query};
use docket_app::{drafts, sign_in};
use docket_cloud::Cloud;
use docket_domain::account::AccessDraft;
use docket_domain::desk::{Desk, EntryLink, Topic, TopicKind};
use docket_domain::form::Draft;
use docket_domain::{ContextId, clean};
use docket_texts::Texts;
use docket_web::pages::{self, CommentDraft, ConsoleContext, FormPage, SignInFor, SignInForm};
use docket_web::{
    Call, Problem, Request, Response, RouteId, access_page, own_page, profile_page, respond,
    see_other, ticket_page,
};
use http::StatusCode;
use std::collections::BTreeMap;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    match route {
        RouteId::Front => return front(call).await,
        RouteId::Script => return Ok(pages::script()),
        RouteId::PageScript => return Ok(pages::page_script()),
        RouteId::Style => return Ok(pages::style()),
        RouteId::OpenApi => return Ok(pages::openapi()),
        RouteId::ApiPage => return Ok(pages::api(call)),
        _ => {}
    }
    let desk = call.desk().await?;
    match route {
        RouteId::DeskStyle => return Ok(pages::desk_style(&desk)),
        RouteId::Logo => return pages::logo(&desk).ok_or_else(Problem::not_found),
        RouteId::MailLogo => return mail_logo(call, &desk).await,
        RouteId::Icon => return Ok(pages::icon(&desk)),
        _ => {}
    }
    // The header shows who is signed in.
    call.signed_in(&desk).await?;
    let context = context(call, &desk);
    match route {
        RouteId::TopicsPage => {
            call.require_admission(&desk).await?;
            topics(call, &desk, &context).await
        }
        RouteId::FormPage => new(call, &desk, context).await,
        RouteId::TicketsPage => own_tickets(call, &desk).await,
        RouteId::ProfilePage => profile_page(call, &desk, None, Vec::new()).await,
        RouteId::SupportAccessPage => {
            let trail = access_page(call, &desk).await?;
            let (draft, none) = (AccessDraft::default(), Vec::new());
            Ok(pages::own_access(call, &desk, &trail, &draft, none))
        }
        RouteId::TicketPage => ticket(call, &desk).await,
        RouteId::SignInPage => Ok(match call.query("token") {
            Some(token) => {
                let email = sign_in::address_of(&call.cloud, &desk, token, call.now).await?;
                let email = email.as_ref().map(|email| email.as_str());
                pages::sign_in_confirm(call, &desk, token, email)
            }
            None => {
                let wanted = call.query("return_to");
                let elsewhere = call.signed_in_elsewhere(&desk).await?;
                let form = SignInForm {
                    elsewhere: elsewhere.map(|session| session.email),
                    return_to: wanted
                        .and_then(|path| own_path(&desk.id, path))
                        .unwrap_or_default(),
                    ..SignInForm::default()
                };
                pages::sign_in(call, &desk, StatusCode::OK, SignInFor::Itself, &form)
            }
        }),
        RouteId::EntryPage => entry(call, &desk, context).await,
        _ => Err(Problem::not_found()),
    }
}

/// Answers with the logo that the desk's mails show.
async fn mail_logo(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let logo = call.cloud.store.desk_logo(&desk.id).await?;
    logo.map(pages::mail_logo).ok_or_else(Problem::not_found)
}

/// Shows the topics or a form, at an address that the desk file names.
async fn entry(
    call: &Call,
    desk: &Desk,
    context: BTreeMap<ContextId, String>,
) -> Result<Response, Problem> {
    let rest = call.rest();
    let links: &[EntryLink] = &desk.entry_links;
    let link = links.iter().find(|link| rest == [link.path.as_str()]);
    let link = link.ok_or_else(Problem::not_found)?;
    call.require_admission(desk).await?;
    Ok(match link.topic.as_deref().and_then(|id| desk.topic(id)) {
        Some(topic) => form(call, desk, topic, context).await?,
        None => topics(call, desk, &context).await?,
    })
}

async fn front(call: &Call) -> Result<Response, Problem> {
    if !call.cloud.settings.front_page {
        return Err(Problem::not_found());
    }
    let store = &call.cloud.store;
    let mut desks = Vec::new();
    for id in store.desks().await? {
        match store.desk(&id).await {
            Ok(desk) => desks.extend(desk.filter(|desk| desk.brand.listed && !desk.is_removed())),
            // One desk that cannot be read does not hide the others.
            Err(error) => tracing::error!(%error, desk = %id, "a desk is left out of the list"),
        }
    }
    Ok(pages::desks(call, &desks))
}

async fn new(
    call: &Call,
    desk: &Desk,
    context: BTreeMap<ContextId, String>,
) -> Result<Response, Problem> {
    if let Some(token) = call.query("draft") {
        return kept(call, desk, token).await;
    }
    if let Some(token) = call.query("kept") {
        return held(call, desk, token).await;
    }
    call.require_admission(desk).await?;
    let Some(topic) = call.query("topic") else {
        return topics(call, desk, &context).await;
    };
    let topic = desk.topic_named(topic);
    let topic = topic.ok_or_else(Problem::not_found)?;
    form(call, desk, topic, context).await
}

/// Shows a form that was kept, with what was typed into it.
async fn kept(call: &Call, desk: &Desk, token: &str) -> Result<Response, Problem> {
    let kept = drafts::find(&call.cloud, desk, token, call.now).await?;
    let kept = kept.ok_or_else(Problem::draft_ended)?;
    let topic = desk.topic_named(&kept.draft.topic);
    let topic = topic.ok_or_else(Problem::draft_ended)?;
    let page = FormPage {
        draft: kept.draft,
        // Who sends it twice opens one ticket.
        key: Some(kept.id),
        token: token.to_owned(),
        ..FormPage::default()
    };
    Ok(pages::form(call, desk, topic, &page))
}

/// Shows a form that was held until its sender had signed in, with what was typed into it. Whoever is not signed in yet is asked to.
async fn held(call: &Call, desk: &Desk, token: &str) -> Result<Response, Problem> {
    let held = drafts::held(&call.cloud, desk, token, call.now).await?;
    let held = held.ok_or_else(Problem::draft_ended)?;
    let Some(person) = call.signed_in(desk).await? else {
        let elsewhere = call.signed_in_elsewhere(desk).await?;
        let form = SignInForm {
            elsewhere: elsewhere.map(|session| session.email),
            email: held.draft.email,
            return_to: Links::new(&desk.id).held_form(token),
            ..SignInForm::default()
        };
        let status = StatusCode::UNAUTHORIZED;
        return Ok(pages::sign_in(
            call,
            desk,
            status,
            SignInFor::HeldForm,
            &form,
        ));
    };
    let topic = desk.topic_named(&held.draft.topic);
    let Some(topic) = topic.filter(|topic| topic.kind == TopicKind::Form) else {
        return Err(Problem::draft_ended());
    };
    // Whoever may not send it still finds their words, with the reason.
    let refused = desk.admit(person.visitor()).map_err(Problem::from).err();
    let texts = Texts::of(&call.language(desk));
    let page = FormPage {
        draft: held.draft,
        messages: refused.map_or_else(Vec::new, |problem| problem.messages(texts)),
        // Who sends it twice opens one ticket.
        key: Some(held.id),
        held: token.to_owned(),
        ..FormPage::default()
    };
    Ok(pages::form(call, desk, topic, &page))
}

/// Shows the topics, below the incidents that go on.
async fn topics(
    call: &Call,
    desk: &Desk,
    context: &BTreeMap<ContextId, String>,
) -> Result<Response, Problem> {
    let board = call.cloud.store.status_board(&desk.id).await?;
    Ok(pages::topics(call, desk, context, &board))
}

async fn form(
    call: &Call,
    desk: &Desk,
    topic: &Topic,
    context: BTreeMap<ContextId, String>,
) -> Result<Response, Problem> {
    let context = context
        .into_iter()
        .map(|(id, value)| (id.to_string(), value));
    let person = call.caller().known_signed_in();
    let person = person.filter(|person| person.staff.is_none());
    let name = person.and_then(|person| person.account.as_ref()?.name.as_ref());
    let draft = Draft {
        name: name.map(ToString::to_string).unwrap_or_default(),
        context: context.collect(),
        email: person.map_or_else(String::new, |person| person.email.to_string()),
        ..Draft::default()
    };
    let shown = FormPage {
        draft,
        board: call.cloud.store.status_board(&desk.id).await?,
        ..FormPage::default()
    };
    Ok(pages::form(call, desk, topic, &shown))
}

/// Returns the values in the query that the desk file declares as context. Each is cut to its
/// maximum length, and control characters are removed. Other parameters are ignored.
fn context(call: &Call, desk: &Desk) -> BTreeMap<ContextId, String> {
    desk.context
        .iter()
        .filter_map(|known| {
            let value = call.query(known.id.as_str())?;
            let value = clean::line(value).replace(['\r', '\n'], " ");
            let value = value.chars().take(known.max_length);
            Some((known.id.clone(), value.collect()))
        })
        .collect()
}

/// Shows a person the tickets that they asked for. Redirects the desk's people to the console.
async fn own_tickets(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    if call.staff(desk).await?.is_some() {
        return Ok(to_console(call, &Links::new(&desk.id).console()));
    }
    let list = own_page(call, desk).await?;
    Ok(pages::own_tickets(call, desk, list.tickets(), list.next()))
}

/// Shows a ticket to those who have its key. Redirects the desk's people to the console.
async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = call.ticket_id()?;
    let console = Links::new(&desk.id).ticket(&id, Access::Staff);
    if call.caller().key().is_none() && call.staff(desk).await?.is_some() {
        return Ok(to_console(call, &console));
    }
    let view = ticket_page(call, desk).await?;
    if view.actor.is_staff() {
        return Ok(to_console(call, &console));
    }
    let (draft, list) = (CommentDraft::default(), ConsoleContext::default());
    Ok(pages::ticket(call, desk, &view, &draft, &list))
}

/// Leads to a page of the console with the parameters of the address, such as the phase or the
/// language, but without a key: an agent needs none.
fn to_console(call: &Call, console: &str) -> Response {
    see_other(&with_query(console, &call.query_without("key")))
}

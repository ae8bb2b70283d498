//! One request, and how its parts are read.

use super::input::Input;
use super::negotiate;
use crate::identity;
use crate::problem::Problem;
use docket_app::links::{Access, FRONT};
use docket_app::{Caller, Links, TicketView, tickets};
use docket_cloud::Cloud;
use docket_domain::actor::Actor;
use docket_domain::attachment::FileId;
use docket_domain::desk::Desk;
use docket_domain::{DeskId, Language, TicketId};
use docket_texts::Texts;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, IF_MATCH};
use http::{HeaderMap, Method};
use jiff::Timestamp;
use std::sync::Arc;

/// A request as every function gets it, whether from API Gateway or on one machine.
pub type Request = lambda_http::Request;

/// The most bytes of a request's body.
pub const MAX_BODY: usize = 64 * 1024;

/// One request with what is needed to answer it.
#[derive(Debug)]
pub struct Call {
    /// What every function stands on.
    pub cloud: Cloud,
    /// The present: the same throughout one request.
    pub now: Timestamp,
    request: Request,
    segments: Option<Vec<String>>,
    query: Vec<(String, String)>,
    caller: Caller,
}

impl Call {
    pub(crate) fn new(cloud: Cloud, request: Request) -> Self {
        let segments = request
            .uri()
            .path()
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| {
                let decoded = percent_encoding::percent_decode_str(segment).decode_utf8();
                decoded.map(|segment| segment.into_owned()).ok()
            })
            .collect();
        let query = form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes());
        let mut call = Self {
            now: cloud.clock.now(),
            cloud,
            query: query.into_owned().collect(),
            segments,
            request,
            caller: Caller::default(),
        };
        let token = call
            .desk_id()
            .ok()
            .and_then(|desk| identity::session_token(call.headers(), &desk));
        call.caller = Caller::new(call.query("key").map(str::to_owned), token);
        call
    }

    /// Who asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the agent or lead who is signed in at the desk, if anybody is.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn staff(&self, desk: &Desk) -> Result<Option<&Actor>, Problem> {
        Ok(self.caller.staff(&self.cloud, desk, self.now).await?)
    }

    /// Returns the agent or lead who is signed in at the desk.
    ///
    /// # Errors
    /// 401 when nobody is.
    pub async fn require_staff(&self, desk: &Desk) -> Result<&Actor, Problem> {
        self.staff(desk).await?.ok_or_else(Problem::sign_in)
    }

    /// Loads the ticket that the path names, as the caller sees it.
    ///
    /// # Errors
    /// 401 when the caller does not say who they are; 404 when there is no such ticket or it is not open to them.
    pub async fn ticket(&self, desk: &Desk) -> Result<TicketView, Problem> {
        let id = self.ticket_id()?;
        let view = tickets::view(&self.cloud, desk, &id, &self.caller, self.now);
        Ok(view.await?)
    }

    /// How that actor, who is the caller, reaches a ticket from a page.
    #[must_use]
    pub fn access(&self, actor: &Actor) -> Access<'_> {
        match self.caller.key() {
            _ if actor.is_staff() => Access::Staff,
            Some(key) => Access::Key(key),
            None => Access::Open,
        }
    }

    /// What holds for every request.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.segments.is_none() {
            return Err(Problem::malformed("problem-not-utf8"));
        }
        if self.request.body().len() > MAX_BODY {
            return Err(Problem::too_large(MAX_BODY));
        }
        Ok(())
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The path as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// The decoded parts of the path that follow the desk, or all of them where no desk is named.
    #[must_use]
    pub fn rest(&self) -> Vec<&str> {
        let segments = self.segments.iter().flatten().map(String::as_str);
        let ahead = if self.is_api() { 3 } else { 1 };
        segments.skip(ahead).collect()
    }

    fn is_api(&self) -> bool {
        let first = self.segments.iter().flatten().next();
        first.is_some_and(|segment| segment == "api")
    }

    /// The page of the desk that the path names, or the front page where it names none.
    #[must_use]
    pub fn desk_path(&self) -> String {
        self.desk_id()
            .map_or_else(|_| FRONT.to_owned(), |id| Links::new(&id).desk())
    }

    /// The ID of the desk that the path names.
    ///
    /// # Errors
    /// 404 when what stands there cannot be one.
    pub fn desk_id(&self) -> Result<DeskId, Problem> {
        let place = if self.is_api() { 2 } else { 0 };
        let name = self.segments.iter().flatten().nth(place);
        name.and_then(|name| name.parse().ok())
            .ok_or_else(Problem::no_desk)
    }

    /// The desk that the path names.
    ///
    /// # Errors
    /// 404 when there is no such desk.
    pub async fn desk(&self) -> Result<Arc<Desk>, Problem> {
        let desk = self.cloud.store.desk(&self.desk_id()?).await?;
        desk.ok_or_else(Problem::no_desk)
    }

    /// The part of the path that follows this one.
    fn after(&self, part: &str) -> Option<&str> {
        let mut rest = self.rest().into_iter();
        rest.find(|each| *each == part)?;
        rest.next()
    }

    /// The ticket ID that the path names behind the desk.
    ///
    /// # Errors
    /// 400 when it is not an ID.
    pub fn ticket_id(&self) -> Result<TicketId, Problem> {
        self.after("tickets")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::bad_ticket_id)
    }

    /// The ID of the file that the path names behind the ticket.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn file_id(&self) -> Result<FileId, Problem> {
        self.after("attachments")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::no_file)
    }

    /// A parameter of the address, `None` when it is missing or empty.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        // Whoever comes back from storage brings what that calls a key, which no key of ours is.
        let ours = |value: &str| name != "key" || !value.contains('/');
        self.query
            .iter()
            .find(|(key, value)| key == name && !value.is_empty() && ours(value))
            .map(|(_, value)| value.as_str())
    }

    /// All parameters of the address.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// A header as text; `None` when it is missing or holds anything but visible ASCII.
    #[must_use]
    pub fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// The body as it was sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.request.body()
    }

    /// Whether the answer is a page.
    #[must_use]
    pub fn wants_html(&self) -> bool {
        negotiate::wants_html(self.header(ACCEPT).unwrap_or(""))
    }

    /// The languages that the client wants, the most wanted first: `?language=`, then `Accept-Language`.
    #[must_use]
    pub fn wanted_languages(&self) -> Vec<Language> {
        let chosen = self
            .query("language")
            .and_then(|language| language.parse().ok());
        let header = self.header(ACCEPT_LANGUAGE).unwrap_or("");
        chosen
            .into_iter()
            .chain(negotiate::languages(header))
            .collect()
    }

    /// The language of an answer that is about no desk.
    #[must_use]
    pub fn site_language(&self) -> Language {
        self.wanted_languages()
            .into_iter()
            .find(|language| Language::SPOKEN.contains(&language.as_str()))
            .unwrap_or_else(Language::english)
    }

    /// The language of an answer from that desk.
    #[must_use]
    pub fn language(&self, desk: &Desk) -> Language {
        desk.choose_language(&self.wanted_languages())
    }

    /// Docket's own texts for an answer that is about no desk.
    #[must_use]
    pub fn site_texts(&self) -> &'static Texts {
        Texts::of(&self.site_language())
    }

    /// Where the stack answers, without a slash at the end: as it was set up, or as the client addressed it.
    #[must_use]
    pub fn site(&self) -> String {
        match self.cloud.settings.site.as_str() {
            "" => format!("https://{}", self.header(HOST).unwrap_or_default()),
            site => site.to_owned(),
        }
    }

    /// What was sent, as JSON or as a form.
    ///
    /// # Errors
    /// When it is neither, or not what it says it is.
    pub fn input(&self) -> Result<Input, Problem> {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        Input::read(kind.as_deref().unwrap_or("application/json"), self.body())
    }

    /// Whether the body is an HTML form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        kind.is_some_and(|kind| kind == super::input::FORM)
    }

    /// The version that `If-Match` asks for; `None` when any will do.
    ///
    /// # Errors
    /// 400 when the header is not one that an `ETag` of ours would make.
    pub fn if_match(&self) -> Result<Option<u64>, Problem> {
        let wrong = || Problem::header("If-Match", "\"<version>\" or *");
        match self.request.headers().get(IF_MATCH) {
            None => Ok(None),
            Some(value) => match value.to_str().map_err(|_| wrong())?.trim() {
                "*" => Ok(None),
                tag => tag
                    .strip_prefix('"')
                    .and_then(|tag| tag.strip_suffix('"'))
                    .and_then(|version| version.parse().ok())
                    .map(Some)
                    .ok_or_else(wrong),
            },
        }
    }
}

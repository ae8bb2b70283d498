//! One request, and methods to read its parts.

use super::device::device;
use super::input::Input;
use super::network::network;
use super::{negotiate, query};
use crate::identity;
use crate::problem::Problem;
use crate::routes::{self, Field, Found, Route, RouteId};
use docket_app::files::{self, TicketFiles};
use docket_app::links::{Access, with_query};
use docket_app::sign_in;
use docket_app::tickets::{self, TicketRequest};
use docket_app::{Caller, Links, SignedIn, TicketAccess, TicketView};
use docket_cloud::Cloud;
use docket_cloud::store::{Freshness, Session};
use docket_domain::access::{Action, Role, Rule, Scope, rule};
use docket_domain::account::GrantId;
use docket_domain::actor::Actor;
use docket_domain::attachment::FileId;
use docket_domain::desk::Desk;
use docket_domain::{DeskId, EmailAddress, Language, Refusal, TicketId};
use docket_texts::{FieldMessage, Texts};
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, IF_MATCH, USER_AGENT};
use http::{HeaderMap, Method};
use jiff::Timestamp;
use std::sync::Arc;

/// A request as every function gets it, from API Gateway or from the local stack.
pub type Request = lambda_http::Request;

/// The largest size of a request's body, in bytes. The longest form of a desk fits, in any script: a
/// form encodes a character in up to 12 bytes, and a topic asks for at most 60,000 characters.
const MAX_BODY: usize = 1024 * 1024;

/// The largest size of a table of accounts, in bytes: about 50,000 rows. Lambda takes 6 MB, in which what is not text takes up a third more.
const MAX_TABLE: usize = 4 * 1024 * 1024;

fn is_import(path: &str) -> bool {
    path.ends_with("/accounts/import")
}

/// Returns the refusal of a body that is larger than a request to this path takes.
#[must_use]
pub fn too_large(path: &str) -> Problem {
    match is_import(path) {
        true => Problem::table_too_large(MAX_TABLE),
        false => Problem::too_large(MAX_BODY),
    }
}

/// One request with what is needed to answer it.
#[derive(Debug)]
pub struct Call {
    /// The services and settings that every function uses.
    pub cloud: Cloud,
    /// The current time. It stays the same throughout one request.
    pub now: Timestamp,
    request: Request,
    segments: Option<Vec<String>>,
    route: Option<&'static Route>,
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
            route: None,
            request,
            caller: Caller::default(),
        };
        let tokens = match identity::bearer(call.headers()) {
            Some(token) => vec![token],
            None => call.session_cookies(),
        };
        // People copy a link with the sign after it, which is in no key.
        let is_in_keys = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let key = call.query("key");
        let key = key.map(|key| key.trim_end_matches(|c| !is_in_keys(c)).to_owned());
        let header = call.cloud.settings.client_address_header.as_deref();
        let network = network(&call.request, header);
        call.caller = Caller::new(key, tokens, network);
        call
    }

    /// Returns the session tokens in cookies. A browser sends them by itself, also with what a page of
    /// another site makes it send: then they do not count for a change.
    fn session_cookies(&self) -> Vec<String> {
        if self.changes_from_elsewhere() {
            return Vec::new();
        }
        let desk = self.desk_id();
        desk.map(|desk| identity::cookies(self.headers(), &desk, self.is_secure()))
            .unwrap_or_default()
    }

    /// Returns the session of a person who is signed in at another desk, if this one would let them in as well.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn signed_in_elsewhere(&self, desk: &Desk) -> Result<Option<Session>, Problem> {
        if self.changes_from_elsewhere() {
            return Ok(None);
        }
        let tokens = identity::cookies_elsewhere(self.headers(), &desk.id, self.is_secure());
        let found = sign_in::elsewhere(&self.cloud, desk, &tokens, self.now);
        Ok(found.await?)
    }

    /// Returns the tokens of all sessions that the request carries, in its header and in its cookies.
    #[must_use]
    pub fn session_tokens(&self) -> Vec<String> {
        let mut tokens = self.session_cookies();
        tokens.extend(identity::bearer(self.headers()));
        tokens
    }

    /// Returns `true` if the site is on https, as everywhere but on one machine.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        !self.site().starts_with("http://")
    }

    /// Returns the person who makes the request.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the agent or lead who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn staff(&self, desk: &Desk) -> Result<Option<&Actor>, Problem> {
        Ok(self.caller.staff(&self.cloud, desk, self.now).await?)
    }

    /// Returns the person who is signed in at the desk, or `None`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn signed_in(&self, desk: &Desk) -> Result<Option<&SignedIn>, Problem> {
        Ok(self.caller.signed_in(&self.cloud, desk, self.now).await?)
    }

    /// Checks that the caller may open tickets at the desk.
    ///
    /// # Errors
    /// 401 when they have to sign in first. 403 when the desk takes tickets from others alone.
    pub async fn require_admission(&self, desk: &Desk) -> Result<(), Problem> {
        let visitor = self.caller.visitor(&self.cloud, desk, self.now).await?;
        Ok(desk.admit(visitor)?)
    }

    /// Returns the person who is signed in at the desk.
    ///
    /// # Errors
    /// 401 when no person is signed in.
    pub async fn require_signed_in(&self, desk: &Desk) -> Result<&SignedIn, Problem> {
        self.signed_in(desk).await?.ok_or_else(Problem::sign_in)
    }

    /// Returns the agent or lead who is signed in at the desk.
    ///
    /// # Errors
    /// 401 when no person is signed in. 403 when they do not work at the desk.
    pub async fn require_staff(&self, desk: &Desk) -> Result<&Actor, Problem> {
        let person = self.require_signed_in(desk).await?;
        let staff = person.staff.as_ref();
        staff.ok_or_else(|| Refusal::NotAllowed.into())
    }

    /// Finds the route of the request, and checks what can be checked before anything is loaded:
    /// whether the caller may do at the desk what the route is for. Loading a ticket checks the rest.
    pub(crate) async fn enter(&mut self) -> Result<RouteId, Problem> {
        // An empty part in a path is no part of any route.
        if self.path().contains("//") {
            return Err(Problem::not_found());
        }
        let route = match routes::find(self.method(), self.segments.as_deref().unwrap_or_default())
        {
            Found::Route(route) => route,
            Found::WrongMethod(allowed) => return Err(Problem::wrong_method(allowed)),
            Found::Nothing => return Err(Problem::not_found()),
        };
        self.route = Some(route);
        self.check_host(route).await?;
        // A form for a new ticket may be on any site. Whoever has a key or a token needs no cookie.
        let has_key = self.caller.key().is_some() && route.action.scope() == Scope::Ticket;
        let needs_cookie = !has_key && identity::bearer(self.headers()).is_none();
        if self.changes_from_elsewhere() && needs_cookie && route.action != Action::OpenTicket {
            return Err(Problem::from_elsewhere());
        }
        let is_api = self.is_api();
        query::check(route.promise.query, |name| self.raw_query(name, is_api))?;
        let may = |role| rule(role, route.action) != Rule::No;
        if route.action.scope() != Scope::Ticket && !may(Role::Nobody) {
            let desk = self.desk().await?;
            let person = self.require_signed_in(&desk).await?;
            if !may(person.role()) {
                return Err(Refusal::NotAllowed.into());
            }
        }
        Ok(route.id)
    }

    /// Checks that the desk is available at the host of the request. Its face is, for the page that says where the rest is.
    async fn check_host(&self, route: &Route) -> Result<(), Problem> {
        let is_face = matches!(route.id, RouteId::DeskStyle | RouteId::Logo | RouteId::Icon);
        if is_face || !route.path.contains("{desk}") {
            return Ok(());
        }
        let desk = self.desk().await?;
        let host = self.header(HOST).unwrap_or_default();
        match desk
            .hosts
            .as_ref()
            .filter(|hosts| hosts.is_white_label(host))
        {
            None => Ok(()),
            Some(hosts) => {
                let text = hosts.text.in_language(&self.language(&desk)).to_owned();
                Err(Problem::white_label(&text, &hosts.home))
            }
        }
    }

    /// Returns what the caller asks of the ticket that the path names: the action of the route.
    ///
    /// # Errors
    /// 400 when the path names no ticket. 404 when the request has no route; then it is given to no
    /// handler.
    pub fn on_ticket<'a>(&'a self, desk: &'a Desk) -> Result<TicketRequest<'a>, Problem> {
        Ok(TicketRequest {
            desk,
            ticket: self.ticket_id()?,
            caller: &self.caller,
            action: self.route.ok_or_else(Problem::not_found)?.action,
            now: self.now,
        })
    }

    /// Loads the ticket that the path names with its files and the newest part of its timeline, as the
    /// caller sees it.
    ///
    /// # Errors
    /// 401 when the caller has neither a ticket key nor a valid session. 404 when there is no such
    /// ticket or the caller may not see it. 403 when they may not do what the route is for.
    pub async fn ticket_view(
        &self,
        desk: &Desk,
        freshness: Freshness,
    ) -> Result<TicketView, Problem> {
        Ok(tickets::view(&self.cloud, &self.on_ticket(desk)?, freshness).await?)
    }

    /// Loads the state of the ticket that the path names, as the caller sees it.
    ///
    /// # Errors
    /// The same as those of [`Self::ticket_view`].
    pub(crate) async fn ticket_access(&self, desk: &Desk) -> Result<TicketAccess, Problem> {
        Ok(tickets::access(&self.cloud, &self.on_ticket(desk)?).await?)
    }

    /// Loads the files of the ticket that the path names, as the caller sees them.
    ///
    /// # Errors
    /// The same as those of [`Self::ticket_view`].
    pub async fn ticket_files(&self, desk: &Desk) -> Result<TicketFiles, Problem> {
        Ok(files::on_ticket(&self.cloud, &self.on_ticket(desk)?).await?)
    }

    /// Returns the way in which `actor`, who is the caller, reaches a ticket from a page.
    #[must_use]
    pub fn access(&self, actor: &Actor) -> Access<'_> {
        match self.caller.key() {
            _ if actor.is_staff() => Access::Staff,
            Some(key) => Access::Key(key),
            None => Access::NoKey,
        }
    }

    /// Checks the rules for every request: its path is UTF-8, and its body is not too large.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.segments.is_none() {
            return Err(Problem::bad_path());
        }
        let imports = is_import(self.path());
        let max = if imports { MAX_TABLE } else { MAX_BODY };
        match self.request.body().len() > max {
            true => Err(too_large(self.path())),
            false => Ok(()),
        }
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the path as it was sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Returns the path as it was sent, with its query.
    #[must_use]
    pub(crate) fn address(&self) -> String {
        with_query(self.path(), self.query_as_sent())
    }

    /// Returns the query as it was sent.
    #[must_use]
    pub(crate) fn query_as_sent(&self) -> &str {
        self.request.uri().query().unwrap_or_default()
    }

    /// Returns the path of the page that somebody wanted who has to sign in first: this page, or that
    /// of the ticket that they wanted to change, or the list of tickets.
    #[must_use]
    pub(crate) fn wanted_page(&self, desk: &DeskId) -> String {
        let links = Links::new(desk);
        if *self.method() == Method::GET && !self.is_api() {
            return with_query(self.path(), &self.query_without("key"));
        }
        match self.ticket_id() {
            // Whoever works at the desk is led on to the console.
            Ok(ticket) => links.ticket(&ticket, Access::NoKey),
            Err(_) => links.own_tickets(),
        }
    }

    /// Returns the decoded parts of the path after the desk.
    #[must_use]
    pub fn rest(&self) -> Vec<&str> {
        let segments = self.segments.iter().flatten().map(String::as_str);
        let ahead = if self.is_api() { 3 } else { 1 };
        segments.skip(ahead).collect()
    }

    pub(super) fn is_api(&self) -> bool {
        let first = self.segments.iter().flatten().next();
        first.is_some_and(|segment| segment == "api")
    }

    /// Returns the desk that the path names, if it was read before and is in use.
    pub(crate) fn known_desk(&self) -> Option<Arc<Desk>> {
        let desk = self.cloud.store.known_desk(&self.desk_id().ok()?)?;
        (!desk.is_removed()).then_some(desk)
    }

    /// Returns the program that sends the request, as people know it.
    #[must_use]
    pub fn device(&self) -> Option<String> {
        device(self.header(USER_AGENT)?)
    }

    /// Returns the ID of the desk in the path.
    ///
    /// # Errors
    /// 404 when the path holds no valid ID there.
    pub fn desk_id(&self) -> Result<DeskId, Problem> {
        let place = if self.is_api() { 2 } else { 0 };
        let name = self.segments.iter().flatten().nth(place);
        name.and_then(|name| name.parse().ok())
            .ok_or_else(Problem::no_desk)
    }

    /// Loads the desk that the path names.
    ///
    /// # Errors
    /// 404 when there is no such desk. 410 when it was removed.
    pub async fn desk(&self) -> Result<Arc<Desk>, Problem> {
        let desk = self.cloud.store.desk(&self.desk_id()?).await?;
        let desk = desk.ok_or_else(Problem::no_desk)?;
        match desk.is_removed() {
            true => Err(Problem::desk_removed()),
            false => Ok(desk),
        }
    }

    /// Returns the part of the path that follows this one.
    fn after(&self, part: &str) -> Option<&str> {
        let mut rest = self.rest().into_iter();
        rest.find(|each| *each == part)?;
        rest.next()
    }

    /// Returns the ticket ID in the path, after the desk.
    ///
    /// # Errors
    /// 400 when it is not an ID.
    pub fn ticket_id(&self) -> Result<TicketId, Problem> {
        self.after("tickets")
            .and_then(TicketId::pasted)
            .ok_or_else(Problem::bad_ticket_id)
    }

    /// Returns the address of a person at the end of the path.
    ///
    /// # Errors
    /// 404 when it is not an address.
    pub fn path_email(&self) -> Result<EmailAddress, Problem> {
        self.path_end().parse().map_err(|_| Problem::not_found())
    }

    /// Returns the last part of the path.
    #[must_use]
    pub fn path_end(&self) -> &str {
        self.segments
            .iter()
            .flatten()
            .next_back()
            .map_or("", String::as_str)
    }

    /// Returns the file ID in the path, after the ticket.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn file_id(&self) -> Result<FileId, Problem> {
        self.after("attachments")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::no_file)
    }

    /// Returns the ID of a grant of support access in the path.
    ///
    /// # Errors
    /// 404 when it is not an ID.
    pub fn grant_id(&self) -> Result<GrantId, Problem> {
        self.after("support-access")
            .and_then(|id| id.parse().ok())
            .ok_or_else(Problem::no_grant)
    }

    /// Returns a parameter of the query. Returns `None` when it is missing or empty.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        // S3 adds a parameter `key` to the address after an upload form: the object's key. Unlike a
        // ticket key, it contains a slash.
        let ours = |value: &str| name != "key" || !value.contains('/');
        self.query
            .iter()
            .find(|(key, value)| key == name && !value.is_empty() && ours(value))
            .map(|(_, value)| value.as_str())
    }

    /// Returns a parameter of the query as it was sent. An empty one counts only for a program: a form
    /// sends each of its inputs.
    fn raw_query(&self, name: &str, with_empty: bool) -> Option<&str> {
        let found = self.query_pairs().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value)
            .filter(|value| with_empty || !value.is_empty())
    }

    /// Returns the parameters of the query that the route knows.
    pub(super) fn known_parameters(&self) -> &'static [Field] {
        self.route
            .map(|route| route.promise.query)
            .unwrap_or_default()
    }

    /// Returns all parameters of the query.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the query of the address without that parameter.
    #[must_use]
    pub fn query_without(&self, name: &str) -> String {
        let kept = self.query_pairs().filter(|(each, _)| *each != name);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// Returns `true` when the query has no parameters but these.
    pub(crate) fn has_only(&self, names: &[&str]) -> bool {
        self.query
            .iter()
            .all(|(name, _)| names.contains(&name.as_str()))
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns a header as text. Returns `None` when it is missing or holds anything but visible
    /// ASCII.
    #[must_use]
    pub fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Returns the body as it was sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.request.body()
    }

    /// Returns `true` when the answer should be a page.
    #[must_use]
    pub fn wants_html(&self) -> bool {
        // No form sends JSON. Some libraries of programs accept everything, HTML first.
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        let is_json = kind.is_some_and(|kind| kind == "application/json");
        !is_json && negotiate::wants_html(self.header(ACCEPT).unwrap_or(""))
    }

    /// Returns the languages that the client wants: `?language=` first, then those of
    /// `Accept-Language`, the most wanted first.
    #[must_use]
    pub fn wanted_languages(&self) -> Vec<Language> {
        let chosen = self
            .query("language")
            .and_then(|language| language.parse().ok());
        let header = self.header(ACCEPT_LANGUAGE).unwrap_or("");
        chosen
            .into_iter()
            .chain(self.own_language().cloned())
            .chain(negotiate::languages(header))
            .collect()
    }

    /// Returns the language that the person who is signed in has chosen for themselves, if they were asked for before.
    #[must_use]
    pub(crate) fn own_language(&self) -> Option<&Language> {
        let person = self.caller.known_signed_in()?;
        person.account.as_ref()?.language.as_ref()
    }

    /// Returns the language for an answer that belongs to no desk.
    #[must_use]
    pub fn site_language(&self) -> Language {
        self.wanted_languages()
            .into_iter()
            .find(|language| Language::SUPPORTED.contains(&language.as_str()))
            .unwrap_or_else(Language::english)
    }

    /// Returns the language for an answer from this desk.
    #[must_use]
    pub fn language(&self, desk: &Desk) -> Language {
        desk.choose_language(&self.wanted_languages())
    }

    /// Returns the address of the site, without a slash at the end: the one in the settings, or
    /// else the request's host.
    #[must_use]
    pub fn site(&self) -> String {
        match self.cloud.settings.site.as_str() {
            "" => format!("https://{}", self.header(HOST).unwrap_or_default()),
            site => site.to_owned(),
        }
    }

    /// Reads the body, as JSON or as a form.
    ///
    /// # Errors
    /// When the media type is neither, or the body does not match its media type.
    pub fn input(&self) -> Result<Input, Problem> {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        if kind.is_none() && !self.body().is_empty() {
            return Err(Problem::media_type());
        }
        let fields = self
            .route
            .and_then(|route| route.promise.body)
            .unwrap_or_default();
        // Who has nothing to say need not say it.
        let body = match self.body() {
            [] if fields.iter().all(|field| !field.required) => b"{}",
            body => body,
        };
        Input::read(kind.as_deref().unwrap_or("application/json"), body, fields)
    }

    /// Returns the messages about the fields of a form, in this language, for its page to come back with.
    ///
    /// # Errors
    /// The problem itself, when a program sent the form or the problem is not about fields.
    pub fn form_messages(
        &self,
        language: &Language,
        problem: Problem,
    ) -> Result<Vec<FieldMessage>, Problem> {
        let messages = problem.fields(Texts::of(language));
        messages.filter(|_| self.wants_html()).ok_or(problem)
    }

    /// Returns the body, if it is of that media type.
    #[must_use]
    pub fn body_of_type(&self, media_type: &str) -> Option<&[u8]> {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        kind.is_some_and(|kind| kind == media_type)
            .then(|| self.body())
    }

    /// Returns `true` when the body is an HTML form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        kind.is_some_and(|kind| kind == super::input::FORM)
    }

    /// Returns `true` for a change that a page of another site sent.
    fn changes_from_elsewhere(&self) -> bool {
        !self.method().is_safe() && self.is_from_elsewhere()
    }

    /// Returns `true` when a page of another site sent the request.
    #[must_use]
    pub(crate) fn is_from_elsewhere(&self) -> bool {
        match (self.header("sec-fetch-site"), self.header("origin")) {
            (Some(site), _) => !["same-origin", "none"].contains(&site),
            (None, Some(origin)) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                host != self.header(HOST) && origin != self.site()
            }
            (None, None) => false,
        }
    }

    /// Returns the version that `If-Match` requires. Returns `None` when any version will do.
    ///
    /// # Errors
    /// 400 when the header has a form that Docket's `ETag` never has.
    pub fn if_match(&self) -> Result<Option<u64>, Problem> {
        let wrong = || Problem::header("If-Match", "\"<version>\" or *");
        match self.request.headers().get(IF_MATCH) {
            None => Ok(None),
            Some(value) => match value.to_str().map_err(|_| wrong())?.trim() {
                "*" => Ok(None),
                // A proxy that compresses answers makes the tag a weak one.
                tag => tag
                    .strip_prefix("W/")
                    .unwrap_or(tag)
                    .strip_prefix('"')
                    .and_then(|tag| tag.strip_suffix('"'))
                    // What follows the version tells one answer from another.
                    .map(|tag| tag.split_once('-').map_or(tag, |(version, _)| version))
                    .and_then(|version| version.parse().ok())
                    .map(Some)
                    .ok_or_else(wrong),
            },
        }
    }
}

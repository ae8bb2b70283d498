//! One request, and methods to read its parts.

mod body;
mod headers;
mod incident;
mod language;
mod page;
mod path;
mod person;
mod query;
mod ticket;

use crate::identity;
use crate::problem::Problem;
use crate::request::network::network;
use crate::request::query::check as check_query;
use crate::routes::{self, Found, Route, RouteId};
use docket_app::Caller;
use docket_cloud::Cloud;
use docket_domain::Refusal;
use docket_domain::access::{Action, Role, Rule, Scope, rule};
use http::header::HOST;
use jiff::Timestamp;

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
        // What the key is of is known when that is loaded.
        let takes_key = matches!(route.action.scope(), Scope::Ticket | Scope::Page);
        let has_key = self.caller.key().is_some() && takes_key;
        let needs_cookie = !has_key && identity::bearer(self.headers()).is_none();
        if self.changes_from_elsewhere() && needs_cookie && route.action != Action::OpenTicket {
            return Err(Problem::from_elsewhere());
        }
        let is_api = self.is_api();
        check_query(route.promise.query, |name| self.raw_query(name, is_api))?;
        let may = |role| rule(role, route.action) != Rule::No;
        if !takes_key && !may(Role::Nobody) {
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
        let is_face = matches!(
            route.id,
            RouteId::DeskStyle | RouteId::Logo | RouteId::MailLogo | RouteId::Icon
        );
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
}

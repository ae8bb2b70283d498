//! The pages: plain HTML that works without JavaScript, which only makes sending files easier; each a template in `templates/` with the struct that fills it.

mod desk;
mod files;
mod form;
mod queue;
mod script;
mod sign_in;
mod ticket;
mod upload;

pub use desk::{desks, topics};
pub use files::why_refused;
pub use form::{FormPage, form};
pub use queue::queue;
pub use script::{SCRIPT_PATH, script};
pub use sign_in::{sign_in, sign_in_confirm, sign_in_sent};
pub(crate) use ticket::ticket_language;
pub use ticket::{Typed, ticket};
pub use upload::upload;

use crate::call::{Call, Response};
use crate::problem::FieldMessage;
use crate::texts::Texts;
use askama::Template;
use bytes::Bytes;
use docket_cloud::Settings;
use docket_domain::desk::Desk;
use docket_domain::{Language, Words};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;

/// No scripts, nothing from elsewhere, forms only to us.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page may do beyond [`POLICY`].
#[derive(Debug, Clone)]
enum Allowing<'a> {
    Nothing,
    /// Our one script, which sends files to storage, and what shows those that are there.
    Files(&'a Settings),
    /// A form that goes to storage.
    FormToStorage(&'a Settings),
}

impl Allowing<'_> {
    fn policy(&self) -> String {
        match self {
            Self::Nothing => POLICY.to_owned(),
            Self::Files(settings) => {
                let (up, down) = (origin(&settings.uploads), origin(&settings.downloads));
                format!(
                    "{POLICY}; script-src 'self'; connect-src 'self' {up}; img-src 'self' blob: {down}; media-src 'self' {down}"
                )
            }
            Self::FormToStorage(settings) => {
                let with_storage = format!("form-action 'self' {}", origin(&settings.uploads));
                POLICY.replace("form-action 'self'", &with_storage)
            }
        }
    }
}

/// Scheme and host of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |end| end + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| url.get(..host + path)).unwrap_or(url)
}

/// What every page of a desk has around it.
struct Frame<'a> {
    texts: &'static Texts,
    language: Language,
    /// The desk that the page belongs to.
    desk: Option<&'a Desk>,
    /// Who is signed in.
    signed_in: Option<String>,
    /// The page's own address in other languages: everything but the language.
    address: String,
}

impl<'a> Frame<'a> {
    fn of_desk(desk: &'a Desk, language: Language) -> Self {
        Self {
            texts: Texts::of(&language),
            language,
            desk: Some(desk),
            signed_in: None,
            address: String::new(),
        }
    }

    fn of_site(language: &Language) -> Self {
        Self {
            texts: Texts::of(language),
            language: language.clone(),
            desk: None,
            signed_in: None,
            address: String::new(),
        }
    }

    /// Docket's own text.
    fn t(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// Docket's own text with one value put in.
    fn t1(&self, id: &str, name: &str, value: &str) -> String {
        self.texts.with(id, &[(name, value)])
    }

    /// What tells one version of the script from another, so that browsers may keep it.
    fn script_version(&self) -> &'static str {
        script::version()
    }

    /// A desk's text.
    fn w<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(&self.language)
    }

    /// The languages that the page can be had in, when there is a choice.
    fn other_languages(&self) -> Vec<(String, String)> {
        let languages = self
            .desk
            .map(|desk| desk.languages.to_vec())
            .unwrap_or_default();
        languages
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| {
                (
                    language.to_string(),
                    Texts::of(&language).get("language-name"),
                )
            })
            .collect()
    }
}

/// The message about a field, when it is wrong.
fn message<'m>(messages: &'m [FieldMessage], field: &str) -> Option<&'m str> {
    messages
        .iter()
        .find(|message| message.field == field)
        .map(|message| message.message.as_str())
}

/// An instant as people at the desk read it.
fn local_time(desk: &Desk, at: Timestamp) -> String {
    let local = at.to_zoned(desk.zone().clone());
    local.strftime("%Y-%m-%d %H:%M %Z").to_string()
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    page_allowing(&Allowing::Nothing, status, template)
}

fn page_allowing(
    allowing: &Allowing<'_>,
    status: StatusCode,
    template: &impl Template,
) -> Response {
    let html = template.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a page could not be rendered");
        String::new()
    });
    let mut response = Response::new(Bytes::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // The address of a ticket holds its key.
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Without a policy of its own a page has the strictest one.
    let policy = HeaderValue::from_str(&allowing.policy());
    let policy = policy.unwrap_or(HeaderValue::from_static(POLICY));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    title: &'a str,
    detail: &'a str,
    messages: &'a [FieldMessage],
    /// Where to go on: the desk, or the front page.
    way_out: String,
}

/// A page that says what went wrong.
#[must_use]
pub fn problem(
    call: &Call,
    language: &Language,
    status: StatusCode,
    title: &str,
    detail: &str,
    messages: &[FieldMessage],
) -> Response {
    // A message that only repeats the sentence above it helps nobody.
    let messages: Vec<FieldMessage> = messages
        .iter()
        .filter(|m| m.message != detail)
        .cloned()
        .collect();
    page(
        status,
        &ProblemPage {
            frame: Frame::of_site(language),
            title,
            detail,
            messages: &messages,
            way_out: call.desk_path(),
        },
    )
}

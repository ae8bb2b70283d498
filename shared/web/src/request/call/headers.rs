//! The headers of a request, and what they tell of the program that sent it.

use super::Call;
use crate::problem::Problem;
use crate::request::device::device;
use crate::request::negotiate;
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HOST, IF_MATCH, USER_AGENT};

impl Call {
    /// Returns `true` if the site is on https, as everywhere but on one machine.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        !self.site().starts_with("http://")
    }

    /// Returns the program that sends the request, as people know it.
    #[must_use]
    pub fn device(&self) -> Option<String> {
        device(self.header(USER_AGENT)?)
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

    /// Returns `true` when the answer should be a page.
    #[must_use]
    pub fn wants_html(&self) -> bool {
        // No form sends JSON. Some libraries of programs accept everything, HTML first.
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        let is_json = kind.is_some_and(|kind| kind == "application/json");
        !is_json && negotiate::wants_html(self.header(ACCEPT).unwrap_or(""))
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

    /// Returns `true` for a change that a page of another site sent.
    pub(super) fn changes_from_elsewhere(&self) -> bool {
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

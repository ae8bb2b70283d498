//! Answers requests from pages of other sites, as the HTTP API and the bucket do.

use crate::template::CorsRule;
use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderName, ORIGIN,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

/// The answers to requests from pages of other sites.
#[derive(Debug, Clone)]
pub(crate) struct Cors {
    origins: Vec<String>,
    /// The headers of the answer to a preflight request.
    preflight: Vec<(HeaderName, HeaderValue)>,
    exposed: Option<HeaderValue>,
}

impl Cors {
    /// Makes the answers for a rule of the template.
    pub(crate) fn new(rule: &CorsRule) -> Self {
        let list = |values: &[String]| HeaderValue::from_str(&values.join(",")).ok();
        let preflight = [
            (ACCESS_CONTROL_ALLOW_METHODS, list(&rule.methods)),
            (ACCESS_CONTROL_ALLOW_HEADERS, list(&rule.headers)),
            (ACCESS_CONTROL_MAX_AGE, rule.max_age.map(HeaderValue::from)),
        ];
        Self {
            origins: rule.origins.clone(),
            preflight: preflight
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            exposed: list(&rule.exposed),
        }
    }

    /// Answers a preflight request, which reaches no function. Returns `None` for other requests,
    /// and when no site is allowed.
    pub(crate) fn preflight(
        &self,
        method: &Method,
        headers: &HeaderMap,
    ) -> Option<Response<Bytes>> {
        let asks = method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        if !asks || self.origins.is_empty() {
            return None;
        }
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if let Some(origin) = self.allowed(headers) {
            let answered = response.headers_mut();
            answered.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            answered.extend(self.preflight.clone());
        }
        Some(response)
    }

    /// Adds the headers that let the page of another site read the answer.
    pub(crate) fn allow(&self, origin: Option<HeaderValue>, headers: &mut HeaderMap) {
        if let Some(origin) = origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(exposed) = &self.exposed {
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed.clone());
            }
        }
    }

    /// Returns the value of `Access-Control-Allow-Origin` for a request. Returns `None` when the
    /// request names no origin, or its origin is not allowed.
    pub(crate) fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        let mut named = self.origins.iter();
        let named = named.find(|own| *own == "*" || origin == *own)?;
        HeaderValue::from_str(named).ok()
    }
}

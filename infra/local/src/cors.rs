//! Requests from pages of other sites, answered as the HTTP API and the bucket do by their `CorsConfiguration`.

use crate::template::at;
use bytes::Bytes;
use docket_web::Response;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderName, ORIGIN,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_norway::Value;

/// What the template lets pages of other sites do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cors {
    origins: Vec<String>,
    /// What a browser that asks beforehand is told.
    preflight: Vec<(HeaderName, HeaderValue)>,
    expose: Option<HeaderValue>,
}

impl Cors {
    /// What that HTTP API's resource says; nothing where it says nothing.
    pub(crate) fn read(api: &Value) -> Self {
        let Some(cors) = at(api, &["Properties", "CorsConfiguration"]) else {
            return Self::default();
        };
        Self::of(
            cors,
            "AllowOrigins",
            "AllowMethods",
            "AllowHeaders",
            "ExposeHeaders",
        )
    }

    /// What that bucket's resource says; nothing where it says nothing.
    pub(crate) fn read_bucket(bucket: &Value) -> Self {
        let rules = at(bucket, &["Properties", "CorsConfiguration", "CorsRules"]);
        match rules
            .and_then(Value::as_sequence)
            .and_then(|rules| rules.first())
        {
            Some(rule) => Self::of(
                rule,
                "AllowedOrigins",
                "AllowedMethods",
                "AllowedHeaders",
                "ExposedHeaders",
            ),
            None => Self::default(),
        }
    }

    /// What `cors` says, with these names of its parts.
    fn of(cors: &Value, origins: &str, methods: &str, headers: &str, expose: &str) -> Self {
        let list = |name: &str| -> Vec<String> {
            let values = cors.get(name).and_then(Value::as_sequence);
            let values = values.into_iter().flatten().filter_map(Value::as_str);
            values.map(str::to_owned).collect()
        };
        let header = |name: &str| HeaderValue::from_str(&list(name).join(",")).ok();
        let age = cors.get("MaxAge").and_then(Value::as_u64);
        let preflight = [
            (ACCESS_CONTROL_ALLOW_METHODS, header(methods)),
            (ACCESS_CONTROL_ALLOW_HEADERS, header(headers)),
            (ACCESS_CONTROL_MAX_AGE, age.map(HeaderValue::from)),
        ];
        Self {
            origins: list(origins),
            preflight: preflight
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
            expose: header(expose),
        }
    }

    /// The answer to a browser that asks beforehand; no function sees that request.
    pub(crate) fn preflight(&self, method: &Method, headers: &HeaderMap) -> Option<Response> {
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

    /// Says in an answer to a page of another site that the page may read it.
    pub(crate) fn allow(&self, origin: Option<HeaderValue>, headers: &mut HeaderMap) {
        if let Some(origin) = origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if let Some(expose) = &self.expose {
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, expose.clone());
            }
        }
    }

    /// What the answer names as the site that may read it; `None` when it may not, or nobody asks.
    pub(crate) fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        let named = self
            .origins
            .iter()
            .find(|own| *own == "*" || origin == *own)?;
        HeaderValue::from_str(named).ok()
    }
}

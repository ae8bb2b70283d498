//! The routes of the HTTP API.

use super::error::{TemplateError, unfit};
use super::yaml::text;
use http::Method;
use serde_norway::Value;

/// A route of the HTTP API.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    /// The method; `None` matches any method.
    pub(crate) method: Option<Method>,
    /// The parts of the path; `None` is the route `$default`.
    pub(crate) path: Option<Vec<Part>>,
}

/// A part of a route's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Matches only this text.
    Literal(String),
    /// Matches any text.
    Parameter,
}

impl Route {
    pub(super) fn read(event: &Value) -> Result<Self, TemplateError> {
        let method = text(event, &["Properties", "Method"]).unwrap_or("ANY");
        let path = text(event, &["Properties", "Path"]).unwrap_or("$default");
        let method = match method.to_ascii_uppercase().as_str() {
            "ANY" | "*" => None,
            method => {
                let wrong = |_| unfit(format!("`{method}` is no method"));
                Some(method.parse().map_err(wrong)?)
            }
        };
        let path = (path != "$default").then(|| {
            let parts = path.split('/').filter(|part| !part.is_empty());
            let part = |part: &str| match part.starts_with('{') {
                true => Part::Parameter,
                false => Part::Literal(part.to_owned()),
            };
            parts.map(part).collect()
        });
        Ok(Self { method, path })
    }
}

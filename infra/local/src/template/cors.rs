//! Reads the `CorsConfiguration` of the HTTP API and of the bucket.

use super::yaml::{at, list, texts};
use serde_norway::Value;

/// The rights of pages of other sites. By default they have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CorsRule {
    pub(crate) origins: Vec<String>,
    pub(crate) methods: Vec<String>,
    /// The headers that a request may have.
    pub(crate) headers: Vec<String>,
    /// The headers of an answer that the page may read.
    pub(crate) exposed: Vec<String>,
    /// The time for which a browser may cache a preflight answer, in seconds.
    pub(crate) max_age: Option<u64>,
}

impl CorsRule {
    /// Reads the rule in the resource of an HTTP API.
    pub(super) fn of_api(api: &Value) -> Self {
        let cors = at(api, &["Properties", "CorsConfiguration"]);
        let names = [
            "AllowOrigins",
            "AllowMethods",
            "AllowHeaders",
            "ExposeHeaders",
        ];
        cors.map_or_else(Self::default, |cors| Self::read(cors, names))
    }

    /// Reads the rule in the resource of a bucket.
    pub(super) fn of_bucket(bucket: &Value) -> Self {
        let mut rules = list(bucket, &["Properties", "CorsConfiguration", "CorsRules"]);
        let names = [
            "AllowedOrigins",
            "AllowedMethods",
            "AllowedHeaders",
            "ExposedHeaders",
        ];
        rules
            .next()
            .map_or_else(Self::default, |rule| Self::read(rule, names))
    }

    /// Reads a rule whose properties have these names.
    fn read(rule: &Value, [origins, methods, headers, exposed]: [&str; 4]) -> Self {
        Self {
            origins: texts(rule.get(origins)),
            methods: texts(rule.get(methods)),
            headers: texts(rule.get(headers)),
            exposed: texts(rule.get(exposed)),
            max_age: rule.get("MaxAge").and_then(Value::as_u64),
        }
    }
}

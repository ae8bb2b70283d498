//! The parameters of a request's query.

use super::Call;
use crate::routes::Field;

impl Call {
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
    pub(super) fn raw_query(&self, name: &str, with_empty: bool) -> Option<&str> {
        let found = self.query_pairs().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value)
            .filter(|value| with_empty || !value.is_empty())
    }

    /// Returns the parameters of the query that the route knows.
    pub(in crate::request) fn known_parameters(&self) -> &'static [Field] {
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
}

//! The context and language in a link's query, kept from page to page.

use crate::request::Call;
use docket_domain::ContextId;
use std::collections::BTreeMap;

/// Returns the context, and the language if the reader chose one, as `&name=value` for the next
/// address.
pub(super) fn kept_query(call: &Call, context: &BTreeMap<ContextId, String>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (id, value) in context {
        query.append_pair(id.as_str(), value);
    }
    if let Some(language) = call.query("language") {
        query.append_pair("language", language);
    }
    match query.finish() {
        query if query.is_empty() => query,
        query => format!("&{query}"),
    }
}

/// Removes the language from a query, for links to other languages.
pub(super) fn without_language(query: &str) -> String {
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("language="));
    kept.collect::<Vec<_>>().join("&")
}

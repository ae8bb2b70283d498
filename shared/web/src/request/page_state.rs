//! What the address of a page of tickets hands on to the addresses on it.

use super::call::Call;
use super::list_place::ListPlace;
use docket_app::links::query_of;
use docket_domain::Language;

/// What the address of a page of tickets hands on to the addresses on it, and to where a change leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageState {
    /// The language that the reader chose.
    pub language: Option<Language>,
    /// The list that an agent came from.
    pub place: Option<ListPlace>,
}

impl PageState {
    /// Reads the state from the query.
    #[must_use]
    pub fn of(call: &Call) -> Self {
        Self {
            language: call.query("language").and_then(|name| name.parse().ok()),
            place: ListPlace::of(call),
        }
    }

    /// Returns the state as the query of an address.
    #[must_use]
    pub fn query(&self) -> String {
        let language = self
            .language
            .as_ref()
            .map(|language| ("language", language.as_str()));
        let language = query_of(language);
        let place = self.place.as_ref().map(ListPlace::query);
        let parts = [language, place.unwrap_or_default()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join("&")
    }
}

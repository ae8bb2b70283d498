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
        let language = self.language.as_ref();
        let place = self.place.as_ref();
        let parameters = [
            ("language", language.map(Language::as_str)),
            ("phase", place.map(|place| place.phase.name())),
            ("assignee", place.and_then(|place| place.assignee.name())),
            ("cursor", place.and_then(|place| place.cursor.as_deref())),
        ];
        query_of(
            parameters
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?))),
        )
    }
}

//! The language of an answer.

use super::Call;
use crate::request::negotiate;
use docket_domain::Language;
use docket_domain::desk::Desk;
use http::header::ACCEPT_LANGUAGE;

impl Call {
    /// Returns the languages that the client wants: `?language=` first, then those of
    /// `Accept-Language`, the most wanted first.
    #[must_use]
    pub fn wanted_languages(&self) -> Vec<Language> {
        let chosen = self
            .query("language")
            .and_then(|language| language.parse().ok());
        let header = self.header(ACCEPT_LANGUAGE).unwrap_or("");
        chosen
            .into_iter()
            .chain(self.own_language().cloned())
            .chain(negotiate::languages(header))
            .collect()
    }

    /// Returns the language that the person who is signed in has chosen for themselves, if they were asked for before.
    #[must_use]
    pub(crate) fn own_language(&self) -> Option<&Language> {
        let person = self.caller.known_signed_in()?;
        person.account.as_ref()?.language.as_ref()
    }

    /// Returns the language for an answer that belongs to no desk.
    #[must_use]
    pub fn site_language(&self) -> Language {
        self.wanted_languages()
            .into_iter()
            .find(|language| Language::SUPPORTED.contains(&language.as_str()))
            .unwrap_or_else(Language::english)
    }

    /// Returns the language for an answer from this desk.
    #[must_use]
    pub fn language(&self, desk: &Desk) -> Language {
        desk.choose_language(&self.wanted_languages())
    }
}

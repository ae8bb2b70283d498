//! What every page has around it.

use super::script;
use docket_app::Links;
use docket_app::links::SCRIPT;
use docket_domain::desk::Desk;
use docket_domain::{Language, Words};
use docket_texts::{FieldMessage, Texts};
use jiff::Timestamp;

/// What every page of a desk has around it.
pub(super) struct Frame<'a> {
    pub(super) texts: &'static Texts,
    pub(super) language: Language,
    /// The desk that the page belongs to.
    pub(super) desk: Option<&'a Desk>,
    /// Who is signed in.
    pub(super) signed_in: Option<String>,
    /// The page's own address in other languages: everything but the language.
    pub(super) address: String,
}

impl<'a> Frame<'a> {
    pub(super) fn of_desk(desk: &'a Desk, language: Language) -> Self {
        Self {
            texts: Texts::of(&language),
            language,
            desk: Some(desk),
            signed_in: None,
            address: String::new(),
        }
    }

    pub(super) fn of_site(language: &Language) -> Self {
        Self {
            texts: Texts::of(language),
            language: language.clone(),
            desk: None,
            signed_in: None,
            address: String::new(),
        }
    }

    /// Docket's own text.
    pub(super) fn t(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// Docket's own text with one value put in.
    pub(super) fn t1(&self, id: &str, name: &str, value: &str) -> String {
        self.texts.with(id, &[(name, value)])
    }

    /// The address of the script, in this version of it, so that browsers may keep it.
    pub(super) fn script_address(&self) -> String {
        format!("{SCRIPT}?v={}", script::version())
    }

    /// The addresses of a desk.
    pub(super) fn links<'d>(&self, desk: &'d Desk) -> Links<'d> {
        Links::new(&desk.id)
    }

    /// A desk's text.
    pub(super) fn w<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(&self.language)
    }

    /// The languages that the page can be had in, when there is a choice.
    pub(super) fn other_languages(&self) -> Vec<(String, String)> {
        let languages = self
            .desk
            .map(|desk| desk.languages.to_vec())
            .unwrap_or_default();
        languages
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| {
                (
                    language.to_string(),
                    Texts::of(&language).get("language-name"),
                )
            })
            .collect()
    }
}

/// The message about a field, when it is wrong.
pub(super) fn message<'m>(messages: &'m [FieldMessage], field: &str) -> Option<&'m str> {
    messages
        .iter()
        .find(|message| message.field == field)
        .map(|message| message.message.as_str())
}

/// An instant as people at the desk read it.
pub(super) fn local_time(desk: &Desk, at: Timestamp) -> String {
    let local = at.to_zoned(desk.zone().clone());
    local.strftime("%Y-%m-%d %H:%M %Z").to_string()
}

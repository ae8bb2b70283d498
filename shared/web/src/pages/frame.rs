//! The frame of every page: header, languages and footer.

use super::assets;
use docket_app::Links;
use docket_app::links::{SCRIPT, STYLE, with_query};
use docket_domain::desk::Desk;
use docket_domain::{Language, Words};
use docket_texts::{FieldMessage, Texts};
use jiff::Timestamp;

/// The data for the frame of a page.
pub(super) struct Frame<'a> {
    pub(super) texts: &'static Texts,
    pub(super) language: Language,
    /// The desk that the page belongs to, if any.
    pub(super) desk: Option<&'a Desk>,
    /// The name of the person who is signed in.
    pub(super) signed_in: Option<String>,
    /// The page's own address, without a language. Empty for a page that is in one language only.
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

    /// Returns one of Docket's own texts.
    pub(super) fn t(&self, id: &str) -> String {
        self.texts.get(id)
    }

    /// Returns one of Docket's own texts, with one value filled in.
    pub(super) fn t1(&self, id: &str, name: &str, value: &str) -> String {
        self.texts.with(id, &[(name, value)])
    }

    /// Returns the address of the script with its version, so that browsers may cache it.
    pub(super) fn script_address(&self) -> String {
        format!("{SCRIPT}?v={}", assets::script_version())
    }

    /// Returns the address of the style sheet with its version.
    pub(super) fn style_address(&self) -> String {
        format!("{STYLE}?v={}", assets::style_version())
    }

    /// Returns the addresses of a desk.
    pub(super) fn links<'d>(&self, desk: &'d Desk) -> Links<'d> {
        Links::new(&desk.id)
    }

    /// Returns a text of the desk file, in the page's language.
    pub(super) fn w<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(&self.language)
    }

    /// Returns the page's own address in another language.
    pub(super) fn in_language(&self, code: &str) -> String {
        with_query(&self.address, &format!("language={code}"))
    }

    /// Returns the other languages of the desk, each as its code and its name.
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

/// Returns the message about a field, if there is one.
pub(super) fn message<'m>(messages: &'m [FieldMessage], field: &str) -> Option<&'m str> {
    messages
        .iter()
        .find(|message| message.field == field)
        .map(|message| message.message.as_str())
}

/// Writes an instant in the desk's time zone.
pub(super) fn local_time(desk: &Desk, at: Timestamp) -> String {
    let local = at.to_zoned(desk.zone().clone());
    local.strftime("%Y-%m-%d %H:%M %Z").to_string()
}

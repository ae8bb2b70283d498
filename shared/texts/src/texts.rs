//! Docket's own texts. Each language has a folder of Fluent files in `languages/`.

use docket_domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::fmt;
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// Docket's own texts in one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
}

/// A language's folder in `languages/`.
struct LanguageFolder {
    code: &'static str,
    /// The Fluent files.
    files: [&'static str; 4],
    /// The parsed texts. They are parsed when the language is first needed, so that a cold start
    /// pays for one language only.
    texts: OnceLock<Texts>,
}

/// Lists the folders in `languages/`. Their names are the codes of the languages.
macro_rules! folders {
    ($($code:literal),*) => {
        [$(LanguageFolder {
            code: $code,
            files: [
                include_str!(concat!("../languages/", $code, "/common.ftl")),
                include_str!(concat!("../languages/", $code, "/pages.ftl")),
                include_str!(concat!("../languages/", $code, "/problems.ftl")),
                include_str!(concat!("../languages/", $code, "/mails.ftl")),
            ],
            texts: OnceLock::new(),
        }),*]
    };
}

/// The languages that have texts: those of [`Language::SUPPORTED`]. English, the first one, stands
/// in for all other languages.
static LANGUAGES: [LanguageFolder; Language::SUPPORTED.len()] = folders!["en", "pt", "ru"];

impl Texts {
    /// Returns the texts in that language. Returns the English ones if there are none.
    #[must_use]
    pub fn of(language: &Language) -> &'static Self {
        let [english, ..] = &LANGUAGES;
        let folder = LANGUAGES
            .iter()
            .find(|folder| folder.code == language.as_str())
            .unwrap_or(english);
        folder.texts.get_or_init(|| Self::parse(folder))
    }

    fn parse(folder: &LanguageFolder) -> Self {
        let language: LanguageIdentifier = folder.code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that Fluent puts around inserted values would show in the subjects of mails.
        bundle.set_use_isolating(false);
        for file in folder.files {
            // A message that does not parse is left out. A test below finds such messages.
            let resource =
                FluentResource::try_new(file.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
            bundle.add_resource_overriding(resource);
        }
        Self { bundle }
    }

    /// Returns the message with that ID. Returns the ID if there is no such message.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// Returns the message with that ID, with these values inserted. Returns the ID if there is no
    /// such message, so that the mistake shows at once.
    #[must_use]
    pub fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return id.to_owned();
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            // Fluent needs numbers as numbers, so that the plural rules of the language apply.
            let value = match value.parse::<f64>() {
                Ok(number) if *name == "max" || *name == "minutes" => FluentValue::from(number),
                _ => FluentValue::from((*value).to_owned()),
            };
            arguments.set((*name).to_owned(), value);
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&arguments), &mut errors)
            .into_owned()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("locales", &self.bundle.locales)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Returns each message's ID with the names of the values that it takes.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        FluentResource::try_new(source.to_owned()).expect("every message parses");
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                current = id.to_owned();
                let twice = messages.insert(current.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{id} stands twice");
            }
            let values = line.split('$').skip(1);
            let names =
                values.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect());
            // The script fills in what stands between percent signs.
            let in_script = line.split('%').skip(1).step_by(2).map(str::to_owned);
            let values = names.chain(in_script);
            messages.entry(current.clone()).or_default().extend(values);
        }
        messages.remove("");
        assert!(!messages.is_empty());
        messages
    }

    #[test]
    fn every_language_says_the_same() {
        let [english, ..] = &LANGUAGES;
        for folder in &LANGUAGES {
            for (file, in_english) in folder.files.iter().zip(english.files) {
                assert_eq!(messages(file), messages(in_english), "{}", folder.code);
            }
        }
    }

    #[test]
    fn no_two_files_have_the_same_message() {
        for folder in &LANGUAGES {
            let mut ids = BTreeSet::new();
            for id in folder
                .files
                .iter()
                .flat_map(|file| messages(file).into_keys())
            {
                assert!(ids.insert(id.clone()), "{}: {id}", folder.code);
            }
        }
    }

    #[test]
    fn the_languages_are_those_that_desks_may_speak() {
        assert_eq!(
            LANGUAGES.each_ref().map(|folder| folder.code),
            Language::SUPPORTED
        );
        for (code, name) in [
            ("en", "English"),
            ("pt", "Português"),
            ("ru", "Русский"),
            ("eo", "English"),
        ] {
            let texts = Texts::of(&code.parse().unwrap());
            assert_eq!(texts.get("language-name"), name);
        }
    }
}

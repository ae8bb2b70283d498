//! Docket's own texts in each language, from the Fluent files in `languages/`.

use docket_domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::fmt;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// Docket's own texts in one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
}

const ENGLISH: &str = include_str!("../languages/en.ftl");
const PORTUGUESE: &str = include_str!("../languages/pt.ftl");
const RUSSIAN: &str = include_str!("../languages/ru.ftl");

impl Texts {
    /// The texts in that language, or in English.
    #[must_use]
    pub fn of(language: &Language) -> &'static Self {
        // Each is parsed when it is first needed: a cold start pays for one language.
        static EN: LazyLock<Texts> = LazyLock::new(|| Texts::parse("en", ENGLISH));
        static PT: LazyLock<Texts> = LazyLock::new(|| Texts::parse("pt", PORTUGUESE));
        static RU: LazyLock<Texts> = LazyLock::new(|| Texts::parse("ru", RUSSIAN));
        match language.as_str() {
            "pt" => &PT,
            "ru" => &RU,
            _ => &EN,
        }
    }

    fn parse(code: &str, source: &str) -> Self {
        let language: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks around inserted values would be seen in mails' subjects.
        bundle.set_use_isolating(false);
        // A message that does not parse is left out; the test below would find it.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// The message with that ID.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message with that ID and these values put in. An unknown message is its ID, which is seen at once.
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
            // Numbers are given as numbers, so that the language's plural rules can work on them.
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
    use std::collections::BTreeMap;

    /// Each message's ID with the values that it takes.
    fn messages(source: &str) -> BTreeMap<String, Vec<String>> {
        let resource = FluentResource::try_new(source.to_owned()).expect("every message parses");
        let ids = source
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id.to_owned())
            .filter(|id| !id.starts_with(' '));
        assert!(resource.entries().count() > 0);
        ids.map(|id| {
            let start = source.find(&format!("{id} =")).unwrap();
            let (_, rest) = source.split_at(start);
            let message = rest.split_inclusive('\n').take(1).chain(
                rest.split_inclusive('\n')
                    .skip(1)
                    .take_while(|line| line.starts_with(' ')),
            );
            let mut values: Vec<String> = message
                .collect::<String>()
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect())
                .collect();
            values.sort();
            values.dedup();
            (id, values)
        })
        .collect()
    }

    #[test]
    fn every_language_says_the_same() {
        for (code, source) in Language::SPOKEN.iter().zip([ENGLISH, PORTUGUESE, RUSSIAN]) {
            assert_eq!(messages(source), messages(ENGLISH), "{code}");
            let language = code.parse().unwrap();
            let name = Texts::of(&language).get("language-name");
            assert!(
                ["English", "Português", "Русский"].contains(&name.as_str()),
                "{name}"
            );
        }
    }
}

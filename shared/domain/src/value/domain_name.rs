//! Domain names of mail addresses, by which a company's people are known.

use super::EmailAddress;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Providers whose addresses anybody can get, one a line, in alphabetical order. An address there says nothing of who
/// its holder works for.
const PUBLIC: &str = include_str!("public_mail.txt");

/// A domain name in lower case, such as `example.com`. A name in another script is kept in its `xn--` form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

/// The error for a text that is not a domain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a domain name such as `example.com`")]
pub struct DomainNameError;

impl DomainName {
    /// Returns the domain of an address.
    #[must_use]
    pub fn of(email: &EmailAddress) -> Self {
        Self(email.domain().to_owned())
    }

    /// Returns the name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `true` if anybody can get an address at this domain, or at one below it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let is_known = |name: &str| PUBLIC.lines().any(|known| known == name);
        let below = self.0.match_indices('.');
        let mut parents = below.filter_map(|(dot, _)| self.0.get(dot + 1..));
        is_known(&self.0) || parents.any(is_known)
    }
}

impl FromStr for DomainName {
    type Err = DomainNameError;

    fn from_str(text: &str) -> Result<Self, DomainNameError> {
        let text = text.trim();
        let name = text.strip_prefix('@').unwrap_or(text);
        let name = name.strip_suffix('.').unwrap_or(name);
        // The rules are those of the part after the `@` of an address.
        let address = format!("x@{name}").parse::<EmailAddress>();
        match (name.contains('@'), address) {
            (false, Ok(address)) => Ok(Self::of(&address)),
            _ => Err(DomainNameError),
        }
    }
}

impl TryFrom<String> for DomainName {
    type Error = DomainNameError;
    fn try_from(text: String) -> Result<Self, DomainNameError> {
        text.parse()
    }
}

impl From<DomainName> for String {
    fn from(name: DomainName) -> String {
        name.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_written_in_several_ways() {
        for text in ["example.com", " Example.COM. ", "@example.com"] {
            let name: DomainName = text.parse().unwrap();
            assert_eq!(name.as_str(), "example.com", "{text}");
        }
        for bad in [
            "",
            "example",
            "a@example.com",
            "https://example.com",
            "exa mple.com",
            ".com",
            "@@example.com",
        ] {
            assert!(bad.parse::<DomainName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_public_provider_is_known_in_any_spelling() {
        for public in [
            "gmail.com",
            "GMail.com",
            "mail.ru",
            "hotmail.co.uk",
            "some.gmail.com",
        ] {
            assert!(
                public.parse::<DomainName>().unwrap().is_public(),
                "{public}"
            );
        }
        for own in ["example.com", "notgmail.com", "gmail.com.example.com"] {
            assert!(!own.parse::<DomainName>().unwrap().is_public(), "{own}");
        }
        assert!(PUBLIC.lines().is_sorted());
    }
}

//! Addresses on the web that somebody of a desk sends to people.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The address of a page with `https://`, at most [`WebAddress::MAX`] characters, without a name or password in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

/// The error for a text that is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as `https://example.com/page`")]
pub struct WebAddressError;

impl WebAddress {
    /// The most characters of an address.
    pub const MAX: usize = 1_000;

    /// Returns the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WebAddress {
    type Err = WebAddressError;

    fn from_str(text: &str) -> Result<Self, WebAddressError> {
        let text = crate::value::clean::trimmed(text);
        let rest = text.strip_prefix("https://").ok_or(WebAddressError)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let name = host.split_once(':').map_or(host, |(name, _)| name);
        // What stands before an `@` is read as the host by people, and not by browsers.
        let is_host = name.contains('.')
            && name.split('.').all(|part| !part.is_empty())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
        let is_port = host
            .split_once(':')
            .is_none_or(|(_, port)| port.parse::<u16>().is_ok());
        // A backslash and quotes are read in more than one way.
        let is_plain = |c: char| c.is_ascii_graphic() && !"\\\"'<>`{}|^".contains(c);
        let fits = text.len() <= Self::MAX && text.chars().all(is_plain);
        match is_host && is_port && fits {
            true => Ok(Self(text.to_owned())),
            false => Err(WebAddressError),
        }
    }
}

impl TryFrom<String> for WebAddress {
    type Error = WebAddressError;
    fn try_from(text: String) -> Result<Self, WebAddressError> {
        text.parse()
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> String {
        address.0
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_plain_one_with_https() {
        for good in [
            "https://meet.example.com/abc-123?pwd=x%20y#now",
            " https://example.com ",
            "https://example.com:8443/",
        ] {
            assert_eq!(good.parse::<WebAddress>().unwrap().as_str(), good.trim());
        }
        let long = format!("https://example.com/{}", "a".repeat(1_000));
        for wrong in [
            "",
            "http://example.com/",
            "javascript:alert(1)",
            "https://",
            "https://localhost/",
            "https://example.com@evil.example/",
            "https://exa mple.com/",
            "https://example.com/a\nb",
            "https://example.com\\@evil.example/",
            "https://example.com:port/",
            "https://..",
            "https://пример.рф/",
            "https://example.com/\"onclick=",
            &long,
        ] {
            assert!(wrong.parse::<WebAddress>().is_err(), "{wrong}");
        }
    }
}

//! E-mail addresses.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An e-mail address, in lower case, so that one mailbox has one spelling.
///
/// Accepts what the `email` input of HTML accepts, and requires a dot in the domain. At most 254
/// characters, of which at most 64 before the `@`. Quoted local parts and address literals are not
/// accepted. A domain in another script is kept in its `xn--` form (IDNA), which every mail server
/// knows. [`EmailAddress::pasted`] reads addresses as people paste them.
///
/// ```
/// use docket_domain::EmailAddress;
/// let address: EmailAddress = "Someone@Example.com".parse()?;
/// assert_eq!(address.as_str(), "someone@example.com");
/// # Ok::<(), docket_domain::EmailAddressError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The error for a text that is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address such as `name@example.com`")]
pub struct EmailAddressError;

impl EmailAddress {
    /// Returns the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the sender of mails on a developer's machine, where no mail is really sent.
    #[must_use]
    pub fn local_sender() -> Self {
        Self("support@example.com".to_owned())
    }

    /// Returns the part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// Returns the address without what stands after a `+` in its first part: mail for
    /// `anna+desk@example.com` comes to the mailbox of `anna@example.com`.
    #[must_use]
    pub fn mailbox(&self) -> String {
        let local = self.local_part();
        let name = local.split_once('+').map_or(local, |(name, _)| name);
        format!("{name}@{}", self.domain())
    }

    /// Returns the part before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }
}

fn is_local_part(text: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    (1..=64).contains(&text.len())
        && text
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(atom))
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.contains('.') && text.split('.').all(label)
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;
    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError)?;
        let domain = match domain.is_ascii() {
            true => domain.to_owned(),
            false => idna::domain_to_ascii(domain).map_err(|_| EmailAddressError)?,
        };
        let text = format!("{local}@{domain}");
        if text.len() <= 254 && is_local_part(local) && is_domain(&domain) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(EmailAddressError)
        }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressError;
    fn try_from(text: String) -> Result<Self, EmailAddressError> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_mail_can_be_sent_to() {
        for good in [
            "a@example.com",
            "first.last+tag@sub.example.co.uk",
            "o'neil@example.com",
            " spaced@example.com ",
            "x@xn--bcher-kva.example",
            "info@bücher.example",
            "info@BÜCHER.example",
            "p@пример.example",
        ] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for bad in [
            "",
            "a",
            "@example.com",
            "a@",
            "a@example",
            "a b@example.com",
            "a@@example.com",
            "a@exam ple.com",
            ".a@example.com",
            "a..b@example.com",
            "a@-example.com",
            "a@example..com",
            "a@example.com\r\nBcc: b@example.com",
            "a,b@example.com",
            "<a@example.com>",
            "ä@example.com",
            &format!("{}@example.com", "a".repeat(65)),
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
    }
}

//! Reads addresses as people paste them: from mail programs, spreadsheets and documents.

use super::clean;
use super::email::EmailAddress;

/// The error for a text in which an entry is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is not an e-mail address such as `name@example.com`")]
pub struct AddressListError {
    /// The entry, shortened to 60 characters.
    pub entry: String,
}

impl EmailAddress {
    /// Reads one address as people paste it: with invisible marks, as `Name <address>`, behind
    /// `mailto:`, or with a sign after it that belongs to the sentence.
    ///
    /// # Errors
    /// When the text has no address, or has several, or has words that are no name of one.
    pub fn pasted(text: &str) -> Result<Self, AddressListError> {
        let mut all = Self::pasted_list(text)?;
        match (all.pop(), all.is_empty()) {
            (Some(address), true) => Ok(address),
            _ => Err(AddressListError::new(text)),
        }
    }

    /// Reads a list of addresses as people paste it. A comma, a semicolon, white space or a line
    /// break separates two. An address may have a name before it, as in mail programs; commas in a
    /// name do not matter.
    ///
    /// # Errors
    /// When an entry is no address.
    pub fn pasted_list(text: &str) -> Result<Vec<Self>, AddressListError> {
        let mut list = List::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (piece, after) = match c {
                '"' => enclosed(rest, '"'),
                '(' => enclosed(rest, ')'),
                '<' => enclosed(rest, '>'),
                ';' | '\n' | '\r' => {
                    list.end()?;
                    rest.split_at(c.len_utf8())
                }
                c if is_separator(c) => rest.split_at(c.len_utf8()),
                _ => {
                    let is_end = |c: char| is_separator(c) || "<;\"\n\r".contains(c);
                    rest.split_at(rest.find(is_end).unwrap_or(rest.len()))
                }
            };
            match c {
                '<' => list.named(piece)?,
                '(' if piece.contains('@') => list.named(piece)?,
                // A remark.
                '(' => {}
                '"' if !piece.contains('@') => list.word(piece),
                c if is_separator(c) || ";\n\r".contains(c) => {}
                _ => list.bare(piece)?,
            }
            rest = after;
        }
        list.end()?;
        Ok(list.found)
    }
}

impl AddressListError {
    fn new(entry: &str) -> Self {
        let entry = entry.chars().filter(|c| !c.is_control()).take(60).collect();
        Self { entry }
    }
}

#[derive(Default)]
struct List {
    found: Vec<EmailAddress>,
    /// The first word that may be part of a name. An address in angle brackets has to follow.
    name: Option<String>,
}

impl List {
    /// Adds an address in brackets, which ends a name.
    fn named(&mut self, text: &str) -> Result<(), AddressListError> {
        self.name = None;
        self.add(text)
    }

    /// Adds an address, once: mail programs also write it as its own name.
    fn add(&mut self, text: &str) -> Result<(), AddressListError> {
        let address = address(text)?;
        if !self.found.contains(&address) {
            self.found.push(address);
        }
        Ok(())
    }

    fn word(&mut self, word: &str) {
        self.name.get_or_insert_with(|| word.to_owned());
    }

    /// Adds an address that stands for itself. Without an at sign, it is a word of a name.
    fn bare(&mut self, text: &str) -> Result<(), AddressListError> {
        if text.contains('@') {
            self.add(text)?;
        } else if !clean::is_blank(text) {
            self.word(text);
        }
        Ok(())
    }

    /// Ends an entry. A name without an address is a mistake.
    fn end(&mut self) -> Result<(), AddressListError> {
        match self.name.take() {
            Some(name) => Err(AddressListError::new(&name)),
            None => Ok(()),
        }
    }
}

/// Returns `true` for a comma, in any script that writes one, and for white space in a line.
fn is_separator(c: char) -> bool {
    ",\u{60c}\u{3001}\u{ff0c}".contains(c) || (c.is_whitespace() && !"\n\r".contains(c))
}

/// Splits after the sign that ends what the first sign begins. Without one, the rest of the line is
/// enclosed.
fn enclosed(text: &str, end: char) -> (&str, &str) {
    let mut signs = text.char_indices().skip(1);
    let found = signs.find(|(_, c)| *c == end || *c == '\n');
    let place = found.map_or(text.len(), |(place, c)| match c {
        '\n' => place,
        c => place + c.len_utf8(),
    });
    text.split_at(place)
}

/// Reads an address without a name. What surrounds it goes.
fn address(text: &str) -> Result<EmailAddress, AddressListError> {
    let plain: String = text
        .chars()
        .filter(|c| !clean::is_blank_character(*c))
        .collect();
    let plain = strip_scheme(&plain);
    let plain = plain.trim_matches(|c| "<>[]()\"\u{201c}\u{201d}\u{ab}\u{bb},;:".contains(c));
    // A quote or a dot may be part of an address, but not at its ends.
    let plain = plain.trim_matches(['\'', '.', '\u{2018}', '\u{2019}']);
    plain.parse().map_err(|_| AddressListError::new(text))
}

fn strip_scheme(text: &str) -> &str {
    let scheme = text.get(..7);
    match scheme.filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        Some(_) => {
            let rest = text.get(7..).unwrap_or_default();
            rest.split('?').next().unwrap_or(rest)
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let list = EmailAddress::pasted_list(text).map_err(|error| error.entry)?;
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        Ok(list.join(" "))
    }

    #[test]
    fn lists_come_from_mail_programs() {
        for text in [
            "Jane Doe <jane@example.com>; Bob Roe <bob@example.com>",
            "jane@example.com,bob@example.com",
            "jane@example.com bob@example.com",
            "jane@example.com\tbob@example.com",
            "jane@example.com\u{a0}bob@example.com",
            "jane@example.com\r\nbob@example.com\r\n",
            "Doe, Jane <jane@example.com>; Roe, Bob <bob@example.com>",
            "\"Doe, Jane\" <jane@example.com>, \"Roe; Bob\" <bob@example.com>",
            "<jane@example.com>,<bob@example.com>",
            "mailto:jane@example.com?subject=Hi, MAILTO:bob@example.com",
            "jane@example.com (Jane), bob@example.com (at work)",
            "'jane@example.com'; 'bob@example.com'.",
            ";,jane@example.com,,;bob@example.com;",
            "\u{200b}jane@example.com\u{feff}, bob@exam\u{ad}ple.com",
            "Jane (jane@example.com), Bob (bob@example.com)",
            "jane@example.com <jane@example.com>, \"bob@example.com\" <bob@example.com>",
            "Jane<jane@example.com>Bob<bob@example.com>",
            "jane@example.com، bob@example.com",
        ] {
            let both = "jane@example.com bob@example.com";
            assert_eq!(read(text).as_deref(), Ok(both), "{text:?}");
        }
        assert_eq!(read(""), Ok(String::new()));
    }

    #[test]
    fn what_is_no_address_is_named() {
        for (text, entry) in [
            ("jane", "jane"),
            ("jane@example.com, bob", "bob"),
            ("jane@example", "jane@example"),
            ("Jane Doe; bob@example.com", "Jane"),
            ("a@b@example.com", "a@b@example.com"),
        ] {
            assert_eq!(read(text), Err(entry.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn one_address_is_one() {
        let one = |text: &str| EmailAddress::pasted(text).map(|address| address.to_string());
        for text in [
            "r@example.com",
            "\u{200b}r@example.com",
            " R@Example.com. ",
            "R. Roe <r@example.com>",
            "mailto:r@example.com",
        ] {
            assert_eq!(one(text).as_deref(), Ok("r@example.com"), "{text:?}");
        }
        assert!(one("a@example.com, b@example.com").is_err());
        assert!(one("").is_err());
        assert!(one("a@example.com\nBcc: b@example.com").is_err());
    }
}

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
        let mut all = Self::pasted_list(text, 1)?;
        match (all.pop(), all.is_empty()) {
            (Some(address), true) => Ok(address),
            _ => Err(AddressListError::new(text)),
        }
    }

    /// Reads a list of addresses as people paste it. A comma, a semicolon, white space or a line
    /// break separates two. An address may have a name before it, as in mail programs; what a name
    /// holds does not matter. Each address is there once. The reading ends after one more than
    /// `most`.
    ///
    /// # Errors
    /// When an entry is no address.
    pub fn pasted_list(text: &str, most: usize) -> Result<Vec<Self>, AddressListError> {
        let text = text.replace('\u{ff20}', "@");
        let mut list = List::default();
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            if list.found.len() > most {
                break;
            }
            let (piece, after) = match c {
                '"' | '\u{201c}' => enclosed(rest, &['"', '\u{201d}']),
                '(' => enclosed(rest, &[')']),
                '<' => enclosed(rest, &['>']),
                '[' => enclosed(rest, &[']']),
                c if is_end(c) || is_separator(c) => rest.split_at(c.len_utf8()),
                _ => {
                    let ends = |c: char| is_end(c) || is_separator(c) || "<\"\u{201c}".contains(c);
                    rest.split_at(rest.find(ends).unwrap_or(rest.len()))
                }
            };
            match c {
                // A long header is folded before an address.
                '\r' | '\n' if after.trim_start().starts_with('<') => {}
                c if is_end(c) => list.end()?,
                ',' => list.bare = None,
                c if is_separator(c) => {}
                '<' => list.named(piece)?,
                '(' | '[' => list.bracketed(piece)?,
                '"' | '\u{201c}' => list.word(piece),
                _ => list.plain(piece)?,
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
    /// The place of an address that may be a name itself, since nothing separates it from what follows.
    bare: Option<usize>,
}

impl List {
    /// Adds an address in angle brackets. What stands before it is its name, whatever that is.
    fn named(&mut self, text: &str) -> Result<(), AddressListError> {
        self.name = None;
        if let Some(place) = self.bare.take() {
            self.found.truncate(place);
        }
        self.add(text)
    }

    /// Reads a remark. It may hold the address that the words before it name.
    fn bracketed(&mut self, text: &str) -> Result<(), AddressListError> {
        let mut words = text.split(|c: char| c.is_whitespace() || is_separator(c));
        let mut addresses = words.by_ref().filter(|word| word.contains('@'));
        match (addresses.next(), addresses.next()) {
            (Some(one), None) => {
                self.name = None;
                self.add(one)
            }
            (None, _) => Ok(()),
            (Some(_), Some(_)) => Err(AddressListError::new(text)),
        }
    }

    fn word(&mut self, word: &str) {
        self.name.get_or_insert_with(|| word.to_owned());
    }

    /// Adds an address that stands for itself. Without an at sign, it is a word of a name. A number or a
    /// mark of a list is neither, and the name of a group ends with a colon.
    fn plain(&mut self, text: &str) -> Result<(), AddressListError> {
        if text.contains('@') {
            let place = self.found.len();
            self.add(text)?;
            self.bare = (self.found.len() > place).then_some(place);
        } else if text.contains(char::is_alphabetic) && !text.ends_with(':') {
            self.word(text);
        }
        Ok(())
    }

    /// Adds an address, once: mail programs also write it as its own name.
    fn add(&mut self, text: &str) -> Result<(), AddressListError> {
        let address = address(text)?;
        if !self.found.contains(&address) {
            self.found.push(address);
        }
        Ok(())
    }

    /// Ends an entry. A name without an address is a mistake, unless it is an address itself.
    fn end(&mut self) -> Result<(), AddressListError> {
        self.bare = None;
        match self.name.take() {
            Some(name) if name.contains('@') && !name.contains(' ') => self.add(&name),
            Some(name) => Err(AddressListError::new(&name)),
            None => Ok(()),
        }
    }
}

/// Returns `true` for what ends an entry: a semicolon of any script, or a line.
fn is_end(c: char) -> bool {
    ";\u{61b}\u{ff1b}\n\r".contains(c)
}

/// Returns `true` for a comma of any script, and for white space in a line.
fn is_separator(c: char) -> bool {
    ",\u{60c}\u{3001}\u{ff0c}".contains(c) || (c.is_whitespace() && !"\n\r".contains(c))
}

/// Splits after the first of the signs that end what the first sign begins. Without one, the rest of the
/// line is enclosed.
fn enclosed<'t>(text: &'t str, ends: &[char]) -> (&'t str, &'t str) {
    let mut signs = text.char_indices().skip(1);
    let found = signs.find(|(_, c)| ends.contains(c) || *c == '\n');
    let place = found.map_or(text.len(), |(place, c)| match c {
        '\n' => place,
        c => place + c.len_utf8(),
    });
    text.split_at(place)
}

/// Reads an address without a name. What surrounds it goes.
fn address(text: &str) -> Result<EmailAddress, AddressListError> {
    let is_shown = |c: &char| c.is_whitespace() || !clean::is_blank_character(*c);
    let plain: String = text.chars().filter(is_shown).collect();
    let around =
        |c: char| c.is_whitespace() || "<>[]()\"\u{201c}\u{201d}\u{ab}\u{bb},;:.".contains(c);
    let plain = plain.trim_matches(around);
    let plain = match plain.strip_suffix(['\'', '\u{2019}']) {
        Some(rest) => rest.strip_prefix(['\'', '\u{2018}']).unwrap_or(rest),
        None => plain,
    };
    let plain = without_scheme(plain.trim_matches(around));
    plain.parse().map_err(|_| AddressListError::new(text))
}

/// Returns an address without `mailto:`, and as it was before it was encoded for that.
fn without_scheme(text: &str) -> String {
    let scheme = text
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let Some(rest) = scheme.and_then(|_| text.get(7..)) else {
        return text.to_owned();
    };
    let rest = rest.split('?').next().unwrap_or(rest);
    let mut pieces = rest.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code.filter(u8::is_ascii_graphic) {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(piece.get(2..).unwrap_or_default());
            }
            None => {
                plain.push('%');
                plain.push_str(piece);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let list = EmailAddress::pasted_list(text, 10).map_err(|error| error.entry)?;
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
            "jane@old.example <jane@example.com>, bob@example.com",
            "\"bob@old.example via List\" <jane@example.com>; bob@example.com",
            "Jane (jane@example.com at work); bob@example.com",
            "Jane [mailto:jane@example.com]; bob@example.com",
            "jane@example.com<mailto:jane@example.com>; <mailto:bob@example.com>.",
            "\"Jane @ Corp\" <jane@example.com>, bob@example.com",
            "Jane Doe\r\n <jane@example.com>,\r\n bob@example.com",
            "Team: jane@example.com, bob@example.com;",
            "- jane@example.com\n- bob@example.com",
            "1. jane@example.com\n2. bob@example.com",
            "• jane@example.com\n• bob@example.com",
            "jane@example.com；bob@example.com",
            "jane＠example.com bob@example.com",
            "\"jane@example.com\".; bob@example.com",
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
            (
                "(a@example.com b@example.com)",
                "(a@example.com b@example.com)",
            ),
        ] {
            assert_eq!(read(text), Err(entry.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_list_without_end_is_not_read_to_its_end() {
        let list: String = (0..100_000).map(|n| format!("a{n}@example.com,")).collect();
        assert_eq!(EmailAddress::pasted_list(&list, 10).unwrap().len(), 11);
    }

    #[test]
    fn an_address_is_what_it_was_before_it_was_encoded() {
        let one = |text: &str| EmailAddress::pasted(text).map(|address| address.to_string());
        assert_eq!(
            one("mailto:first%2Blast@example.com").as_deref(),
            Ok("first+last@example.com")
        );
        assert_eq!(
            one("o'neil@example.com").as_deref(),
            Ok("o'neil@example.com")
        );
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

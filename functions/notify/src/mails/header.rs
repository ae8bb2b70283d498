//! Makes texts safe for headers of a mail. Every text that enters a header passes here.
//!
//! A person's name or a subject can hold anything: quotes, commas, marks of direction, or what looks like
//! an encoded word. A strict reader has to parse the header, and to show what was typed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use docket_domain::clean;

/// The most bytes of text in one encoded word. In Base64, with `=?utf-8?B?` and `?=` around it, it fits
/// into the 76 characters that RFC 2047, section 2, gives a line, behind `Subject: `.
const WORD: usize = 39;
/// The most characters of a word without a space that stands in a header as it is. A longer one could
/// not be folded.
const LONGEST: usize = 60;

/// Returns a text for a header that is read as text, such as `Subject`.
#[must_use]
pub(super) fn text(value: &str) -> String {
    let value = mended(value);
    let plain = |c: char| c == ' ' || c.is_ascii_graphic();
    if value.chars().all(plain) && !value.contains("=?") && is_foldable(&value) {
        value
    } else {
        encoded(&value)
    }
}

/// Returns the name of a person or a desk, for a header with addresses such as `To`.
#[must_use]
pub(super) fn phrase(name: &str) -> String {
    let name = mended(name);
    // The characters of an atom in RFC 5322, section 3.2.3. All others would have to be quoted, and
    // readers differ about what they find in quotes.
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/^_`{|}~ ".contains(c);
    if name.chars().all(atom) && is_foldable(&name) {
        name
    } else {
        encoded(&name)
    }
}

fn mended(value: &str) -> String {
    let value = clean::without_direction(&clean::line(value));
    // Words of a subject are joined by one space: a header can be folded at each.
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_foldable(value: &str) -> bool {
    value.split(' ').all(|word| word.len() <= LONGEST)
}

/// Writes a text as encoded words (RFC 2047), each with whole characters.
fn encoded(value: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in value.chars() {
        if word.len() + c.len_utf8() > WORD {
            // Readers that put a space between two encoded words do it where one is anyway.
            let end = word.rfind(' ').map_or(word.len(), |place| place + 1);
            let rest = word.split_off(end);
            words.push(std::mem::replace(&mut word, rest));
        }
        word.push(c);
    }
    words.push(word);
    let encoded = words
        .iter()
        .filter(|word| !word.is_empty())
        .map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
    encoded.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    fn subject(header: &str) -> String {
        let mail = format!("Subject: {header}\r\n\r\n");
        let mail = MessageParser::default().parse(mail.as_bytes()).unwrap();
        mail.subject().unwrap_or_default().to_owned()
    }

    fn name(header: &str) -> String {
        let mail = format!("To: {header} <a@example.com>\r\n\r\n");
        let mail = MessageParser::default().parse(mail.as_bytes()).unwrap();
        let to = mail.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("a@example.com"), "{header}");
        to.name().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_was_typed_is_what_is_read() {
        let long = "a".repeat(200);
        let cyrillic = "Не работает вход в приложение после обновления".repeat(4);
        for typed in [
            "Plain words",
            "=?UTF-8?B?SGVsbG8KQmNjOiB4?=",
            "\"quoted\", and \\ (remarks) <x@y>; @:.",
            "Иван Петров",
            "漢字かな",
            "👨\u{200d}👩\u{200d}👧",
            "a\\\"b",
            &long,
            &cyrillic,
        ] {
            assert_eq!(subject(&text(typed)), typed);
            assert_eq!(name(&phrase(typed)), typed);
        }
    }

    #[test]
    fn a_header_is_one_line_without_marks() {
        for (typed, read) in [
            ("one\u{2028}two", "one two"),
            ("\u{202e}gnp.exe", "gnp.exe"),
            ("tab\there", "tab here"),
            ("a\r\nBcc: b@example.com", "a Bcc: b@example.com"),
        ] {
            let written = text(typed);
            assert!(
                written.is_ascii() && !written.contains(['\r', '\n']),
                "{written:?}"
            );
            assert_eq!(subject(&written), read);
        }
    }

    #[test]
    fn every_word_can_be_folded() {
        let typed = "漢".repeat(100) + &"x".repeat(300);
        for word in text(&typed).split(' ') {
            assert!(word.len() <= 75, "{word}");
        }
    }
}

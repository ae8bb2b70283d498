//! Mends characters that nobody sees, in what people type and paste.
//!
//! Word processors, spreadsheets and terminals leave vertical tabs, zero width spaces and escape
//! sequences in what is copied from them. Their sender cannot see them, so a refusal would not help.

/// Mends a value of one line: white space that is not a space becomes one, and other controls go. The
/// ends are trimmed. The line breaks `\r` and `\n` stay, for the caller to refuse: what follows them
/// may not belong to the line.
#[must_use]
pub fn line(text: &str) -> String {
    let mended: String = without_sequences(text)
        .filter_map(|c| match c {
            '\r' | '\n' => Some(c),
            c if c == '\t' || is_odd_break(c) => Some(' '),
            c if is_dropped(c) => None,
            c => Some(c),
        })
        .collect();
    trimmed(&mended).to_owned()
}

/// Mends a text of several lines: every kind of line break becomes `\n`, and controls other than
/// tabs go. Blank lines at both ends go. The first line of several keeps its indentation, and columns
/// stay as they are.
#[must_use]
pub fn prose(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mended: String = without_sequences(&text)
        .filter_map(|c| match c {
            '\n' | '\t' => Some(c),
            c if c == '\r' || is_odd_break(c) => Some('\n'),
            c if is_dropped(c) => None,
            c => Some(c),
        })
        .collect();
    let whole = trimmed(&mended);
    if !whole.contains('\n') {
        return whole.to_owned();
    }
    let lines = mended.lines().skip_while(|line| is_blank(line));
    let kept = lines.collect::<Vec<_>>().join("\n");
    kept.trim_end_matches(is_space).to_owned()
}

/// Returns the text without white space at its ends, that included which no reader sees. A text that
/// shows nothing is empty.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    if is_blank(text) {
        ""
    } else {
        text.trim_matches(is_space)
    }
}

/// Returns `true` for a text that shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    without_sequences(text).all(is_blank_character)
}

/// Returns the text without the marks that turn the direction of what follows. In a header, they
/// would make `exe.png` of `gnp.exe`.
#[must_use]
pub fn without_direction(text: &str) -> String {
    text.chars().filter(|c| !is_direction_mark(*c)).collect()
}

const ESCAPE: char = '\u{1b}';

/// Returns `true` for the line breaks that no keyboard makes: the vertical tab, the form feed, and the
/// breaks of C1 and of Unicode.
fn is_odd_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns `true` for a mark that embeds, overrides or isolates a direction of writing.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns `true` for controls, and for what Unicode will never use: it is no text.
fn is_dropped(c: char) -> bool {
    let is_nothing = matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32 & 0xfffe) == 0xfffe;
    // A byte order mark belongs before a text. Within one, it is left over from a joined file.
    c.is_control() || is_nothing || c == '\u{feff}'
}

/// Returns `true` for what stands at the ends of a pasted text and means nothing there. The parts of
/// an emoji are blank alone, but not at the end of one.
fn is_space(c: char) -> bool {
    // A control may begin an escape sequence, which is taken out as a whole.
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{2060}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
        )
}

/// Returns `true` for white space, and for characters without a picture: Unicode's
/// `Default_Ignorable_Code_Point`, the Hangul fillers, and the braille cell without a dot.
pub(super) fn is_blank_character(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the length of a command with its end: BEL, or the string terminator in either form. Another
/// escape sequence breaks it off, so that a text of beginnings alone is looked through once.
fn command_length(line: impl Iterator<Item = char>) -> Option<usize> {
    let mut was_escape = false;
    for (place, c) in line.enumerate() {
        if was_escape {
            return (c == '\\').then_some(place + 1);
        }
        if matches!(c, '\u{7}' | '\u{9c}') {
            return Some(place + 1);
        }
        was_escape = c == ESCAPE;
    }
    None
}

/// Returns the characters without the escape sequences of a terminal (ECMA-48): colours in a log,
/// titles of windows.
fn without_sequences(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = rest.next()?;
            match (c, rest.peek()) {
                // A control sequence: parameters, and one letter that ends it.
                (ESCAPE, Some('[')) => {
                    rest.next();
                    while rest.next_if(|c| matches!(c, '0'..='?')).is_some() {}
                    while rest.next_if(|c| matches!(c, ' '..='/')).is_some() {}
                    rest.next_if(|c| matches!(c, '@'..='~'));
                }
                // A command to the terminal. Without its end, it is none.
                (ESCAPE, Some(']' | 'P' | '^' | '_')) => {
                    let line = rest.clone().take_while(|c| *c != '\n');
                    if let Some(length) = command_length(line) {
                        rest.nth(length - 1);
                    }
                }
                (ESCAPE, Some('\\' | '(' | ')' | '@'..='Z' | '=' | '>' | '7' | '8' | 'c')) => {
                    let named = rest.next();
                    // The choice of a set of characters has one more letter.
                    if matches!(named, Some('(' | ')')) {
                        rest.next_if(char::is_ascii_alphanumeric);
                    }
                }
                _ => return Some(c),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_mended() {
        for (pasted, mended) in [
            ("Report\tMay", "Report May"),
            ("one\u{2028}two", "one two"),
            ("one\u{b}two\u{c}three\u{85}four", "one two three four"),
            ("zero\u{0}byte", "zerobyte"),
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{1b}]0;title\u{7}shown", "shown"),
            ("\u{feff}\u{200b} words \u{a0}\u{200b}", "words"),
            ("\u{200b}\u{200b}", ""),
            ("\u{2800}", ""),
            ("\u{3164}\u{ad}", ""),
            ("soft\u{ad}hyphen", "soft\u{ad}hyphen"),
            ("👨\u{200d}👩", "👨\u{200d}👩"),
            ("a\nb", "a\nb"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("\u{fe0f}", ""),
            ("bell\u{7}\u{9f}", "bell"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}[31", ""),
            ("\u{1b}]0;t\u{9c}shown", "shown"),
            ("\u{1b}]0;t\u{1b}\\shown", "shown"),
            ("\u{1b}]0;t rest of my line", "]0;t rest of my line"),
            ("\u{1b}[ 2026 ERROR", "2026 ERROR"),
            ("\u{fffc}", ""),
        ] {
            assert_eq!(line(pasted), mended, "{pasted:?}");
        }
    }

    #[test]
    fn prose_is_mended() {
        for (pasted, mended) in [
            ("Slide one\u{b}line two", "Slide one\nline two"),
            ("a\rb\r\nc\u{85}d\u{2029}e\u{c}f", "a\nb\nc\nd\ne\nf"),
            ("  one line  ", "one line"),
            ("\n \n    first\n  second\n \n", "    first\n  second"),
            ("a   b\n\tc", "a   b\n\tc"),
            ("x\u{0}\u{1}y", "xy"),
            ("\u{1b}[32mok\u{1b}[0m done", "ok done"),
            ("\u{200b}\n\u{feff}", ""),
        ] {
            assert_eq!(prose(pasted), mended, "{pasted:?}");
        }
    }

    #[test]
    fn a_text_of_beginnings_takes_no_long_time() {
        let beginnings = "\u{1b}]".repeat(500_000);
        assert_eq!(line(&beginnings).len(), 500_000);
        assert_eq!(line("\u{1b}]0;t\u{1b}[31mred\u{7}"), "]0;tred");
    }

    #[test]
    fn no_direction_is_left_in_a_header() {
        assert_eq!(without_direction("\u{202e}gnp.exe\u{2069}"), "gnp.exe");
    }

    #[test]
    fn mending_twice_changes_nothing_more() {
        for text in [
            "\u{1b}\u{1b}[[1mx",
            "\u{1b}(\u{1b}[31mB",
            " a\u{200b}\n b ",
            "\u{1b}]\u{1b}[1m",
        ] {
            assert_eq!(line(&line(text)), line(text), "{text:?}");
            assert_eq!(prose(&prose(text)), prose(text), "{text:?}");
        }
    }
}

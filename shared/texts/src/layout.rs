//! Lays out what people wrote as HTML: their lines, their columns, their direction, their links.
//!
//! It is done with elements alone. Mail programs drop `white-space` and other styles.

use std::fmt::Write;

/// The columns between two tab stops.
const TAB: usize = 4;
/// The attributes of a link that somebody wrote. It is no word of the desk's own.
const LINK: &str = r#" rel="nofollow noopener noreferrer""#;
/// The schemes of addresses that become links. No other one does: `javascript:` would run.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Returns the HTML of a text of several lines. Each line is an element with a direction of its own.
/// The text is escaped, and addresses with `https:`, `http:` or `mailto:` are linked.
#[must_use]
pub fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        if line.trim().is_empty() {
            html.push_str("<div><br></div>");
        } else {
            html.push_str("<div dir=\"auto\">");
            push_line(&mut html, &with_columns(line));
            html.push_str("</div>");
        }
    }
    html
}

/// Returns a line in which columns keep their width: HTML makes one space of several. A single space
/// between words stays a space, so that the line can be broken there.
fn with_columns(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut column = 0;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\t' => {
                let width = TAB - column % TAB;
                kept.extend(std::iter::repeat_n(NO_BREAK_SPACE, width));
                column += width;
                continue;
            }
            ' ' => {
                let is_single = column > 0
                    && !kept.ends_with([' ', NO_BREAK_SPACE])
                    && characters.peek().is_some_and(|next| !" \t".contains(*next));
                kept.push(if is_single { ' ' } else { NO_BREAK_SPACE });
            }
            c => kept.push(c),
        }
        column += 1;
    }
    kept
}

const NO_BREAK_SPACE: char = '\u{a0}';

fn push_line(html: &mut String, line: &str) {
    let mut rest = line;
    while let Some((before, address, after)) = find_address(rest) {
        push_escaped(html, before);
        html.push_str("<a href=\"");
        push_escaped(html, address);
        let _ = write!(html, "\"{LINK}>");
        push_escaped(html, address);
        html.push_str("</a>");
        rest = after;
    }
    push_escaped(html, rest);
}

/// Finds the first address, and returns it with what is before and after it.
fn find_address(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let start = from + rest.find([':'])?;
        let found = SCHEMES.iter().find_map(|scheme| {
            // The place of the colon in the scheme is its end, but for the slashes.
            let word = scheme.find(':')?;
            let start = start.checked_sub(word)?;
            let here = text.get(start..start + scheme.len())?;
            here.eq_ignore_ascii_case(scheme)
                .then_some((start, scheme.len()))
        });
        let found = found.and_then(|(start, scheme)| {
            let (before, from_start) = text.split_at_checked(start)?;
            // `xhttp://` is another scheme.
            if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
                return None;
            }
            let length = address_length(from_start);
            let (address, after) = from_start.split_at_checked(length)?;
            (length > scheme).then_some((before, address, after))
        });
        match found {
            Some(found) => return Some(found),
            None => from = start + 1,
        }
    }
}

/// Returns the length of the address that a text begins with, in bytes. Signs at its end belong to the
/// sentence around it, and so does a bracket that it does not open itself.
fn address_length(text: &str) -> usize {
    let mut address = text.split(is_outside).next().unwrap_or(text);
    let count = |sign: char| address.matches(sign).count();
    let (mut round, mut square) = (
        count(')').saturating_sub(count('(')),
        count(']').saturating_sub(count('[')),
    );
    while let Some(last) = address.chars().last() {
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            last if ".,;:!?'*\u{2026}\u{2019}".contains(last) => {}
            _ => break,
        }
        address = address
            .get(..address.len() - last.len_utf8())
            .unwrap_or_default();
    }
    address.len()
}

/// Returns `true` for what no address holds: white space, quotes, the signs of other scripts' sentences,
/// and marks that nobody sees.
fn is_outside(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "<>\"`{}|\\^".contains(c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2025}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{ab}' | '\u{bb}' | '\u{feff}' | '\u{60c}' | '\u{61b}' | '\u{61f}'
            | '\u{964}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}' | '\u{ff08}' | '\u{ff09}'
            | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
            && c != '\u{2019}'
}

fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&#38;"),
            '<' => html.push_str("&#60;"),
            '>' => html.push_str("&#62;"),
            '"' => html.push_str("&#34;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_stay() {
        assert_eq!(
            html("first\n    second   third\n\nlast one"),
            "<div dir=\"auto\">first</div>\
             <div dir=\"auto\">\u{a0}\u{a0}\u{a0}\u{a0}second\u{a0}\u{a0}\u{a0}third</div>\
             <div><br></div>\
             <div dir=\"auto\">last one</div>"
        );
        assert_eq!(html("a\tb"), "<div dir=\"auto\">a\u{a0}\u{a0}\u{a0}b</div>");
        assert_eq!(html(""), "");
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(
            html("<b onclick='x'>&amp;\"</b>"),
            "<div dir=\"auto\">&#60;b onclick=&#39;x&#39;&#62;&#38;amp;&#34;&#60;/b&#62;</div>"
        );
    }

    /// Returns the addresses that are linked in a text.
    fn links(text: &str) -> Vec<String> {
        let html = html(text);
        let links = html.split("<a href=\"").skip(1);
        links
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn addresses_are_linked_and_nothing_else() {
        for (text, linked) in [
            ("see https://example.com/a.", "https://example.com/a"),
            ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
            (
                "HTTPS://Example.com/?a=1&b=2, and",
                "HTTPS://Example.com/?a=1&#38;b=2",
            ),
            ("<https://example.com>", "https://example.com"),
            ("mailto:a@example.com", "mailto:a@example.com"),
            ("https://пример.example/путь", "https://пример.example/путь"),
            ("http://127.0.0.1:8080/x:y;", "http://127.0.0.1:8080/x:y"),
            ("a: b: https://example.com", "https://example.com"),
            ("https://example.com，谢谢", "https://example.com"),
            ("（https://example.com）", "https://example.com"),
            ("“https://example.com/a”", "https://example.com/a"),
            ("https://example.com/a…", "https://example.com/a"),
            ("https://example.com/a_", "https://example.com/a_"),
            ("https://example.com/a\u{202e}b", "https://example.com/a"),
        ] {
            assert_eq!(links(text), [linked], "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.com",
            "https://",
            "xhttps://example.com",
            "www.example.com",
            "mailto:",
            "file:///etc/passwd",
            "https: //example.com",
        ] {
            assert!(links(text).is_empty(), "{text}");
        }
        let two = links("https://a.example.com https://b.example.com");
        assert_eq!(two, ["https://a.example.com", "https://b.example.com"]);
    }

    #[test]
    fn a_long_address_takes_no_long_time() {
        let brackets = format!("https://{}", ")".repeat(100_000));
        assert!(links(&brackets).is_empty());
        let colons = "https://a:".repeat(10_000);
        assert_eq!(links(&colons).len(), 1);
    }

    #[test]
    fn no_attribute_is_left_open() {
        let html = html("https://example.com/\"onmouseover=\"x'<script>");
        assert!(
            html.starts_with("<div dir=\"auto\"><a href=\"https://example.com/\" rel="),
            "{html}"
        );
        assert!(!html.contains("<script"));
    }
}

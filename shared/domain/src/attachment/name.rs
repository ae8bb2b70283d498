//! What a file is called.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a file: one line that says nothing of folders and does not pretend to be another name.
///
/// Any text makes one. A name is never refused: whoever sends a file has little say in what a camera called it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FileName(String);

/// The most characters of a name.
const MAX: usize = 120;
/// The most characters of an ending, its dot included, that a shortened name keeps.
const MAX_ENDING: usize = 12;
/// What a file is called whose name is nothing.
const NAMELESS: &str = "file";

impl FileName {
    /// The name as it can be shown, kept and offered for saving.
    #[must_use]
    pub fn new(given: &str) -> Self {
        // Some browsers send the path as well.
        let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
        let plain: String = last.chars().filter(|c| !is_misleading(*c)).collect();
        // A dot ahead hides a file, one at the end is lost on some systems.
        let trimmed = plain.trim_matches(|c: char| c.is_whitespace() || c == '.');
        Self(if trimmed.is_empty() {
            NAMELESS.to_owned()
        } else {
            shortened(trimmed)
        })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in ASCII, for those who read no more: every other character is an underscore.
    #[must_use]
    pub fn ascii(&self) -> String {
        let plain = |c: char| c.is_ascii_graphic() && !"\"\\%;".contains(c);
        self.0
            .chars()
            .map(|c| if plain(c) || c == ' ' { c } else { '_' })
            .collect()
    }
}

/// Control characters, and those that have no shape of their own but change the shape or the direction of others: with them
/// `photo_gpj.exe` can be made to look like `photo_exe.jpg`.
fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A name that is not too long, with its ending, by which people tell files apart.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').and_then(|dot| name.get(dot..));
    let ending = ending.filter(|ending| ending.chars().count() <= MAX_ENDING);
    let ending = ending.unwrap_or_default();
    let kept = MAX - ending.chars().count() - 1;
    let begin: String = name.chars().take(kept).collect();
    format!("{begin}…{ending}")
}

impl From<String> for FileName {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> String {
        name.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_given_a_name_comes_of_it() {
        for (given, name) in [
            ("screen.png", "screen.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\a b.txt", "a b.txt"),
            ("photo_\u{202e}gpj.exe", "photo_gpj.exe"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("Снимок экрана.png", "Снимок экрана.png"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("\u{200f}", "file"),
        ] {
            assert_eq!(FileName::new(given).as_str(), name, "{given:?}");
        }
        let long = FileName::new(&format!("{}.jpeg", "ж".repeat(1_000)));
        assert_eq!(long.as_str().chars().count(), MAX);
        assert!(long.as_str().ends_with("ж….jpeg"));
        assert_eq!(
            FileName::new(&"x.".repeat(600)).as_str().chars().count(),
            MAX
        );
        assert_eq!(FileName::new("é\"%;.png").ascii(), "____.png");
        // What was made once stays as it is.
        assert_eq!(FileName::new(long.as_str()), long);
    }
}

//! Names of files.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a file: one line, without folders, without misleading characters, and with at most
/// 120 characters.
///
/// Every text can be made into a name, and none is refused, since senders often did not choose it.
///
/// ```
/// use docket_domain::attachment::FileName;
/// assert_eq!(FileName::new("../../etc/passwd").as_str(), "passwd");
/// assert_eq!(FileName::new("..").as_str(), "file");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FileName(String);

/// The most characters of a name.
const MAX: usize = 120;
/// The most characters of an extension, its dot included, that a shortened name keeps.
const MAX_ENDING: usize = 12;
/// The name of a file whose given name has no usable character.
const NAMELESS: &str = "file";

impl FileName {
    /// Makes a name that can be shown, stored and offered for saving.
    #[must_use]
    pub fn new(given: &str) -> Self {
        // Some browsers send the whole path.
        let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
        let plain: String = last.chars().filter(|c| !is_misleading(*c)).collect();
        // A leading dot hides a file on Unix. Windows drops a trailing dot.
        let trimmed = plain.trim_matches(|c: char| c.is_whitespace() || c == '.');
        Self(if trimmed.is_empty() {
            NAMELESS.to_owned()
        } else {
            shortened(trimmed)
        })
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name in ASCII, for software that reads nothing else. Each other character, and
    /// each `"`, `\`, `%` and `;`, becomes an underscore.
    #[must_use]
    pub fn ascii(&self) -> String {
        let plain = |c: char| c.is_ascii_graphic() && !"\"\\%;".contains(c);
        self.0
            .chars()
            .map(|c| if plain(c) || c == ' ' { c } else { '_' })
            .collect()
    }
}

/// Returns `true` for control characters, and for invisible characters that change how others look.
/// With these, `photo_gpj.exe` can be made to look like `photo_exe.jpg`.
fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Shortens a name to the limit. Its extension is kept, since people tell files apart by it.
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
        // A name that was made once does not change when it is made again.
        assert_eq!(FileName::new(long.as_str()), long);
    }
}

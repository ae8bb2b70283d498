//! The parser of desk files.

use super::check;
use super::definition::Desk;
use super::mistake::DeskMistake;
use jiff::tz::TimeZone;

impl Desk {
    /// Reads a desk file in TOML and checks it.
    ///
    /// # Errors
    /// With every mistake found, sorted by line. If the text is not TOML, or a value has the wrong
    /// type, that mistake is the only one. Otherwise all mistakes in references, languages and
    /// rules are reported together.
    pub fn parse(source: &str) -> Result<Self, Vec<DeskMistake>> {
        let mut desk: Self = toml::from_str(source).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![DeskMistake::at(source, start, error.message().to_owned())]
        })?;
        desk.zone = TimeZone::get(&desk.zone_name).unwrap_or(TimeZone::UTC);
        check::check(&desk, source)?;
        Ok(desk)
    }
}
